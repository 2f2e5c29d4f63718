"""Catches a scanner that types like a keyboard, whatever has the focus: what it sends reaches no widget.

It looks at windows and not at widgets, so each key is seen once, and by its native scan code, so the input method's
state changes nothing. Who is typing is judged elsewhere, by the `Catcher` the app brings along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

# A busy moment keeps keys waiting behind the timer; the loop goes round this often before a key counts as alone.
QUIET_ROUNDS = 2


class Kept(Protocol):
    """A key that the catcher held, with the ticket it was given."""

    @property
    def ticket(self) -> int: ...


class Judged(Protocol):
    """What becomes of a key: "through", "held" or "caught"; before it, `replay` goes where it would have gone."""

    @property
    def fate(self) -> str: ...
    @property
    def replay(self) -> Sequence[Kept]: ...
    @property
    def code(self) -> str: ...


class Catcher(Protocol):
    """Tells a scanner from a person. Keys are made by the `key` that comes with it."""

    @property
    def due_ms(self) -> int | None:
        """When what is held has waited long enough; None while nothing is held."""

    def take(self, event: Any, /) -> Judged:
        """Judge one key event, in order."""

    def expire(self, at_ms: int, /) -> Sequence[Kept]:
        """What is to be replayed because nothing followed it."""


class Wedge(QObject):
    """Install it on the application. Mutable: it keeps the events that are held until they are judged."""

    scanned = Signal(str)

    def __init__(self, catcher: Catcher, key: Callable[..., Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catcher, self._key = catcher, key
        self._kept: dict[int, tuple[QObject, QKeyEvent]] = {}
        self._next_ticket = 1
        self._is_replaying = False
        self._rounds = 0
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._waited)

    @property
    def is_holding(self) -> bool:
        """Whether keys wait for what follows them."""
        return bool(self._kept)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):  # most are not, and to ask for a type costs more
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or not watched.isWindowType():
            return False
        if not self._is_on_duty() or self._is_replaying or not event.nativeScanCode():
            return False
        return self._judge(watched, event)

    def _is_on_duty(self) -> bool:
        """A window that was closed catches nothing any more, though it may not be gone yet."""
        window = self.parent()
        return not isinstance(window, QWidget) or window.isVisible()

    def _judge(self, window: QObject, event: QKeyEvent) -> bool:
        ticket, self._next_ticket = self._next_ticket, self._next_ticket + 1
        judged = self._catcher.take(
            self._key(
                scan_code=event.nativeScanCode(),
                at_ms=event.timestamp(),
                is_press=event.type() == QEvent.Type.KeyPress,
                is_repeat=event.isAutoRepeat(),
                ticket=ticket,
            )
        )
        if judged.fate == "held":
            self._kept[ticket] = (window, event.clone())
        self._replay(judged.replay)
        self._wait(event.timestamp())
        if judged.fate == "caught":
            self._kept.clear()
            self.scanned.emit(judged.code)
        return judged.fate != "through"

    def _wait(self, at_ms: int) -> None:
        due = self._catcher.due_ms
        if due is None:
            self._silence.stop()
            return
        self._rounds = 0
        self._silence.start(max(due - at_ms, 0))

    def _waited(self) -> None:
        """Nothing came in time; let what is queued be judged first, then give back what is held."""
        due = self._catcher.due_ms
        if due is None:
            return
        if self._rounds < QUIET_ROUNDS:
            self._rounds += 1
            self._silence.start(0)
            return
        self._replay(self._catcher.expire(due))

    def _replay(self, keys: Sequence[Kept]) -> None:
        self._is_replaying = True
        try:
            for key in keys:
                window, event = self._kept.pop(key.ticket)
                if isValid(window):
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._is_replaying = False
