"""Nobody at the till for a while: it says so in time, then locks. What is on the screen goes first, the basket stays.

It counts the window's seconds, which no clock can set. A payment, a card that is asked, and a question about paper wait
for whoever is at them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QWidget

from pos.domain.errors import TillError
from pos.till import session
from pos.till.counter import Counter
from pos.till.paying import checkout
from pos.ui.desk import Desk
from pos.ui.widgets.idle_bar import IdleBar

WARNING: Final = 30
"""Seconds before it is locked, from which on it is said."""
HANDS: Final = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel}
)


class Idle:
    """Mutable: the seconds without a hand on the till."""

    def __init__(self, room: QWidget, desk: Desk, *, is_asking: Callable[[], bool], leave: Callable[[], None]) -> None:
        """`is_asking` is whether the window asks what cannot wait; `leave` takes away what is seen."""
        self._desk, self._room, self._is_asking, self._leave = desk, room, is_asking, leave
        self.seconds = 0
        self.bar = IdleBar(room)

    def takes(self, watched: QObject, event: QEvent) -> bool:
        """A key or a touch; True where it only says that somebody is there, for the bar asked for any."""
        if event.type() not in HANDS or not isinstance(watched, QWidget):
            return False
        was_asked = not self.bar.isHidden()
        self.hand()
        return was_asked and watched.window() is self._room.window()

    def hand(self) -> None:
        """Somebody is there: a key, a touch, a scan."""
        self.seconds = 0
        self.bar.hide()

    def beat(self) -> None:
        """A second has passed."""
        counter = self._desk.counter
        limit = 60 * session.lock_minutes(counter) if counter.staff is not None else 0
        if not limit or is_at_work(counter) or self._is_asking():
            self.hand()
            return
        self.seconds += 1
        left = limit - self.seconds
        if left <= 0:
            self._lock(limit)
        elif left <= WARNING:
            self.bar.say(self._desk.words("people.idle", seconds=left))

    def _lock(self, limit: int) -> None:
        """Screens and dialogs go at once, whatever the disk takes; where it refuses, it is tried again soon."""
        self.hand()
        for dialog in self._room.window().findChildren(QDialog):
            dialog.reject()
        self._leave()

        def refused(error: TillError) -> None:
            self.seconds = max(limit - WARNING, 0)
            self._desk.counter.failed(error)

        told = limit // 60
        story = session.lock(self._desk.counter)
        self._desk.do(story, then=lambda _: self._desk.news("session.idle", minutes=told), otherwise=refused)


def is_at_work(counter: Counter) -> bool:
    """Whether something is under way that nobody may walk away from, and nobody is sent away from."""
    is_moving = counter.is_busy or counter.is_printing
    return is_moving or bool(counter.payments) or checkout.in_doubt(counter) is not None
