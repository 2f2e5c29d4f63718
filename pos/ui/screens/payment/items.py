"""What is being paid for, small, as many lines as there is room for; the last line counts the rest."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui import theme
from pos.ui.screens.payment.view import Item

TALL = 32


class ItemList(QWidget):
    """Paints itself, and is quiet: nothing in it can be pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("items")
        self.items: tuple[Item, ...] = ()
        self.more = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(100, theme.current().px(TALL))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 0)

    def take(self, items: tuple[Item, ...], *, more: str) -> None:
        """Show items; `more` says "and {count} more"."""
        self.items, self.more = items, more
        self.setAccessibleName(", ".join(f"{item.name} {item.quantity}" for item in items))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setFont(look.font("body"))
        painter.setPen(QColor(look.tokens.muted))
        tall = look.px(TALL)
        room = max(self.height() // tall, 0)
        shown = self.items if len(self.items) <= room else self.items[: max(room - 1, 0)]
        for at, item in enumerate(shown):
            self._paint_item(painter, QRect(0, at * tall, self.width(), tall), item)
        if len(shown) < len(self.items) and room:
            rest = QRect(0, len(shown) * tall, self.width(), tall)
            more = self.more.format(count=len(self.items) - len(shown))
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), more)

    def _paint_item(self, painter: QPainter, box: QRect, item: Item) -> None:
        look = theme.current()
        metrics = QFontMetrics(look.font("body"))
        wide = metrics.horizontalAdvance("0") * 10
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(box, right, item.amount)
        painter.drawText(box.adjusted(0, 0, -wide, 0), right, item.quantity)
        name = QRect(box.left(), box.top(), box.width() - wide - look.px(70), box.height())
        text = metrics.elidedText(item.name, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), text)
