"""Paints the rows of the basket from finished texts only, so that a scan is on the screen at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from pos.ui import theme
from pos.ui.screens.sale.rows import Row

Index = QModelIndex | QPersistentModelIndex
TALL = {"line": 56, "discount": 30, "serial": 26, "need": 34, "claim": 40, "block": 64, "unknown": 68}
BUTTONS = 56
"""The room that the buttons of a row want under its words."""


class Painter(QStyledItemDelegate):
    """Paints the rows that `rows` gives. `selected` is a line, `chosen` an unknown code: what the keys mean."""

    def __init__(self, rows: Callable[[], tuple[Row, ...]]) -> None:
        super().__init__()
        self._rows = rows
        self.selected: int | None = None
        self.chosen: int | None = None
        self._columns: tuple[int, Columns] | None = None

    def forget(self) -> None:
        """The rows have changed, or how they look."""
        self._columns = None

    def _wide(self, width: int) -> Columns:
        if self._columns is None or self._columns[0] != width:
            self._columns = (width, columns(width, self._rows()))
        return self._columns[1]

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._rows()[index.row()]
        return QSize(200, theme.current().px(TALL[row.kind] + (BUTTONS if row.acts else 0)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._rows()[index.row()]
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, row)
        if row.kind == "line":
            _paint_line(painter, box, row, self._wide(box.width()))
        elif row.kind == "claim":
            _paint_claim(painter, box, row)
        elif row.kind in ("block", "unknown"):
            _paint_trouble(painter, box, row)
        else:
            _paint_under(painter, box, row)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, row: Row) -> None:
        look, tokens = theme.current(), theme.current().tokens
        painter.setPen(Qt.PenStyle.NoPen)
        if row.kind in ("block", "unknown"):
            painter.setBrush(QColor(tokens.danger_ground))
            painter.drawRoundedRect(QRectF(box).adjusted(4, 2, -4, -2), look.px(8), look.px(8))
            if row.kind == "unknown" and row.id == self.chosen:
                _paint_mark(painter, box, tokens.danger)
        elif row.kind == "claim":
            painter.setBrush(QColor(tokens.warning_ground))
            painter.drawRoundedRect(QRectF(box).adjusted(4, 3, -4, -3), look.px(8), look.px(8))
        elif row.kind == "line" and row.id == self.selected:
            painter.setBrush(QColor(tokens.chosen))
            painter.drawRoundedRect(QRectF(box).adjusted(4, 2, -4, -2), look.px(8), look.px(8))
            _paint_mark(painter, box, tokens.accent)
        elif row.kind == "line" and box.top() > 0:
            painter.fillRect(box.left() + look.px(16), box.top(), box.width() - look.px(32), 1, QColor(tokens.line))


def _paint_mark(painter: QPainter, box: QRect, colour: str) -> None:
    """The bar at the edge of the row that the keys mean."""
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(box.left() + 4, box.top() + 10, 4, box.height() - 20), 2, 2)


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide quantity, unit price and amount are; a price of 0 is left out."""

    quantity: int
    price: int
    amount: int


def columns(width: int, rows: Sequence[Row] = ()) -> Columns:
    """The columns of a list of `width`: as wide as usual, and wider where a figure of `rows` wants more."""
    look = theme.current()
    figure, small = QFontMetrics(look.font("figure")), QFontMetrics(look.font("body"))
    most = {
        name: metrics.horizontalAdvance(max((getattr(row, name) for row in rows), key=len, default=""))
        for name, metrics in (("quantity", figure), ("price", small), ("amount", figure))
    }
    gap, digit = look.px(14), figure.horizontalAdvance("0")
    return Columns(
        quantity=max(digit * 3 + look.px(10), most["quantity"] + gap),
        price=max(small.horizontalAdvance("0") * 8, most["price"] + gap) if width > look.px(440) else 0,
        amount=max(digit * 8, most["amount"] + gap),
    )


def _paint_line(painter: QPainter, box: QRect, row: Row, wide: Columns) -> None:
    look, tokens = theme.current(), theme.current().tokens
    many, each, amount = wide.quantity, wide.price, wide.amount
    room = box.adjusted(look.px(20), 0, -look.px(18), 0)
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    painter.setPen(QColor(tokens.ink))
    name = QRect(room.left(), room.top(), room.width() - many - each - amount - look.px(8), room.height())
    if row.mark:
        name.setLeft(name.left() + _paint_pill(painter, name, row.mark) + look.px(8))
    _paint_name(painter, name, row.name)
    painter.setFont(look.font("figure"))
    painter.drawText(room, right, row.amount)
    painter.drawText(room.adjusted(0, 0, -amount - each, 0), right, row.quantity)
    if each:
        painter.setFont(look.font("body"))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(room.adjusted(0, 0, -amount, 0), right, row.price)


def _paint_name(painter: QPainter, at: QRect, name: str) -> None:
    """On one line where it fits, otherwise smaller and on two."""
    look = theme.current()
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    metrics = QFontMetrics(look.font("body"))
    if metrics.horizontalAdvance(name) <= at.width():
        painter.setFont(look.font("body"))
        painter.drawText(at, left, name)
        return
    small = QFontMetrics(look.font("small"))
    painter.setFont(look.font("small"))
    first, rest = _broken(name, small, at.width())
    tall = small.height()
    top = at.center().y() - tall
    painter.drawText(QRect(at.left(), top, at.width(), tall), left, first)
    second = small.elidedText(rest, Qt.TextElideMode.ElideRight, at.width())
    painter.drawText(QRect(at.left(), top + tall, at.width(), tall), left, second)


def _broken(name: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """A name in two: at the last space that fits, otherwise at the last letter."""
    words = name.split(" ")
    for count in range(len(words) - 1, 0, -1):
        first = " ".join(words[:count])
        if metrics.horizontalAdvance(first) <= width:
            return first, " ".join(words[count:])
    fits = next((n for n in range(len(name), 0, -1) if metrics.horizontalAdvance(name[:n]) <= width), 1)
    return name[:fits], name[fits:]


def _paint_pill(painter: QPainter, at: QRect, text: str) -> int:
    """A word in a frame before the name; gives its width."""
    look, tokens = theme.current(), theme.current().tokens
    metrics = QFontMetrics(look.font("tiny"))
    wide, tall = metrics.horizontalAdvance(text) + look.px(14), look.px(24)
    pill = QRectF(at.left(), at.center().y() - tall / 2 + 0.5, wide, tall)
    painter.setPen(QPen(QColor(tokens.accent), 1))
    painter.drawRoundedRect(pill, look.px(6), look.px(6))
    painter.setFont(look.font("tiny"))
    painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.setPen(QColor(tokens.ink))
    return wide


def _paint_under(painter: QPainter, box: QRect, row: Row) -> None:
    """What belongs to the line above: a discount with its reason, a serial number, or that one is wanted."""
    look, tokens = theme.current(), theme.current().tokens
    tones = {"discount": tokens.accent, "need": tokens.danger, "serial": tokens.muted}
    painter.setPen(QColor(tones[row.kind]))
    painter.setFont(look.font("strong" if row.kind == "need" else "small"))
    room = box.adjusted(look.px(40), 0, -look.px(18), -look.px(4))
    wide = QFontMetrics(look.font("body")).horizontalAdvance(row.amount) + look.px(14) if row.amount else 0
    text = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room.width() - wide)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
    if row.kind == "discount":
        _paint_question(painter, room, painter.fontMetrics().horizontalAdvance(text))
    painter.setFont(look.font("body"))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), row.amount)


def _paint_claim(painter: QPainter, box: QRect, row: Row) -> None:
    """What is paid now and comes back later; it is no discount, so that no line and no sum has it."""
    look = theme.current()
    room = box.adjusted(look.px(20), 0, -look.px(18), 0)
    painter.setPen(QColor(look.tokens.warning))
    painter.setFont(look.font("strong"))
    wide = painter.fontMetrics().horizontalAdvance(row.amount) + look.px(14)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), row.amount)
    painter.setFont(look.font("small"))
    text = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room.width() - wide)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def _paint_question(painter: QPainter, room: QRect, after: int) -> None:
    """The sign that a row opens to its reasons."""
    look = theme.current()
    side = look.px(17)
    circle = QRectF(room.left() + after + look.px(8), room.center().y() - side / 2 + 0.5, side, side)
    painter.setFont(look.font("tiny"))
    painter.drawEllipse(circle)
    painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), "?")


def _paint_trouble(painter: QPainter, box: QRect, row: Row) -> None:
    """What stands in the way of payment, and what to do; its buttons stand at the right of it."""
    look = theme.current()
    beside, under = (look.px(260), 0) if row.kind == "unknown" else (look.px(18), look.px(BUTTONS) if row.acts else 0)
    room = box.adjusted(look.px(20), look.px(9), -beside, -look.px(9) - under)
    painter.setPen(QColor(look.tokens.danger))
    painter.setFont(look.font("strong"))
    how = Qt.TextElideMode.ElideMiddle if row.kind == "unknown" else Qt.TextElideMode.ElideRight
    text = QFontMetrics(look.font("strong")).elidedText(row.name, how, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), text)
    painter.setFont(look.font("small"))
    small = QFontMetrics(look.font("small")).elidedText(row.spoken, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), small)
