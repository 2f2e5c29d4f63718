"""How much of a PIN is typed, as dots. It knows their number and never a digit."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.domain.pin import SHORTEST
from pos.ui import theme


class PinDots(QWidget):
    """A place for each digit, the typed ones filled."""

    def __init__(self) -> None:
        super().__init__()
        self.typed, self.places = 0, SHORTEST
        self.is_wrong = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_typed(self, typed: int, *, of: int, is_wrong: bool) -> None:
        """Fill `typed` of so many places; `is_wrong` marks them after a wrong PIN."""
        self.typed, self.places, self.is_wrong = typed, of, is_wrong
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(36) * SHORTEST, look.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, t = theme.current(), theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, radius = min(look.px(36), self.width() // self.places), look.px(9)
        left = (self.width() - step * (self.places - 1)) / 2
        ink = QColor(t.danger if self.is_wrong else t.ink)
        for place in range(self.places):
            is_filled = place < self.typed
            painter.setPen(QPen(ink if is_filled or self.is_wrong else QColor(t.edge), 2))
            painter.setBrush(ink if is_filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(left + place * step, self.height() / 2), radius, radius)
