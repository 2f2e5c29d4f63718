"""A stored address as a large choice: the digit that takes it, who, and the whole address."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos.ui import theme
from pos.ui.screens.delivery.view import Place

SHORTEST = 72
_WRAP = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class PlaceRow(QAbstractButton):
    """A row for a finger; as tall as its address needs."""

    def __init__(self, place: Place, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.setText(place.name)
        said = (place.number, place.name, place.address, place.frozen)
        self.setAccessibleName(" ".join(part for part in said if part))
        self.setEnabled(not place.frozen)
        self.setToolTip(place.address)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(220), look.px(SHORTEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        look = theme.current()
        small, strong = QFontMetrics(look.font("small")), QFontMetrics(look.font("strong"))
        room = QRect(0, 0, width - self._left() - look.px(14), 10_000)
        lines = small.boundingRect(room, _WRAP, _lines(self.place)).height()
        return max(look.px(SHORTEST), look.px(24) + strong.height() + lines)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, t = theme.current(), theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = look.px(10)
        painter.setBrush(QColor(t.pressed if self.isDown() else t.raised))
        painter.setPen(QPen(QColor(t.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        if self.place.number:
            self._paint_number(painter)
        room = self.rect().adjusted(self._left(), look.px(10), -look.px(14), -look.px(8))
        painter.setPen(QColor(t.ink if self.isEnabled() else t.muted))
        painter.setFont(look.font("strong"))
        metrics = QFontMetrics(look.font("strong"))
        name = metrics.elidedText(self.place.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignTop), name)
        painter.setFont(look.font("small"))
        below = room.adjusted(0, metrics.height() + look.px(4), 0, 0)
        painter.drawText(below, _WRAP, self.place.address)
        if self.place.frozen:
            tall = QFontMetrics(look.font("small")).boundingRect(below, _WRAP, self.place.address).height()
            painter.setPen(QColor(t.warning))
            painter.drawText(below.adjusted(0, tall, 0, 0), _WRAP, self.place.frozen)

    def _left(self) -> int:
        """Where the text begins."""
        return theme.current().px(58 if self.place.number else 16)

    def _paint_number(self, painter: QPainter) -> None:
        """The picture of the key."""
        look, t = theme.current(), theme.current().tokens
        side = look.px(30)
        cap = QRect(look.px(14), (self.height() - side) // 2, side, side)
        painter.setPen(QPen(QColor(t.edge), 1))
        painter.setBrush(QColor(t.surface))
        painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), look.px(6), look.px(6))
        painter.setPen(QColor(t.ink))
        painter.setFont(look.font("small"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), self.place.number)


def _lines(place: Place) -> str:
    return f"{place.address}\n{place.frozen}" if place.frozen else place.address
