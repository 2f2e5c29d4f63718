"""The basket as a list: painted rows that answer from finished texts only, so that a scan is on the screen at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from pos.ui import theme
from pos.ui.screens.sale.view import Row, SaleView
from pos.ui.widgets.button import Button
from pos.ui.words import Words

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
TALL = {"line": 56, "discount": 32, "unknown": 68}


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def take(self, rows: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].spoken
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, rows: _Rows) -> None:
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
            self._columns = (width, columns(width, self._rows.rows))
        return self._columns[1]

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, theme.current().px(TALL[self._rows.rows[index.row()].kind]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._rows.rows[index.row()]
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, row)
        if row.kind == "line":
            _paint_line(painter, box, row, self._wide(box.width()))
        elif row.kind == "discount":
            _paint_discount(painter, box, row)
        else:
            _paint_unknown(painter, box, row)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, row: Row) -> None:
        look, tokens = theme.current(), theme.current().tokens
        painter.setPen(Qt.PenStyle.NoPen)
        if row.kind == "unknown":
            painter.setBrush(QColor(tokens.danger_ground))
            painter.drawRoundedRect(QRectF(box).adjusted(4, 2, -4, -2), look.px(8), look.px(8))
            if row.id == self.chosen:
                _paint_mark(painter, box, tokens.danger)
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


def _paint_discount(painter: QPainter, box: QRect, row: Row) -> None:
    look = theme.current()
    painter.setPen(QColor(look.tokens.accent))
    painter.setFont(look.font("small"))
    room = box.adjusted(look.px(40), 0, -look.px(18), 0)
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), row.name)
    painter.setFont(look.font("body"))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), row.amount)


def _paint_unknown(painter: QPainter, box: QRect, row: Row) -> None:
    look = theme.current()
    room = box.adjusted(look.px(20), look.px(11), -look.px(260), -look.px(11))
    painter.setPen(QColor(look.tokens.danger))
    painter.setFont(look.font("strong"))
    text = QFontMetrics(look.font("strong")).elidedText(row.name, Qt.TextElideMode.ElideMiddle, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), text)
    painter.setFont(look.font("small"))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), row.spoken)


class BasketList(QListView):
    """`line_touched` and `unknown_touched` give an id; unknown codes have their two buttons in their row."""

    line_touched = Signal(int)
    unknown_touched = Signal(int)
    find_pressed = Signal(int)
    dismiss_pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("basket")
        self._model = _Rows()
        self._painter = _Painter(self._model)
        self.setModel(self._model)
        self.setItemDelegate(self._painter)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.clicked.connect(self._clicked)

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._model.rows

    def take(self, view: SaleView, words: Words) -> None:
        """Show the rows; the one that the keys mean is brought into sight."""
        painter = self._painter
        if view.rows != self._model.rows:
            self._model.take(view.rows)
            self._put_buttons(words)
        painter.forget()
        painter.selected, painter.chosen = view.selected, view.chosen
        self.viewport().update()
        kind, wish = ("line", view.selected) if view.chosen is None else ("unknown", view.chosen)
        at = next((at for at, row in enumerate(view.rows) if row.kind == kind and row.id == wish), None)
        if at is not None:
            self.scrollTo(self._model.index(at, 0))

    def _put_buttons(self, words: Words) -> None:
        for at, row in enumerate(self._model.rows):
            if row.kind == "unknown":
                self.setIndexWidget(self._model.index(at, 0), self._buttons(row, words))

    def _buttons(self, row: Row, words: Words) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 12, 0)
        line.addStretch()
        find, away = (
            Button(words("sale.find_it"), "plain", font="body"),
            Button(words("sale.dismiss"), "danger", font="body"),
        )
        find.setObjectName(f"find-{row.id}")
        away.setObjectName(f"dismiss-{row.id}")
        for button in (find, away):
            button.setAccessibleName(f"{button.text()}: {row.name}")
        find.clicked.connect(lambda: self.find_pressed.emit(row.id))
        away.clicked.connect(lambda: self.dismiss_pressed.emit(row.id))
        line.addWidget(find)
        line.addWidget(away)
        return holder

    def _clicked(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()]
        if row.kind == "unknown":
            self.unknown_touched.emit(row.id)
        else:
            self.line_touched.emit(row.id)
