"""The demo without a screen: the same window drawn off it, the same keys and scans, up to the mall's word."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos.app.demo import DemoBoutique
from pos.app.demo_terminal import TerminalKind
from pos.app.program import Program
from pos.domain.money import Won
from pos.ui.opening import SIZE
from pos.ui.screens.sign_in.screen import SignInScreen
from pos.ui.words import Words

_PATIENCE_SECONDS = 60.0
_SCANS = 5
_SETTLE_MS = 500
_LOOK_MS = 10


class _Step(Exception):
    """The step that did not come to its end."""


def play_demo(folder: Path, words: Words, say: Callable[[str], None], *, terminal: TerminalKind = "simulated") -> int:
    """Play one sale and a return of some of it, and leave pictures in `folder`; 1 where a step fails."""
    app = QApplication.instance() or QApplication([])
    boutique = DemoBoutique(folder, terminal=terminal)
    program = Program(folder / "till", language=words.language)
    player = _Player(program, boutique)
    try:
        boutique.open()
        say(words("cli.demo.mall", url=boutique.mall.url))
        program.opening.setMinimumSize(*SIZE)  # what there is no screen for is drawn all the same
        program.start()
        player.play(folder)
    except _Step as step:
        say(words("cli.demo.failed", step=step))
        return 1
    finally:
        program.close()
        boutique.close()
        app.processEvents()
    say(words("cli.demo.sold", code=player.code, total=f"{player.total:,}", entries=player.entries))
    say(words("cli.demo.returned", refund=f"{player.refund:,}"))
    say(words("cli.demo.pictures", folder=folder, names="sale.png, receipt.png, return.png, refund.png"))
    return 0


class _Player:
    """Does what a person would; mutable, because it remembers what was sold."""

    def __init__(self, program: Program, boutique: DemoBoutique) -> None:
        self._program, self._boutique = program, boutique
        self.code, self.total, self.refund, self.entries = "", 0, 0, 0

    def play(self, folder: Path) -> None:
        """From signing in to the mall's acknowledgement."""
        program = self._program
        self._until("open", lambda: program.sync is not None and program.window is not None)
        counter, window, house = program.counter, program.window, program.house
        assert counter is not None and window is not None and house is not None
        self._until("feed", lambda: bool(house.shelf.staff()) and bool(house.shelf.favourites()))
        self._sign_in()
        if counter.shift is None:
            self._until("shift screen", lambda: window.name == "shift")
            QTest.keyClicks(window, "100000")
            self._press("Enter")
            self._until("shift", lambda: counter.shift is not None)
        self._until("sale screen", lambda: window.name == "sale")
        for product in house.shelf.favourites()[:_SCANS]:
            self._boutique.scanner.scan(product.barcodes[0])
        self._until("scans", lambda: counter.scans_received >= _SCANS)
        QTest.qWait(_SETTLE_MS)
        window.grab().save(str(folder / "sale.png"))
        papers = len(self._boutique.printer.papers)
        self._press("F9")
        self._until("sale", lambda: counter.basket is None and counter.last_sale is not None)
        self._until("receipt", lambda: len(self._boutique.printer.papers) > papers)
        self._boutique.printer.papers[-1].picture().save(folder / "receipt.png")
        self._bring_back(folder)
        self._until("mall", lambda: counter.ports.shelf.waiting().count == 0)
        assert counter.last_sale is not None
        self.code, self.total = counter.last_sale.code, self._total(counter.last_sale.total)
        self.entries = house.outbox.next_expected() - 1

    def _bring_back(self, folder: Path) -> None:
        """The receipt is scanned, one unit of its first line is chosen, it is broken: that is why, and done."""
        counter, window, printer = self._program.counter, self._program.window, self._boutique.printer
        assert counter is not None and window is not None
        self._boutique.scanner.scan(printer.papers[-1].codes[0][1])
        self._until("return", lambda: window.name == "returning" and counter.returning is not None)
        self._until("the mall's answer", lambda: not counter.is_looking_back)
        printed = len(printer.papers)
        for key in ("+", "2"):
            self._press(key)
        QTest.qWait(_SETTLE_MS)
        window.grab().save(str(folder / "return.png"))
        self._press("Enter")
        self._until("refund", lambda: counter.last_return is not None)
        self._until("refund receipt", lambda: len(printer.papers) > printed)
        printer.papers[-1].picture().save(folder / "refund.png")
        assert counter.last_return is not None
        self.refund = counter.last_return.refund

    def _total(self, till: Won) -> Won:
        """The total, where till and mall agree about it."""
        house = self._program.house
        assert house is not None
        name = self._boutique.name
        if all(sale.total != till for sale in self._boutique.mall.mall.sales(name)):
            raise _Step("the mall's total")
        return till

    def _sign_in(self) -> None:
        program = self._program
        assert program.house is not None and program.window is not None and program.counter is not None
        cashier = next(one for one in program.house.shelf.staff() if one.role == "cashier")
        counter, screen = program.counter, program.window.screens["sign_in"].screen
        assert isinstance(screen, SignInScreen)
        screen.person_touched.emit(cashier.id)
        QTest.keyClicks(program.window, cashier.demo_pin)
        self._until("sign-in", lambda: counter.staff is not None)

    def _press(self, key: str) -> None:
        from PySide6.QtCore import Qt

        assert self._program.window is not None
        keys = {"Enter": Qt.Key.Key_Enter, "F9": Qt.Key.Key_F9, "+": Qt.Key.Key_Plus, "2": Qt.Key.Key_2}
        QTest.keyClick(self._program.window, keys[key])

    def _until(self, step: str, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while not holds():
            if self._program.error is not None:
                raise self._program.error
            if time.monotonic() > end:
                raise _Step(step)
            QTest.qWait(_LOOK_MS)
