"""The picture of a key, to show which one does what."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui import theme


class KeyCap(QWidget):
    """Shows the name of a key ("F9")."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setAccessibleName(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = QFontMetrics(look.font("small")).horizontalAdvance(self.key) + look.px(18)
        return QSize(max(width, look.px(34)), look.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(look.tokens.edge), 1))
        painter.setBrush(QColor(look.tokens.surface))
        painter.drawRoundedRect(box, look.px(6), look.px(6))
        painter.setPen(QColor(look.tokens.ink))
        painter.setFont(look.font("small"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.key)
