"""A person on the sign-in screen: their name, what they do, and the digit that chooses them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos.ui import theme


class PersonTile(QAbstractButton):
    """A tile for a finger. Checked is the chosen one, by its ground, its edge and its bold mark at the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role, self.pin, self.cap = "", "", ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Checked is what the view says, never what was clicked."""

    def show_person(self, name: str, *, role: str, pin: str, cap: str, is_chosen: bool) -> None:
        """Show a person; `pin` is the demo's line about their PIN, "" otherwise."""
        self.setText(name)
        self.role, self.pin, self.cap = role, pin, cap
        self.setChecked(is_chosen)
        self.setAccessibleName(" ".join(part for part in (name, role, pin) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(220), look.px(112 if self.pin else 88))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, t = theme.current(), theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(QColor(t.accent), 2) if self.isChecked() or self.hasFocus() else QPen(QColor(t.line), 1)
        painter.setPen(edge)
        painter.setBrush(QColor(t.pressed if self.isDown() else t.chosen if self.isChecked() else t.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(12), look.px(12))
        room = self.rect().adjusted(look.px(18), look.px(14), -look.px(18), -look.px(14))
        cap = look.px(34) if self.cap else 0
        line = room.height() // (3 if self.pin else 2)
        first = QRect(room.x(), room.y(), room.width() - cap, line)
        self._line(painter, first, "title", self.text(), t.ink)
        self._line(painter, first.translated(0, line).adjusted(0, 0, cap, 0), "small", self.role, t.muted)
        if self.pin:
            self._line(painter, first.translated(0, 2 * line).adjusted(0, 0, cap, 0), "small", self.pin, t.warning)
        if self.cap:
            self._paint_cap(painter, QRect(room.right() - look.px(26), room.y(), look.px(26), look.px(26)))

    def _line(self, painter: QPainter, at: QRect, role: theme.Role, text: str, ink: str) -> None:
        font = theme.current().font(role)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, at.width())
        painter.drawText(at, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), fitting)

    def _paint_cap(self, painter: QPainter, at: QRect) -> None:
        look = theme.current()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look.tokens.edge), 1))
        painter.drawRoundedRect(QRectF(at).adjusted(0.5, 0.5, -0.5, -0.5), look.px(5), look.px(5))
        painter.setPen(QColor(look.tokens.muted))
        painter.setFont(look.font("tiny"))
        painter.drawText(at, int(Qt.AlignmentFlag.AlignCenter), self.cap)
