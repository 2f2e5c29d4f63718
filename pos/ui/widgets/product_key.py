"""The key of a product: its name, its price, and the colour by which people find it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pos.ui import theme

TALL = 92
MOST_LINES = 3


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
        room = self.rect().adjusted(look.px(22), look.px(9), -look.px(10), -look.px(9))
        painter.setPen(QColor(look.tokens.ink))
        role, lines = name_lines(self.text(), room.width())
        tall = QFontMetrics(look.font(role)).height()
        painter.setFont(look.font(role))
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


def name_lines(text: str, width: int) -> tuple[theme.Role, tuple[str, ...]]:
    """A name in two lines, or smaller in three, so that names which begin alike can be told apart by their ends."""
    lines = _broken(text, "body", width)
    if len(lines) <= MOST_LINES - 1:
        return "body", lines
    lines = _broken(text, "small", width)
    if len(lines) <= MOST_LINES:
        return "small", lines
    rest = "".join(lines[MOST_LINES - 1 :])
    last = QFontMetrics(theme.current().font("small")).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return "small", (*lines[: MOST_LINES - 1], last)


def _broken(text: str, role: theme.Role, width: int) -> tuple[str, ...]:
    layout = QTextLayout(text, theme.current().font(role))
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    lines, units = [], text.encode("utf-16-le")  # Qt counts an emoji as two
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, end = line.textStart(), line.textStart() + line.textLength()
        lines.append(units[2 * start : 2 * end].decode("utf-16-le", "ignore"))
    layout.endLayout()
    return tuple(lines)


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
