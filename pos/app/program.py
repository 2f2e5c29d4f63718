"""The till on a screen: paints first, opens the database behind it, then shows the counter."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from pos.app import tidying
from pos.app.bootstrap import House, Lanes, make_counter, make_sync, make_time, make_wire, open_house
from pos.app.clock import SystemClock
from pos.app.crash import Crash, log_fault, log_to, stop_logging
from pos.app.lanes import Stage
from pos.app.link import MallLink, make_link
from pos.app.lock import FolderLock
from pos.app.post import Post
from pos.app.recovering import look_first
from pos.app.room import look_at_room
from pos.app.switchboard import Switchboard
from pos.app.training import Door, Going, Way, forget_past, open_training
from pos.domain.calendar import WorkingDays, korean_day
from pos.domain.errors import Refused, TillError, Unavailable
from pos.till import proving, resuming, session, shut_out, training
from pos.till.changes import Touched
from pos.till.counter import Counter, Notice
from pos.till.feed import Language
from pos.till.practice import PracticePaper
from pos.ui.opening import make_opening

if TYPE_CHECKING:
    from pos.devices.scanner.decode import Reading
    from pos.devices.scanner.serial_port import SerialScanner
    from pos.sync.client import MallClient
    from pos.sync.loop import SyncLoop
    from pos.ui.window import MainWindow

_log = logging.getLogger("pos")
_BEAT_MS = 250
_IDLE_BEATS = 4 * 60
_PATIENCE_SECONDS = 5.0
_TOLD_AT_ONCE = frozenset({"payment", "session", "shift", "held", "orders", "stock", "refunds", "member"})
"""What a story touched that wrote what the mall is waiting for."""


def make_window(counter: Counter, *, language: Language) -> MainWindow:
    """The window with all its screens; they are imported behind the first paint."""
    from pos.app import window

    return window.make_window(counter, language=language)


class Program(QObject):
    """One running till. `ready` is emitted once somebody can sign in; `refused` where it cannot open."""

    ready = Signal()
    refused = Signal(object)

    def __init__(self, folder: Path, *, language: Language = "ko", beside: int = 0) -> None:
        super().__init__()
        self.folder, self.language = folder, language
        self.crash = Crash()
        self.lanes = Lanes.make()
        self._post = Post()
        self.stage = Stage(self._post, self.crash)
        self.opening = make_opening(language, beside=beside)
        self.error: TillError | None = None
        self.house: House | None = None
        self.counter: Counter | None = None
        self.window: MainWindow | None = None
        self.sync: SyncLoop | None = None
        self.door = Door(folder, SystemClock(), self._change)
        self._going: Going | None = None
        self._is_changing = False
        self._destroyed_on: date | None = None
        self._trouble: TillError | None = None
        self._wire: MallClient | None = None
        self._asking: MallClient | None = None
        self._mall = Switchboard()
        self._link: MallLink | None = None
        self._scanner: SerialScanner | None = None
        self._lock = FolderLock(folder)
        self._beats = 0
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._tick)

    def start(self) -> None:
        """Paint, then open."""
        tidying.begin()
        self.opening.show()
        QTimer.singleShot(0, lambda: self.stage.start(self._open()))

    def watch(self) -> Callable[[], None]:
        """Take what slots and threads raise; returns how to stop."""
        return self.crash.watch(self._post)

    def refuse(self, error: TillError) -> None:
        """Stay shut, and say why on what was painted first."""
        _log.warning("not opened: %s", error.code)
        self.error = error
        self.opening.refuse(error.code, error.facts)
        if not self.opening.isVisible():
            self.opening.show()
        if self.window is not None:
            self.window.close()
        self.refused.emit(error)

    async def _open(self) -> None:
        try:
            log_to(self.folder / "log", mark="TRAINING " if self.door.is_on else "")
            screens = self.lanes.vault.run(lambda: import_module("pos.app.window"))
            await self.lanes.disk.run(self._take_house)
            await screens
            await self._show()
        except TillError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - whatever it was, nobody would ever hear of it
            log_fault(error)
            self._fail(Unavailable("till.fault", cause=type(error).__name__))

    def _fail(self, error: TillError) -> None:
        """A place to practise that cannot be opened leads back to the till, where it is said why."""
        if self.door.is_on:
            _log.warning("no training: %s", error.code)
            self._trouble, self._is_changing = error, False
            self._change("back")
        else:
            self.refuse(error)

    def _take_house(self) -> None:
        """On the disk lane, so that `close` finds what was opened even while nobody has heard of it."""
        if not self._lock.is_held:
            self._lock.take()
        going = self._going
        self.house = open_house(self.folder) if going is None else open_training(going, self.door.clock, self._came)

    def _came(self, picture: bytes, code: str) -> None:
        """A paper of the place to practise, from the lane that prints."""
        self._post(lambda: self.door.came(PracticePaper(picture, code)))

    async def _show(self) -> None:
        house = self.house
        assert house is not None
        self.counter = counter = make_counter(house, self.lanes, self.stage, self._mall)
        counter.ports.practice = self.door
        if self.door.is_on:
            from pos.app.practising import practise

            practise(counter, self.door)
        self.crash.counter = counter
        await self._reach_mall(house, counter)
        await resuming.resume(counter)
        if self._is_changing:  # it was not a start, and nothing has to be looked at
            counter.hush("till.came_back")
        if shut_out.is_shut_out(counter):
            shut_out.tell(counter)
        self.window = make_window(counter, language=self.language)
        self.window.setGeometry(self.opening.geometry())
        self.window.setWindowState(self.opening.windowState())
        self.window.start()
        self.window.show()
        self.opening.hide()
        try:
            self._listen()
        except TillError as error:  # without a scanner it sells all the same
            counter.failed(error)
        self._say_where()
        self._is_changing = False
        self._beat.start(_BEAT_MS)
        self.ready.emit()
        self.stage.start(self._learn_holidays(house))

    def _say_where(self) -> None:
        """Whoever comes back from practising is told, or why they are here at once."""
        assert self.counter is not None and self.window is not None
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            self.counter.failed(trouble)
        elif self._is_changing and not self.door.is_on:
            self.window.desk.news("training.over")

    async def _learn_holidays(self, house: House) -> None:
        """The calendar takes a moment to load; no customer who wants something delivered should wait for it."""
        today = korean_day(house.clock.now())
        with suppress(TillError):  # a day it does not cover is said where a day is asked for
            await self.lanes.vault.run(lambda: WorkingDays().next_working_day(today))

    async def _reach_mall(self, house: House, counter: Counter) -> None:
        """Before anything is written: an old copy that was put back has to hear first what the mall holds beyond it."""
        try:
            if not self.door.is_on:
                await self._ask_mall(house, counter)
        except TillError as error:  # without the mall it sells all the same
            counter.failed(error)

    async def _ask_mall(self, house: House, counter: Counter) -> None:
        self._wire = await self.lanes.network.run(lambda: make_wire(house))
        self._asking = self._mall.wire = await self.lanes.asking.run(lambda: make_wire(house))
        counter.ports.mall_time = make_time(house, self._asking)
        self.sync = sync = make_sync(house, self._wire, self.lanes, counter)
        counter.ports.link = self._link = link = make_link(house, sync, self.lanes)
        self._mall.on_answer = lambda: self._post(link.mall_answered)
        counter.listeners.append(self._wake)
        await look_first(counter.ports.lost)

    def _listen(self) -> None:
        """Listen to a scanner on a serial port, where one is set."""
        assert self.house is not None and self.window is not None
        if not self.house.settings.scanner:
            return
        from pos.devices.scanner.serial_port import SerialScanner

        self._scanner = SerialScanner(
            self.house.settings.scanner, on_reading=lambda reading: self._post(lambda: self._scanned(reading))
        )
        self._scanner.start()

    def _scanned(self, reading: Reading) -> None:
        from pos.devices.scanner.decode import Unreadable

        if self.window is None or self.counter is None:  # between the till and the place to practise
            return
        if isinstance(reading, Unreadable):
            self.counter.tell(Notice(reading.reason))
        else:
            self.window.scanned(reading.code)

    def _wake(self, noun: Touched) -> None:
        if noun in _TOLD_AT_ONCE and self.sync is not None:
            self.sync.wake()

    def _tick(self) -> None:
        assert self.counter is not None
        self._beats += 1
        tidying.tidy(is_idle=self.counter.basket is None)
        if self._link is not None and self._link.beat():
            self.counter.touch("mall")
        if self.sync is not None and self.sync.due(time.monotonic()):
            self.stage.start(self._step(self.sync, self.counter))
        if self._beats % _IDLE_BEATS == 1:
            look_at_room(self.counter, self.folder)
            if self.counter.basket is None:
                self.stage.start(self._checkpoint())
            if not self.door.is_on:
                self.stage.start(self._keep_time(self.counter))
                self.stage.start(self._forget_practice())
                self.stage.start(self._destroy_due(self.counter))

    async def _keep_time(self, counter: Counter) -> None:
        """Who may come no more goes. Time that passed gives wrong PINs back, by the mall or by what this till ran."""
        with suppress(TillError):
            await session.look_again(counter)
            await shut_out.leave(counter)
            await proving.keep_time(counter, None if self._asking is None else counter.ports.mall_time)

    async def _forget_practice(self) -> None:
        """What was practised on another day is destroyed as soon as there is a moment; if not now, then later."""
        with suppress(TillError):
            await self.lanes.files.run(lambda: forget_past(self.folder, self.door.clock))

    async def _destroy_due(self, counter: Counter) -> None:
        """What was kept of people long enough is destroyed when another day begins; and once more after the start, now
        that the mall can be asked."""
        today = korean_day(counter.now())
        if today == self._destroyed_on or counter.is_busy:
            return
        self._destroyed_on = today
        from pos.till.people import leaving

        await leaving.destroy_what_is_due(counter)

    async def _checkpoint(self) -> None:
        assert self.house is not None
        try:
            await self.lanes.disk.run(self.house.database.checkpoint)
        except Exception as error:  # noqa: BLE001 - nothing is lost, the log only grows: a technician reads of it
            log_fault(error)

    async def _step(self, sync: SyncLoop, counter: Counter) -> None:
        await sync.step()
        counter.touch("mall")

    # --- to practise, and back ---

    def _change(self, way: Way) -> None:
        """Go to practise, or back; what asks for it is over before anything is closed."""
        if self._is_changing:
            return
        if way == "back":
            self._is_changing = True
            QTimer.singleShot(0, lambda: self._reopen(None))
        else:
            self.stage.start(self._look_at_shop(way))

    async def _look_at_shop(self, way: Way) -> None:
        from pos.storage.practice import read_shop

        house, window = self.house, self.window
        assert house is not None and window is not None
        shop = await self.lanes.disk.run(lambda: read_shop(house.database, till=house.settings.till))
        going = Going(self.folder, house.settings, shop, window.desk.words.language, way == "afresh")
        QTimer.singleShot(0, lambda: self._go(going))

    def _go(self, going: Going) -> None:
        """Somebody may have touched something while the shop was read."""
        if self.counter is None or self._is_changing:
            return
        try:
            training.check_can_begin(self.counter)
        except Refused as error:
            self.counter.failed(error)
        else:
            self._is_changing = True
            self._reopen(going)

    def _reopen(self, going: Going | None) -> None:
        """Close what is open and open the other, as after a start: nothing of the one is left in the other."""
        window = self.window
        if window is not None:
            self.language = window.desk.words.language
            self.opening.setGeometry(window.geometry())
            self.opening.setWindowState(window.windowState())
        self.opening.say("opening.training" if going else "opening.back", self.language)
        self.opening.show()
        if window is not None:
            window.hide()
        try:
            self._shut()
        except Exception as error:  # noqa: BLE001 - whatever it was, there has to be a way on
            log_fault(error)
        self._forget_all()
        self._going, self.door.is_on, self.door.papers = going, going is not None, ()
        _log.info("training begins" if going else "training is over")
        self.lanes, self.stage = Lanes.make(), Stage(self._post, self.crash)
        self.stage.start(self._open())

    def _forget_all(self) -> None:
        self.stage.close()
        if self.counter is not None:
            self.counter.listeners.clear()
        if self.window is not None:
            self.window.deleteLater()
        self.crash.counter = self.counter = self.house = self.window = self.sync = None
        self._wire = self._asking = self._scanner = self._link = None
        self._mall = Switchboard()
        self._beats = 0

    # --- the end ---

    def close(self) -> None:
        """Stop everything in order; what was begun is finished, within reason: a receipt half told is a doubt."""
        tidying.end()
        self._shut()
        self.opening.close()
        self._lock.release()
        stop_logging()

    def _shut(self) -> None:
        """Close what is open; the till stays locked."""
        self._beat.stop()
        self._finish()
        if self._scanner is not None:
            self._scanner.stop()
        if self._wire is not None:
            self.lanes.network.run(self._wire.close)
        if self._asking is not None:
            self.lanes.asking.run(self._asking.close)
        self.lanes.close()
        if self.window is not None:
            self.window.close()
        if self.house is not None:
            self.house.close()

    def _finish(self) -> None:
        end = time.monotonic() + _PATIENCE_SECONDS
        while self.stage.playing and time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def run(folder: Path, *, language: Language, size: Literal["full", "window"] = "window") -> int:
    """Show the till of a folder until its window is closed; returns the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    program = Program(folder, language=language)
    stop_watching = program.watch()
    program.start()
    if size == "full":
        program.opening.showFullScreen()
    try:
        return app.exec() or int(program.error is not None)
    finally:
        program.close()
        stop_watching()
