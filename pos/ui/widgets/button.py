"""The button: a label, perhaps a second line, and the key that does the same. Made for fingers; paints itself."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos.ui import theme
from pos.ui.widgets.icon import icon

ButtonRole: TypeAlias = Literal["primary", "plain", "quiet", "danger", "training"]


class Button(QAbstractButton):
    """`role`: primary for the one action of a screen, plain, quiet without a ground, danger for what takes away,
    training for what says that nothing is real.

    A click never moves the focus, so that keys go on meaning what they mean; Tab still reaches every button.
    """

    def __init__(
        self,
        text: str = "",
        role: ButtonRole = "plain",
        *,
        key: str = "",
        sign: str = "",
        font: theme.Role = "strong",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.role: ButtonRole = role
        self.key, self.sign, self.second = key, sign, ""
        self._font: theme.Role = font
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_words(text)

    def set_words(self, text: str, second: str = "") -> None:
        """Say something else on it; the accessible name follows."""
        if text == self.text() and second == self.second and self.accessibleName():
            return
        self.second = second
        self.setText(text)
        spoken = " ".join(part for part in (text, second) if part)
        self.setAccessibleName(f"{spoken} ({self.key})" if self.key else spoken)
        self.updateGeometry()
        self.update()

    def set_role(self, role: ButtonRole) -> None:
        """Look like another role."""
        self.role = role
        self.update()

    # --- size ---

    def sizeHint(self) -> QSize:
        look = theme.current()
        gap = look.px(14)
        width = 2 * gap + QFontMetrics(look.font(self._font)).horizontalAdvance(self.text())
        height = look.px(theme.TOUCH)
        if self.second:
            width = max(width, 2 * gap + QFontMetrics(look.font("small")).horizontalAdvance(self.second))
            height = look.px(60)
        if self.key:
            width += self._cap_width() + look.px(10)
        if self.sign:
            width += look.px(20) + (look.px(8) if self.text() else 0)
        return QSize(max(width, look.px(theme.TOUCH)), height)

    def minimumSizeHint(self) -> QSize:
        """Where there is little room, the picture of the key goes before any word does."""
        look, wish = theme.current(), self.sizeHint()
        cap = self._cap_width() + look.px(10) if self.key else 0
        return QSize(max(wish.width() - cap - look.px(4), look.px(theme.TOUCH)), wish.height())

    def _cap_width(self) -> int:
        look = theme.current()
        return QFontMetrics(look.font("tiny")).horizontalAdvance(self.key) + look.px(14)

    # --- looks ---

    def _colours(self) -> tuple[str, str, str]:
        """Ground, edge and ink; "" paints none."""
        t = theme.current().tokens
        down = self.isDown() or self.isChecked()
        if not self.isEnabled():
            return ("", t.line if self.role != "quiet" else "", t.muted)
        if self.role == "primary":
            return (t.accent_pressed if down else t.accent, "", t.on_accent)
        if self.role == "training":
            return (t.training, "", t.on_training)
        if self.role == "danger":
            return (t.danger_ground if not down else t.pressed, "", t.danger)
        if self.role == "quiet":
            return (t.pressed if down else "", "", t.ink)
        return (t.pressed if down else t.raised, "", t.ink)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, ink = self._colours()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = look.px(10)
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, radius, radius)
        if edge:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(edge), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            self._paint_focus(painter, box, radius)
        self._paint_content(painter, ink)

    def _paint_focus(self, painter: QPainter, box: QRectF, radius: int) -> None:
        tokens = theme.current().tokens
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.ink), 2))
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(QPen(QColor(tokens.surface), 1))
        painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), radius - 2, radius - 2)

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        look = theme.current()
        font, metrics = look.font(self._font), QFontMetrics(look.font(self._font))
        room = self.rect().adjusted(look.px(10), 0, -look.px(10), 0)
        has_room = self.width() >= self.sizeHint().width()
        cap = self._cap_width() + look.px(10) if self.key and has_room else 0
        sign = look.px(20) + (look.px(8) if self.text() else 0) if self.sign else 0
        wide = metrics.horizontalAdvance(self.text())
        if self.second:
            wide = max(wide, QFontMetrics(look.font("small")).horizontalAdvance(self.second))
        wide = min(wide, room.width() - cap - sign)
        x = room.left() + (room.width() - wide - cap - sign) // 2
        if self.sign:
            middle = QRect(x, (self.height() - look.px(20)) // 2, look.px(20), look.px(20))
            painter.drawPixmap(middle, icon(self.sign, ink, look.px(20), self.devicePixelRatioF()))
            x += sign
        painter.setPen(QColor(ink))
        self._paint_text(painter, QRect(x, 0, wide, self.height()), font)
        if cap:
            self._paint_cap(painter, x + wide + look.px(10), ink)

    def _paint_text(self, painter: QPainter, at: QRect, font: QFont) -> None:
        look = theme.current()
        painter.setFont(font)
        metrics = QFontMetrics(font)
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, at.width() + 1)
        if not self.second:
            painter.drawText(at.adjusted(0, 0, 2, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
            return
        small = look.font("small")
        tall, low = metrics.height(), QFontMetrics(small).height()
        top = (self.height() - tall - low) // 2
        centred = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        painter.drawText(QRect(at.x() - 2, top, at.width() + 4, tall), centred, text)
        painter.setFont(small)
        second = QFontMetrics(small).elidedText(self.second, Qt.TextElideMode.ElideRight, at.width() + 4)
        painter.drawText(QRect(at.x() - 2, top + tall, at.width() + 4, low), centred, second)

    def _paint_cap(self, painter: QPainter, x: int, ink: str) -> None:
        look = theme.current()
        tall = look.px(22)
        cap = QRectF(x + 0.5, (self.height() - tall) / 2 + 0.5, self._cap_width() - 1, tall - 1)
        edge = QColor(ink)
        edge.setAlphaF(0.45)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(edge, 1))
        painter.drawRoundedRect(cap, look.px(5), look.px(5))
        painter.setPen(QColor(ink))
        painter.setFont(look.font("tiny"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self.key)
