"""How it looks after a sale: the change as large as it can be, how it was paid, the receipt and its paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos.domain.money import Won
from pos.ui import theme
from pos.ui.figures import won
from pos.ui.screens.paid.offers import MachineOffer, OffersPanel
from pos.ui.screens.paid.sheet import WIDTH, PaperSheet
from pos.ui.screens.paid.state_panel import StatePanel
from pos.ui.screens.paid.tax import TaxPanel
from pos.ui.screens.paid.view import Back, PaidView, Part
from pos.ui.widgets.beside import ON_PAGE, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.money import Money
from pos.ui.widgets.page import fill
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


class PaidScreen(QWidget):
    """`choice_pressed` gives the name of what is to be done about the paper, `machine_pressed` a serial number.

    `tax_pressed` when the cash receipt is to be asked for again.
    """

    next_pressed = Signal()
    choice_pressed = Signal(str)
    machine_pressed = Signal(str)
    tax_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paid")
        self.paper = PaperScroll()
        fill(self, beside(self._sums_side(), self.paper, gap=ON_PAGE))

    def _sums_side(self) -> QVBoxLayout:
        column, told = QVBoxLayout(), rows(gap=12, right=0)
        column.setSpacing(12)
        panel = Panel(margin=20, gap=6)
        self.code = Label("", "small", tone="muted")
        self.caption, self.change = Label("", "title"), Money("total", tone="accent")
        self.change.setObjectName("change")
        self.change.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.parts = QVBoxLayout()
        self.parts.setSpacing(6)
        panel.add(self.code, self.caption, self.change, Rule())
        panel.rows.addLayout(self.parts)
        self.receipt = StatePanel()
        self.receipt.chosen.connect(self.choice_pressed)
        self.next = Button("", "primary", key="Enter", font="title")
        self.next.setObjectName("next-sale")
        self.next.setMinimumHeight(72)
        self.next.clicked.connect(self.next_pressed)
        self.scan = Label("", "small", tone="muted")
        self.scan.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.offers = OffersPanel()
        self.offers.pressed.connect(self.machine_pressed)
        self.tax = TaxPanel()
        self.tax.pressed.connect(self.tax_pressed)
        self.claimed, self.claimed_text = Panel("warning", margin=14), Label("", "body", tone="warning", wraps=True)
        self.claimed.setObjectName("claimed")
        self.claimed.add(self.claimed_text)
        for one in (panel, self.claimed, self.tax, self.receipt, self.offers):
            told.addWidget(one)
        column.addWidget(Scroll(told), 1)
        column.addWidget(self.scan)
        column.addWidget(self.next)
        return column

    def render(self, view: PaidView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.code.setText(words("paid.code", code=view.code))
        caption, amount = _largest(view)
        self.caption.setText(words(caption))
        self.caption.set_tone("warning" if caption == "paid.still_owed" else "ink")
        self.change.set_amount(amount, words.language)
        self._render_parts(view, words)
        self.claimed.setVisible(view.claimed > 0)
        self.claimed_text.setText(words("benefits.claim.paid", amount=won(view.claimed, words.language)))
        self.receipt.show_receipt(view.receipt, words)
        self.tax.show_receipt(view.tax, words)
        self.paper.sheet.show_document(view.paper)
        self.scan.setText(words("paid.scan"))
        self.next.set_words(words("paid.next"))

    def show_offers(self, offers: tuple[MachineOffer, ...], words: Words) -> None:
        """Draw the machines that could be registered, and those that just were."""
        self.offers.show_offers(offers, words)

    def _render_parts(self, view: PaidView, words: Words) -> None:
        while old := self.parts.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        total = (words("paid.total"), won(view.total, words.language))
        lines = [total] if view.change or view.back else []
        lines += [*(_row(part, words) for part in view.parts), *(_back_row(one, words) for one in view.back)]
        for left, right in lines:
            self.parts.addWidget(_line(left, right))


class PaperScroll(QScrollArea):
    """The paper, to be scrolled where it is longer than the screen."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = PaperSheet()
        self.setWidget(self.sheet)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedWidth(theme.current().px(WIDTH) + 16)
        self.viewport().setAutoFillBackground(False)


def _largest(view: PaidView) -> tuple[str, Won]:
    """What matters most now, and how much it is: what is handed over before anything else."""
    if view.change:
        return "paid.change", view.change
    if view.cash_back:
        return "paid.cash_back", view.cash_back
    if view.back:
        return "paid.still_owed" if view.is_owed else "paid.given_back", sum(one.amount for one in view.back)
    return "paid.no_change", view.total


def _back_row(one: Back, words: Words) -> tuple[str, str]:
    name = words(f"paid.back.{one.kind}" if one.is_paid else f"paid.back_owed.{one.kind}")
    return (f"{name}  {one.detail}" if one.detail else name), won(-one.amount, words.language)


def _row(part: Part, words: Words) -> tuple[str, str]:
    name = words(f"paid.tender.{part.kind}")
    if part.handed_over:
        return words("paid.handed_over"), won(part.handed_over, words.language)
    months = words("payment.months.count", months=part.months) if part.months else ""
    told = "  ".join(text for text in (name, months, part.detail) if text)
    return told, won(part.amount, words.language)


def _line(left: str, right: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    name = Label(left, "body", tone="muted")
    name.setMinimumWidth(10)
    row.addWidget(name, 1)
    row.addWidget(Label(right, "strong", right=True))
    line.setAccessibleName(f"{left} {right}")
    return line
