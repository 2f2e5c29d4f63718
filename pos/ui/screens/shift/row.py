"""One denomination to count: what it is, how many, what they come to."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos.ui import theme


class CountRow(QAbstractButton):
    """A row for a finger; the chosen one takes the digits that are typed."""

    def __init__(self) -> None:
        super().__init__()
        self.count, self.amount, self.is_chosen = "", "", False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_count(self, name: str, *, count: str, amount: str, is_chosen: bool) -> None:
        """Show how many there are, and what they come to."""
        self.setText(name)
        self.count, self.amount, self.is_chosen = count, amount, is_chosen
        self.setAccessibleName(f"{name} × {count or 0} = {amount or 0}")
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(320), look.px(56))

    def minimumSizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(280), look.px(theme.TOUCH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, t = theme.current(), theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        has_edge = self.is_chosen or self.hasFocus()
        painter.setPen(QPen(QColor(t.accent), 2) if has_edge else QPen(QColor(t.line), 1))
        painter.setBrush(QColor(t.pressed if self.isDown() else t.chosen if self.is_chosen else t.surface))
        painter.drawRoundedRect(box, look.px(10), look.px(10))
        room = self.rect().adjusted(look.px(18), 0, -look.px(18), 0)
        third = room.width() // 3
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter)
        first = QRect(room.x(), room.y(), third, room.height())
        self._text(painter, first, middle & ~int(Qt.AlignmentFlag.AlignHCenter), self.text(), "strong", t.ink)
        times = f"× {self.count}" if self.count else "×"
        ink = t.ink if self.count else t.muted
        self._text(painter, first.translated(third, 0), middle, times, "figure" if self.count else "body", ink)
        self._text(painter, first.translated(2 * third, 0), right, self.amount, "body", ink)

    def _text(self, painter: QPainter, at: QRect, flags: int, text: str, role: theme.Role, ink: str) -> None:
        painter.setFont(theme.current().font(role))
        painter.setPen(QColor(ink))
        painter.drawText(at, flags, text)
