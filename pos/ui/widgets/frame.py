"""The frame around everything while somebody practises. It lies over what is there, and no finger ever meets it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from pos.ui import theme

WIDE = 6


class TrainingFrame(QWidget):
    """As large as the window it is laid over."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("training-frame")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def lay(self) -> None:
        """Fit the window, in front of everything in it."""
        window = self.parentWidget()
        assert window is not None
        self.setGeometry(window.rect())
        self.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = theme.current().px(WIDE)
        self.setMask(QRegion(self.rect()) - QRegion(self.rect().adjusted(wide, wide, -wide, -wide)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.current().tokens.training))
