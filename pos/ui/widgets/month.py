"""A month to choose days from: a finger touches one, arrows move over them; those that have not come are no choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.ui import theme
from pos.ui.figures import day
from pos.ui.words import Words

CELL, WEEKS, DAYS = 50, 6, 7


@dataclass(frozen=True, slots=True)
class MonthView:
    """The month of `cursor`, with what is chosen in it, up to `today`."""

    cursor: date
    today: date
    first: date | None = None
    last: date | None = None


class Month(QWidget):
    """`touched` gives a day."""

    touched = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._view: MonthView | None = None
        self._words = Words("ko")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def render(self, view: MonthView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show a month."""
        self._view, self._words = view, words
        month = words("figures.choosing.month", year=view.cursor.year, month=view.cursor.month)
        self.setAccessibleName(month)
        self.setAccessibleDescription(day(view.cursor, words.language))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.current().px(CELL)
        return QSize(side * DAYS, side * WEEKS + side * 3 // 5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        side = theme.current().px(CELL)
        row = int((event.position().y() - side * 3 // 5) // side)
        column = int(event.position().x() // side)
        if self._view is None or not (0 <= row < WEEKS and 0 <= column < DAYS):
            return
        at = self._begin(self._view) + timedelta(days=row * DAYS + column)
        if at <= self._view.today:
            self.touched.emit(at)

    @staticmethod
    def _begin(view: MonthView) -> date:
        """The Monday the grid begins with."""
        first = view.cursor.replace(day=1)
        return first - timedelta(days=first.weekday())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._view is None:
            return
        look, tokens, view = theme.current(), theme.current().tokens, self._view
        painter, side = QPainter(self), look.px(CELL)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("tiny"))
        painter.setPen(QColor(tokens.muted))
        for column in range(DAYS):
            box = QRectF(column * side, 0, side, side * 0.6)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._words(f"figures.weekday.{column}"))
        begin = self._begin(view)
        for place in range(WEEKS * DAYS):
            row, column = divmod(place, DAYS)
            box = QRectF(column * side + 2, side * 0.6 + row * side + 2, side - 4, side - 4)
            self._paint_day(painter, begin + timedelta(days=place), box)

    def _paint_day(self, painter: QPainter, at: date, box: QRectF) -> None:
        """What is chosen has a ground and an edge, the cursor a thick ring, today a bold figure with a dot."""
        look, tokens, view = theme.current(), theme.current().tokens, self._view
        assert view is not None
        is_chosen = view.first is not None and view.last is not None and view.first <= at <= view.last
        painter.setPen(QPen(QColor(tokens.ink), 2) if at == view.cursor else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent) if is_chosen else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, look.px(8), look.px(8))
        ink = tokens.on_accent if is_chosen else tokens.ink if at.month == view.cursor.month else tokens.muted
        if at > view.today:
            ink = tokens.edge
        painter.setPen(QColor(ink))
        painter.setFont(look.font("strong" if at == view.today else "body"))
        told = f"·{at.day}·" if at == view.today else str(at.day)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), told)
