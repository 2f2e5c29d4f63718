"""The demo on a screen: the till, and beside it the printer's roll, a scanner to point and the mall's switch."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos.app.demo import DemoBoutique
from pos.app.demo_terminal import TerminalKind
from pos.app.program import Program
from pos.devices.emulators.printer import FaultKind
from pos.domain.errors import TillError
from pos.till.changes import Touched
from pos.till.feed import Language
from pos.till.paying.cards import Terminal
from pos.ui.paper_roll import PaperRoll
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.words import Words

if TYPE_CHECKING:
    from pos.devices.terminal.simulated import SimulatedTerminal

_FAULTS: dict[str, FaultKind] = {
    "paper_out": "paper_out",
    "cover_open": "cover_open",
    "off": "mute",
    "stalled": "stall",
}


_BESIDE, _BENCH, _FRAME = 600, 226, 36


class Bench(QWidget):
    """What a person without devices needs: a scanner to point at a product, the mall's switch, and the terminal's.

    The scanner reads a paper of the roll when that is touched.
    """

    def __init__(self, boutique: DemoBoutique, words: Words) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self._boutique, self._words, self._mall_is_on = boutique, words, True
        self.setWindowTitle(words("bench.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.addWidget(Label(words("bench.scanner"), "strong"))
        row = QHBoxLayout()
        self.products = QComboBox()
        self.scan = Button(words("bench.scan"), "primary", font="body")
        self.scan.clicked.connect(lambda: boutique.scanner.scan(str(self.products.currentData())))
        row.addWidget(self.products, 1)
        row.addWidget(self.scan)
        column.addLayout(row)
        self.mall = Button(words("bench.mall_off"), "plain", font="body")
        self.mall.clicked.connect(self._switch_mall)
        self.terminal = Button(words("bench.terminal_off"), "plain", font="body")
        self.terminal.clicked.connect(self._switch_terminal)
        self.whole_only = Button(words("bench.whole_only"), "plain", font="body")
        self.whole_only.clicked.connect(self._refuse_a_part)
        self.lose_answer = Button(words("bench.lose_answer"), "plain", font="body")
        self.lose_answer.clicked.connect(self._lose_an_answer)
        self._terminal: SimulatedTerminal | None = None
        switches = QGridLayout()
        for place, button in enumerate((self.mall, self.terminal, self.lose_answer, self.whole_only)):
            switches.addWidget(button, place // 2, place % 2)
        column.addLayout(switches)
        column.addStretch(1)

    def fill(self, products: list[tuple[str, str]]) -> None:
        """The products to point at: name and barcode."""
        self.products.clear()
        for name, barcode in products:
            self.products.addItem(f"{name}  {barcode}", barcode)
        self.products.addItem(self._words("bench.unknown"), "8801234567893")

    def wire(self, terminal: Terminal) -> None:
        """The terminal to cut off; a till may have another one, or none."""
        from pos.devices.terminal.simulated import SimulatedTerminal

        self._terminal = terminal if isinstance(terminal, SimulatedTerminal) else None
        for button in (self.terminal, self.lose_answer, self.whole_only):
            button.setEnabled(self._terminal is not None)

    def _switch_terminal(self) -> None:
        if self._terminal is not None:
            self._terminal.is_reachable = not self._terminal.is_reachable
            key = "bench.terminal_off" if self._terminal.is_reachable else "bench.terminal_on"
            self.terminal.setText(self._words(key))

    def _lose_an_answer(self) -> None:
        """What is asked of it next is done, and the till never hears of it: a card in doubt, or a cash receipt."""
        if self._terminal is not None:
            self._terminal.then("lose_answer")

    def _refuse_a_part(self) -> None:
        """What is asked of it next is declined where it is a part of a payment."""
        if self._terminal is not None:
            self._terminal.then("no_partial")

    def _switch_mall(self) -> None:
        if self._mall_is_on:
            self._boutique.mall.stop()
        else:
            self._boutique.mall.start()
        self._mall_is_on = not self._mall_is_on
        self.mall.setText(self._words("bench.mall_off" if self._mall_is_on else "bench.mall_on"))


class _Roll(QObject):
    """Brings what the emulated printer does to the roll's window, from its threads to Qt's."""

    changed = Signal()

    def __init__(self, boutique: DemoBoutique, roll: PaperRoll) -> None:
        super().__init__()
        self._boutique, self._roll = boutique, roll
        self._shown = self._kicks = 0
        self.changed.connect(self._look)
        boutique.printer.on_change = self.changed.emit
        roll.fault_chosen.connect(self._set_fault)
        roll.scanned.connect(boutique.scanner.scan)
        roll.drawer_shut_pressed.connect(lambda: boutique.printer.clear("drawer_open"))

    def _look(self) -> None:
        for paper in self._boutique.printer.papers[self._shown :]:
            self._shown += 1
            png = io.BytesIO()
            paper.picture().save(png, "PNG")
            self._roll.came.emit(png.getvalue(), next((content for _, content in paper.codes), ""))
        kicks = sum(event in ("drawer", "drawer_2") for event in self._boutique.printer.events)
        if kicks > self._kicks:
            self._kicks = kicks
            self._roll.drawer_opened()

    def _set_fault(self, fault: str) -> None:
        self._boutique.printer.clear()
        if fault:
            self._boutique.printer.set_fault(_FAULTS[fault])


class _Table:
    """Puts the demo's windows beside the till, and the shop's products before the scanner."""

    def __init__(self, program: Program, bench: Bench, roll: PaperRoll, screen: QRect) -> None:
        self._program, self._bench, self._roll, self._screen = program, bench, roll, screen
        program.ready.connect(self._lay)

    def _lay(self) -> None:
        program, screen = self._program, self._screen
        assert program.counter is not None and program.window is not None
        program.counter.listeners.append(self._stock)
        self._stock("catalogue")
        if program.house is not None:
            self._bench.wire(program.house.terminal)
        program.window.move(screen.topLeft())
        left = program.window.frameGeometry().right() + 8
        for beside, top, height in (
            (self._bench, screen.top() + _FRAME, _BENCH),
            (self._roll, screen.top() + _BENCH + 2 * _FRAME, 760),
        ):
            width = min(self._roll.width(), screen.right() - left)
            beside.setGeometry(left, top, width, min(height, screen.bottom() - top))
            beside.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
            beside.show()

    def _stock(self, noun: Touched) -> None:
        house = self._program.house
        if noun == "catalogue" and house is not None:
            language = self._program.language
            found = house.shelf.favourites()
            self._bench.fill([(one.name.in_language(language), one.barcodes[0]) for one in found if one.barcodes])


class _Beside:
    """All that stands beside the till, for as long as it does."""

    def __init__(self, boutique: DemoBoutique, program: Program, screen: QRect) -> None:
        words = Words(program.language)
        self._boutique = boutique
        self._roll, self._bench = PaperRoll(words), Bench(boutique, words)
        self._table = _Table(program, self._bench, self._roll, screen)
        self._bridge = _Roll(boutique, self._roll)

    def close(self) -> None:
        """Clear it away."""
        self._boutique.printer.on_change = None
        for window in (self._roll, self._bench):
            window.close()


def show_demo(folder: Path, *, language: Language, terminal: TerminalKind = "simulated") -> int:
    """Show the demo until the till's window is closed; returns the exit status."""
    app = QApplication(sys.argv[:1])
    program = Program(folder / "till", language=language, beside=_BESIDE)
    stop_watching = program.watch()
    program.opening.show()
    app.processEvents()
    boutique: DemoBoutique | None = None
    beside: _Beside | None = None
    try:
        try:
            boutique = DemoBoutique(folder, terminal=terminal)
            boutique.open()
            beside = _Beside(boutique, program, app.primaryScreen().availableGeometry())
            program.start()
        except TillError as error:
            program.refuse(error)
        return app.exec() or int(program.error is not None)
    finally:
        if beside is not None:
            beside.close()
        program.close()
        if boutique is not None:
            boutique.close()
        stop_watching()
