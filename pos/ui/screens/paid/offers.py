"""After a sale: the machines whose warranty its member can register now, one button each, and those that just were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from pos.till import machines
from pos.till.counter import Counter
from pos.ui import theme
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll
from pos.ui.words import Words

GAP = 8
ROWS_SEEN = 2

KEYS = ("5", "6", "7", "8", "9")
"""One for each machine; the first digits are the paper's. Who sells more of them at once registers by touch."""


@dataclass(frozen=True, slots=True)
class MachineOffer:
    """A machine of the last sale. `until` is the last day of its warranty once it is registered."""

    serial: str
    name: str
    months: int
    key: str
    state: Literal["offered", "writing", "done"]
    until: str = ""


def offers(counter: Counter, words: Words, *, writing: str, done: dict[str, str]) -> tuple[MachineOffer, ...]:
    """What can be registered of the last sale, and what was; `done` maps serial numbers to the last day."""
    sale = counter.last_sale
    if sale is None:
        return ()
    open_ones = machines.offered(counter)
    months = counter.policies().of(sale.terms).rules.plus.registration_months
    found: list[MachineOffer] = []
    for line in sale.lines:
        for serial in line.serials:
            name = line.name.in_language(words.language)
            if serial in done:
                found.append(MachineOffer(serial, name, months, "", "done", done[serial]))
            elif serial in open_ones or serial == writing:
                key = KEYS[len(found)] if len(found) < len(KEYS) else ""  # it stays its own when others are done
                found.append(MachineOffer(serial, name, months, key, "writing" if serial == writing else "offered"))
    return tuple(found)


class OffersPanel(Panel):
    """`pressed` gives the serial number."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel", margin=14, gap=6)
        self.setObjectName("machine-offers")
        self._shown: tuple[object, ...] = ()
        self.title = Label("", "strong")
        self._rows = QGridLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP)
        self._room = Scroll(self._rows)
        self.add(self.title, self._room)
        self.hide()

    def show_offers(self, offers: tuple[MachineOffer, ...], words: Words) -> None:
        """Draw them; nothing where there are none."""
        self.setVisible(bool(offers))
        if not offers:
            return
        self.title.setText(words("paid.machine.title"))
        shown = (offers, words.language)
        if shown == self._shown:
            return  # a button must not be changed under the finger that presses it
        self._shown = shown
        clear(self._rows)
        is_alone = len(offers) == 1
        for place, offer in enumerate(offers):
            shows = (
                self._done(offer, words) if offer.state == "done" else self._button(offer, words, with_more=is_alone)
            )
            self._rows.addWidget(shows, place // 2, place % 2)
        look, rows = theme.current(), min(-(-len(offers) // 2), ROWS_SEEN)
        self._room.setFixedHeight(rows * look.px(60 if is_alone else theme.TOUCH) + (rows - 1) * GAP)

    def _button(self, offer: MachineOffer, words: Words, *, with_more: bool) -> Button:
        button = Button("", "plain", key=offer.key, font="body")
        key = "paid.machine.writing" if offer.state == "writing" else "paid.machine.offer"
        more = words("paid.machine.more", name=offer.name, months=offer.months)
        button.set_words(words(key, serial=offer.serial), more if with_more else "")
        button.setToolTip(more)
        button.setObjectName(f"register-{offer.serial}")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setEnabled(offer.state == "offered")
        button.clicked.connect(lambda: self.pressed.emit(offer.serial))
        return button

    def _done(self, offer: MachineOffer, words: Words) -> Label:
        label = Label(f"✓  {words('paid.machine.done', serial=offer.serial, day=offer.until)}", "body", tone="accent")
        label.setObjectName(f"registered-{offer.serial}")
        return label
