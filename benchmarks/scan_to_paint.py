"""From a scan's code to its painted line, with 100,000 products on the shelf, against one frame at 60 Hz.

The window, its screens, the verbs, the lanes and the encrypted database are the till's own. Painting is Qt's raster
engine into memory: the scanner's cable, the compositor and the monitor are left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from benchmarks.catalogue import products
from benchmarks.figures import Bench, Figure, median, quantile
from benchmarks.shop import stocked
from pos.app.lanes import Stage
from pos.app.window import make_window
from pos.domain.catalogue import Product
from pos.till import resuming, session
from pos.till.counter import Counter
from pos.till.day import shift
from pos.till.paying import checkout
from pos.ui.screens.sale.actions import SaleActions
from pos.ui.screens.sale.basket_list import BasketList
from pos.ui.window import MainWindow

FRAME_MS = 1000 / 60
LINES = 12
Scans: TypeAlias = tuple[list[float], list[float]]


class Post(QObject):
    """Hands calls from a lane's thread to Qt's."""

    called = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.called.connect(lambda call: call())

    def __call__(self, call: Callable[[], None]) -> None:
        self.called.emit(call)


class Painted(QObject):
    """Knows when the window was painted with the basket's list in it. Mutable: it waits for one painting at a time."""

    def __init__(self, window: MainWindow, actions: SaleActions) -> None:
        super().__init__()
        self._window, self._list = window, actions.screen.basket.list
        self._touched = False
        self.at = 0.0
        window.installEventFilter(self)
        self._list.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._list.viewport() and event.type() == QEvent.Type.Paint:
            self._touched = True
        if watched is not self._window or event.type() != QEvent.Type.UpdateRequest:
            return False
        self._touched = False
        self._window.event(event)  # paints everything that asked for it, and flushes
        if self._touched:
            self.at = time.perf_counter()
        return True

    def after(self, act: Callable[[], object], holds: Callable[[], bool]) -> float:
        """Act, and the seconds until what it changed was painted."""
        self.at, start = 0.0, time.perf_counter()
        act()
        while not (self.at and holds()):
            QCoreApplication.processEvents()
        return self.at - start


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figure."""
    app = QApplication.instance() or QApplication([])
    stock = products(bench.pick(tiny=100, usual=100_000))
    till = stocked(bench, stock)
    post = Post()
    stage = Stage(post, _raise)
    counter = till.counter(stage)
    for story in (resuming.resume(counter), session.sign_in(counter, "C1", "0"), shift.open_shift(counter, 0)):
        stage.start(story)
        _settle(stage)
    window = make_window(counter)
    window.resize(1024, 768)
    window.start()
    window.show()
    seen, busy = scans(window, counter, stage, stock, bench.pick(tiny=14, usual=600, long=6_000))
    window.close()
    window.deleteLater()
    app.processEvents()
    till.close()
    p99 = quantile(seen, 0.99) * 1e3
    what = f"scan to painted line, {len(stock):,} products, baskets of up to {LINES} lines; one frame at 60 Hz"
    note = (
        f"p50 {median(seen) * 1e3:.1f} ms, the slowest {max(seen) * 1e3:.1f} ms; drawn into memory. The "
        f"window's own thread was busy for {median(busy) * 1e3:.1f} ms p50, {quantile(busy, 0.99) * 1e3:.1f} ms p99"
    )
    return (Figure("scan to paint p99", what, p99, FRAME_MS, "ms", "≤ 1 frame", p99 <= FRAME_MS, note),)


def scans(window: MainWindow, counter: Counter, stage: Stage, stock: list[Product], many: int) -> Scans:
    """Scan across the whole shelf, a basket after the other; the first basket is not counted.

    Gives the seconds of each, and how long the window's own thread was busy with it.
    """
    actions = window.screens["sale"]
    assert isinstance(actions, SaleActions)
    rows, painted = actions.screen.basket.list, Painted(window, actions)
    _settle(stage)
    seen, busy = [], []
    for number, product in enumerate(islice(stock * 2, 0, None, max(len(stock) // many, 1))):
        if number == many + LINES:
            break
        lines = number % LINES + 1
        start = time.thread_time()
        seen.append(painted.after(partial(window.scanned, product.barcodes[0]), partial(_has, rows, lines)))
        busy.append(time.thread_time() - start)
        _settle(stage)
        if lines == LINES:
            stage.start(checkout.give_up(counter))
            _settle(stage)
    return seen[LINES:], busy[LINES:]


def _has(rows: BasketList, lines: int) -> bool:
    return len(rows.rows) == lines


def _settle(stage: Stage) -> None:
    """Let what was begun come to its end: the draft is on disk, nothing is left to paint."""
    while stage.playing:
        QCoreApplication.processEvents()
    QCoreApplication.processEvents()


def _raise(error: BaseException) -> None:
    raise error
