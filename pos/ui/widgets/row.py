"""One row of a list to choose from: a title, a detail under it, something at the right."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos.ui import theme
from pos.ui.widgets.icon import icon


class ChoiceRow(QAbstractButton):
    """A row for a finger, 64 px tall. Checked rows are the chosen ones; the detail of one that `is_pressing` is red."""

    def __init__(self, title: str, *, detail: str = "", trailing: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.detail, self.trailing, self.sign, self.is_marked, self.is_pressing = "", "", "", False, False
        self.take(title, detail=detail, trailing=trailing)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def take(self, title: str, *, detail: str = "", trailing: str = "", sign: str = "") -> None:
        """Say something else; `sign` is an icon that warns, before the detail whose words say why."""
        self.detail, self.trailing, self.sign = detail, trailing, sign
        self.setText(title)
        self.setAccessibleName(" ".join(part for part in (title, detail, trailing) if part))
        self.updateGeometry()
        self.update()

    def set_marked(self, marked: bool) -> None:
        """Show that Enter would take this one."""
        if marked != self.is_marked:
            self.is_marked = marked
            self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(220), look.px(64 if self.detail else 56))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, t = theme.current(), theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = look.px(10)
        ground = t.pressed if self.isDown() else t.chosen if self.isChecked() or self.is_marked else t.raised
        painter.setBrush(QColor(ground))
        is_ringed = self.isChecked() or self.is_marked or self.hasFocus()
        painter.setPen(QPen(QColor(t.accent), 2) if is_ringed else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, radius, radius)
        self._paint_text(painter)

    def _paint_text(self, painter: QPainter) -> None:
        look = theme.current()
        tokens = look.tokens
        room = self.rect().adjusted(look.px(16), look.px(8), -look.px(16), -look.px(8))
        wide = QFontMetrics(look.font("figure")).horizontalAdvance(self.trailing) if self.trailing else 0
        painter.setPen(QColor(tokens.ink if self.isEnabled() else tokens.muted))
        if self.trailing:
            painter.setFont(look.font("figure"))
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(room, right, self.trailing)
        left = QRect(room.left(), room.top(), room.width() - wide - look.px(12), room.height())
        at = Qt.AlignmentFlag.AlignTop if self.detail else Qt.AlignmentFlag.AlignVCenter
        self._line(painter, left, "strong", self.text(), at)
        if self.detail:
            tone = tokens.danger if self.is_pressing else tokens.warning if self.sign else tokens.muted
            left = self._paint_sign(painter, left) if self.sign else left
            painter.setPen(QColor(tone))
            self._line(painter, left, "small", self.detail, Qt.AlignmentFlag.AlignBottom)

    def _paint_sign(self, painter: QPainter, room: QRect) -> QRect:
        """The sign where the detail begins; returns what is left of the room."""
        look = theme.current()
        side = look.px(18)
        at = QRect(room.left(), room.bottom() - side + 1, side, side)
        painter.drawPixmap(at, icon(self.sign, look.tokens.warning, side, self.devicePixelRatioF()))
        return room.adjusted(side + look.px(6), 0, 0, 0)

    def _line(self, painter: QPainter, at: QRect, role: theme.Role, text: str, align: Qt.AlignmentFlag) -> None:
        font = theme.current().font(role)
        painter.setFont(font)
        fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, at.width())
        painter.drawText(at, int(align | Qt.AlignmentFlag.AlignLeft), fitting)
