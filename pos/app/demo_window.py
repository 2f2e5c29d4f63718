"""The demo on a screen: the till, and beside it the printer's roll, a scanner to point and the mall's switch."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from pos.app.demo import DemoBoutique
from pos.app.program import Program
from pos.devices.emulators.printer import FaultKind
from pos.till.feed import Language
from pos.ui.paper_roll import PaperRoll
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.words import Words

_FAULTS: dict[str, FaultKind] = {
    "paper_out": "paper_out",
    "cover_open": "cover_open",
    "off": "mute",
    "stalled": "stall",
}


_BESIDE, _BENCH = 600, 170


class Bench(QWidget):
    """What a person without devices needs: a scanner to point at a product, and the mall's switch."""

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
        column.addWidget(self.mall)
        column.addStretch(1)

    def fill(self, products: list[tuple[str, str]]) -> None:
        """The products to point at: name and barcode."""
        for name, barcode in products:
            self.products.addItem(f"{name}  {barcode}", barcode)
        self.products.addItem(self._words("bench.unknown"), "8801234567893")

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
        roll.drawer_shut_pressed.connect(lambda: boutique.printer.clear("drawer_open"))

    def _look(self) -> None:
        for paper in self._boutique.printer.papers[self._shown :]:
            self._shown += 1
            png = io.BytesIO()
            paper.picture().save(png, "PNG")
            self._roll.came.emit(png.getvalue())
        kicks = self._boutique.printer.events.count("drawer")
        if kicks > self._kicks:
            self._kicks = kicks
            self._roll.drawer_opened()

    def _set_fault(self, fault: str) -> None:
        self._boutique.printer.clear()
        if fault:
            self._boutique.printer.set_fault(_FAULTS[fault])


def show_demo(folder: Path, *, language: Language) -> int:
    """Show the demo until the till's window is closed; returns the exit status."""
    app = QApplication(sys.argv[:1])
    program = Program(folder / "till", language=language, beside=_BESIDE)
    program.opening.show()
    app.processEvents()
    boutique = DemoBoutique(folder)
    boutique.open()
    words = Words(language)
    roll = PaperRoll(words)
    bridge, bench = _Roll(boutique, roll), Bench(boutique, words)
    stop_watching = program.crash.watch_slots()

    def ready() -> None:
        assert program.house is not None and program.window is not None
        found = program.house.shelf.favourites()
        bench.fill([(one.name.in_language(language), one.barcodes[0]) for one in found if one.barcodes])
        screen = app.primaryScreen().availableGeometry()
        program.window.move(screen.topLeft())
        left = program.window.frameGeometry().right() + 8
        for beside, top, height in ((bench, screen.top(), _BENCH), (roll, screen.top() + _BENCH + 40, 760)):
            beside.setGeometry(left, top, min(roll.width(), screen.right() - left), min(height, screen.bottom() - top))
            beside.show()

    program.ready.connect(ready)
    for beside in (roll, bench):
        beside.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
    program.start()
    try:
        return app.exec()
    finally:
        bridge.blockSignals(True)
        roll.close()
        bench.close()
        program.close()
        boutique.close()
        stop_watching()
