"""Bars for comparing: what it is about is filled, what it is held against is hatched in an outline.

A finger, the mouse or the arrow keys read a value; nothing is told by colour alone. It reckons nothing but places.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos.domain.sums.tables import Bars, round_top
from pos.ui import theme
from pos.ui.figures import amount, won
from pos.ui.words import Words

STEPS, HEAD = 4, 66
STANDING_TALL, ROW, SECOND_ROW = 232, 30, 16
MOST_LYING = 8
_EMPTY = Bars("", (), ())


class BarChart(QWidget):
    """`render` says what is drawn. `chosen` is the bar whose values are told, -1 for none."""

    def __init__(self) -> None:
        super().__init__()
        self._bars, self._words = _EMPTY, Words("ko")
        self.chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def render(self, bars: Bars, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw these."""
        if bars != self._bars:
            self.chosen = -1
        self._bars, self._words = bars, words
        self.updateGeometry()
        self._tell()
        self.update()

    # --- which value is told ---

    @property
    def labels(self) -> tuple[str, ...]:
        """What has bars of its own; of many that are compared only the first."""
        return self._bars.labels if self._bars.shape == "standing" else self._bars.labels[:MOST_LYING]

    def value(self, place: int) -> str:
        """What is told of a bar: its label, each series with its amount, its note."""
        if not 0 <= place < len(self.labels):
            return ""
        language, bars = self._words.language, self._bars
        told = [
            f"{one.name} {won(value, language)}" if (value := one.values[place]) is not None else f"{one.name} –"
            for one in bars.series
        ]
        return " · ".join([bars.labels[place], *told, *bars.notes[place : place + 1]])

    def step(self, step: int) -> None:
        """Tell the next value, or the one before."""
        self._choose(max(0, min(self.chosen + step, len(self.labels) - 1)) if self.chosen >= 0 else 0)

    def _choose(self, place: int) -> None:
        if place != self.chosen:
            self.chosen = place
            self._tell()
            self.update()

    def _tell(self) -> None:
        """A screen reader hears the picture's name, and then the value that is looked at."""
        self.setAccessibleName(self._bars.title)
        self.setAccessibleDescription(self.value(self.chosen) or self._words("figures.picture"))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(self._place_at(event.position().x(), event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._place_at(event.position().x(), event.position().y()))

    def leaveEvent(self, _event: QEvent) -> None:
        if not self.hasFocus():
            self._choose(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.chosen < 0:
            self._choose(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._choose(-1)

    def _place_at(self, x: float, y: float) -> int:
        room, count = self._room(), len(self.labels)
        if not count or y < room.top() or y > self.height():
            return -1
        share = (x - room.left()) / room.width() if self._bars.shape == "standing" else (y - room.top()) / room.height()
        return int(share * count) if 0 <= share < 1 else -1

    # --- size ---

    def sizeHint(self) -> QSize:
        look = theme.current()
        if self._bars.shape == "standing":
            return QSize(look.px(420), look.px(STANDING_TALL))
        row = ROW + (SECOND_ROW if len(self._bars.series) > 1 else 0)
        return QSize(look.px(260), look.px(HEAD + row * max(len(self.labels), 1) + 10))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(200), self.sizeHint().height())

    def _top(self) -> int:
        return round_top(max(self._bars.most, -self._bars.least, STEPS), steps=STEPS)

    def _room(self) -> QRect:
        """Where the bars are, without the scale and the names."""
        look, tiny = theme.current(), QFontMetrics(theme.current().font("tiny"))
        side, head = look.px(14), look.px(HEAD)
        if self._bars.shape == "standing":
            left = side + tiny.horizontalAdvance(amount(self._top())) + look.px(8)
            return QRect(left, head, self.width() - left - side, self.height() - head - tiny.height() - look.px(12))
        small = QFontMetrics(look.font("small"))
        names = max((small.horizontalAdvance(label) for label in self.labels), default=0) + look.px(10)
        left = side + min(names, self.width() * 2 // 5)
        figures = tiny.horizontalAdvance(amount(-max(self._bars.most, 1))) + look.px(10)
        return QRect(left, head, self.width() - left - side - figures, self.height() - head - look.px(10))

    # --- looks ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, tokens = theme.current(), theme.current().tokens
        painter.setBrush(QColor(tokens.surface))
        painter.setPen(QPen(QColor(tokens.accent if self.hasFocus() else tokens.line), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(10), look.px(10))
        self._paint_head(painter)
        if self._bars.shape == "standing":
            self._paint_standing(painter)
        else:
            self._paint_lying(painter)

    def _paint_head(self, painter: QPainter) -> None:
        """The title, and under it the value that is looked at; where none is, which bar is which."""
        look, tokens = theme.current(), theme.current().tokens
        side = look.px(14)
        line = QRect(side, look.px(8), self.width() - 2 * side, look.px(24))
        painter.setPen(QColor(tokens.ink))
        painter.setFont(look.font("strong"))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), self._bars.title)
        under = QRect(side, look.px(32), line.width(), look.px(20))
        painter.setFont(look.font("tiny"))
        told = self.value(self.chosen)
        if told:
            fitting = painter.fontMetrics().elidedText(told, Qt.TextElideMode.ElideRight, under.width())
            painter.drawText(under, int(Qt.AlignmentFlag.AlignVCenter), fitting)
        else:
            self._paint_legend(painter, under)

    def _paint_legend(self, painter: QPainter, line: QRect) -> None:
        look, x = theme.current(), line.left()
        for nth, one in enumerate(self._bars.series):
            box = QRectF(x, line.center().y() - look.px(5), look.px(12), look.px(10))
            self._paint_bar(painter, box, nth=nth, is_chosen=False)
            x += look.px(18)
            painter.setPen(QColor(theme.current().tokens.muted))
            painter.drawText(
                QRect(x, line.top(), line.right() - x, line.height()), Qt.AlignmentFlag.AlignVCenter, one.name
            )
            x += painter.fontMetrics().horizontalAdvance(one.name) + look.px(16)

    def _paint_bar(self, painter: QPainter, box: QRectF, *, nth: int, is_chosen: bool) -> None:
        tokens = theme.current().tokens
        if nth == 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.ink if is_chosen else tokens.accent))
        else:
            painter.setPen(QPen(QColor(tokens.ink if is_chosen else tokens.edge), 1))
            painter.setBrush(QBrush(QColor(tokens.edge), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(box)

    def _paint_standing(self, painter: QPainter) -> None:
        look, tokens, room, top = theme.current(), theme.current().tokens, self._room(), self._top()
        scale = room.height() / (top - self._bars.least)
        foot = room.bottom() + 1 + self._bars.least * scale
        painter.setFont(look.font("tiny"))
        tall = painter.fontMetrics().height()
        for step in range(STEPS + 1):
            at = foot - top * step // STEPS * scale
            painter.setPen(QPen(QColor(tokens.edge if step == 0 else tokens.line), 1))
            painter.drawLine(room.left(), int(at), room.right(), int(at))
            painter.setPen(QColor(tokens.muted))
            scale_box = QRectF(0, at - tall / 2, room.left() - look.px(8), tall)
            painter.drawText(scale_box, int(Qt.AlignmentFlag.AlignRight), amount(top * step // STEPS))
        each = room.width() / max(len(self.labels), 1)
        for place in range(len(self.labels)):
            self._paint_group(painter, place, QRectF(room.left() + place * each, foot, each, scale))

    def _paint_group(self, painter: QPainter, place: int, at: QRectF) -> None:
        """The bars of one label. `at` holds where they stand, how wide they are together, and how tall a won is."""
        look, tokens, room, count = theme.current(), theme.current().tokens, self._room(), len(self._bars.series)
        thick = min(at.width() * 0.76 / count, look.px(34))
        begin = at.left() + (at.width() - thick * count) / 2
        for nth, one in enumerate(self._bars.series):
            long = (one.values[place] or 0) * at.height()
            if long:
                box = QRectF(begin + nth * thick, at.top() - long, max(thick - 1, 1), long).normalized()
                self._paint_bar(painter, box, nth=nth, is_chosen=place == self.chosen)
        metrics = painter.fontMetrics()
        widest = max(metrics.horizontalAdvance(label) for label in self.labels) + look.px(8)
        if place % max(1, -(-widest // max(int(at.width()), 1))) == 0:
            painter.setPen(QColor(tokens.ink if place == self.chosen else tokens.muted))
            under = QRectF(at.center().x() - widest, room.bottom() + look.px(4), 2 * widest, metrics.height())
            painter.drawText(under, int(Qt.AlignmentFlag.AlignHCenter), self._bars.labels[place])

    def _paint_lying(self, painter: QPainter) -> None:
        look, tokens, room = theme.current(), theme.current().tokens, self._room()
        top, count = max(self._bars.most, -self._bars.least, 1), len(self._bars.series)
        each = room.height() / max(len(self.labels), 1)
        for place, label in enumerate(self.labels):
            head = room.top() + place * each
            painter.setPen(QColor(tokens.ink))
            painter.setFont(look.font("small"))
            names = QRect(look.px(14), int(head), room.left() - look.px(22), int(each))
            fitting = painter.fontMetrics().elidedText(label, Qt.TextElideMode.ElideRight, names.width())
            painter.drawText(names, int(Qt.AlignmentFlag.AlignVCenter), fitting)
            thick = (each - look.px(8)) / count
            for nth, one in enumerate(self._bars.series):
                value = one.values[place]
                box = QRectF(room.left(), head + look.px(4) + nth * thick, 0, max(thick - 2, 2))
                box.setWidth(max(room.width() * abs(value or 0) / top, 1))
                self._paint_bar(painter, box, nth=nth, is_chosen=place == self.chosen)
                painter.setPen(QColor(tokens.ink if nth == 0 else tokens.muted))
                painter.setFont(look.font("tiny"))
                beside = QRectF(
                    box.right() + look.px(6), box.top() - look.px(3), self.width(), box.height() + look.px(6)
                )
                painter.drawText(beside, int(Qt.AlignmentFlag.AlignVCenter), "–" if value is None else amount(value))
