"""One line of text that is shortened where there is no room for it; the whole of it is its tooltip and its name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent

from pos.ui.theme import Role
from pos.ui.widgets.label import Label, Tone


class Line(Label):
    """Takes the room it is given and asks for little."""

    def __init__(self, text: str = "", font: Role = "body", *, tone: Tone = "ink", right: bool = False) -> None:
        super().__init__(text, font, tone=tone, right=right)

    def minimumSizeHint(self) -> QSize:
        return QSize(8, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().windowText().color())
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        if text != self.text():
            self.setToolTip(self.text())
        painter.drawText(room, int(self.alignment()), text)
