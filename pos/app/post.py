"""From any thread to the one with the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal


class Post(QObject):
    """Hands calls from any thread to the one with the window, in order."""

    called = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.called.connect(lambda call: call())

    def __call__(self, call: Callable[[], None]) -> None:
        self.called.emit(call)
