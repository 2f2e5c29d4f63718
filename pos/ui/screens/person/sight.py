"""How long what is personal stays in sight: while its page is open, and a minute at most without a hand on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

SECONDS = 60
_HANDS = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel})


class Sight(QObject):
    """`over` says that it goes. Mutable: it watches from `begin` to `end`."""

    over = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SECONDS * 1_000)
        self.timer.timeout.connect(self.over)
        page.installEventFilter(self)

    def begin(self) -> None:
        """It is seen from now on."""
        app = QApplication.instance()
        if app is not None and not self.timer.isActive():
            app.installEventFilter(self)
        self.timer.start()

    def end(self) -> None:
        """It is seen no more."""
        app = QApplication.instance()
        if app is not None and self.timer.isActive():
            app.removeEventFilter(self)
        self.timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Hide:
            self.over.emit()
        elif self.timer.isActive() and event.type() in _HANDS:
            self.timer.start()
        return False
