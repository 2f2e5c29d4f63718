"""The key of a product: its name, its price, and the colour by which people find it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos.ui import theme

TALL = 88


class ProductKey(QAbstractButton):
    """Made for a finger. `colour` ("#rrggbb" or "") stands at its edge and tints its ground; text stays readable."""

    def __init__(self, *, name: str, price: str, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.price = price
        self.setText(name)
        self.setAccessibleName(f"{name} {price}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        known = QColor(colour) if colour else QColor()
        self._colour = known if known.isValid() else QColor(theme.current().tokens.edge)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(120), look.px(TALL))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(theme.TOUCH), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, tokens = theme.current(), theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(10)
        painter.setPen(QPen(QColor(tokens.ink), 2) if self.hasFocus() else QPen(QColor(tokens.line), 1))
        painter.setBrush(mixed(self._colour, QColor(tokens.surface), 38 if self.isDown() else 15))
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        bar = QRectF(look.px(10), look.px(12), look.px(4), self.height() - look.px(24))
        painter.drawRoundedRect(bar, 2, 2)
        self._paint_text(painter)

    def _paint_text(self, painter: QPainter) -> None:
        look = theme.current()
        room = self.rect().adjusted(look.px(22), look.px(10), -look.px(10), -look.px(9))
        painter.setPen(QColor(look.tokens.ink))
        font = look.font("body")
        tall = QFontMetrics(font).height()
        lines = two_lines(self.text(), room.width())
        painter.setFont(font)
        for at, line in enumerate(lines):
            painter.drawText(QRect(room.left(), room.top() + at * tall, room.width() + 2, tall), 0, line)
        painter.setFont(look.font("strong"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        painter.drawText(room, right, self.price)


def mixed(colour: QColor, ground: QColor, percent: int) -> QColor:
    """`percent` of a colour on a ground."""
    shares = (
        (one * percent + other * (100 - percent)) // 100
        for one, other in zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]  # a tuple
    )
    return QColor(*shares)


def two_lines(text: str, width: int) -> tuple[str, ...]:
    """A text in at most two lines of the body font, the second one shortened where it must be."""
    font = theme.current().font("body")
    layout = QTextLayout(text, font)
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    first = layout.createLine()
    first.setLineWidth(width)
    second = layout.createLine()
    layout.endLayout()
    if not second.isValid():
        return (text,)
    start, length = first.textStart(), first.textLength()
    head, rest = text[start : start + length].rstrip(), text[start + length :]
    return head, QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
