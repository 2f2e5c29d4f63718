"""A figure that is never cut: it is written as large as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent

from pos.ui import theme
from pos.ui.theme import Role
from pos.ui.widgets.label import Label

_SIZES: tuple[Role, ...] = ("total", "large", "figure", "strong", "small")


class Fitting(Label):
    """Asks for the room of the largest size, and takes the smaller sizes where it gets less."""

    def __init__(self, *, right: bool = False) -> None:
        super().__init__("", "total", right=right)

    def minimumSizeHint(self) -> QSize:
        smaller = QFontMetrics(theme.current().font("figure"))
        return QSize(smaller.horizontalAdvance(self.text()), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, room = theme.current(), self.contentsRect()
        fonts = (look.font(role) for role in _SIZES)
        font = next(
            (font for font in fonts if QFontMetrics(font).horizontalAdvance(self.text()) <= room.width()),
            look.font(_SIZES[-1]),
        )
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), self.text())
