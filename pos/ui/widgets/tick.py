"""A box to tick beside its words. Space or a touch ticks it, Enter never does: that goes on to what comes next."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from pos.ui import theme
from pos.ui.widgets.icon import icon

_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
BOX, GAP, MARGIN = 28, 12, 10


class Tick(QAbstractButton):
    """What is ticked is what the view says; a click asks. Its words wrap where there is little room.

    `key` does the same wherever the focus is; where there is none Space is shown while it has the focus.
    """

    def __init__(self, key: str = "") -> None:
        super().__init__()
        self.key, self.second, self._is_wrong = key, "", False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def nextCheckState(self) -> None:
        """A click asks; the answer comes from the view."""

    def show_state(self, text: str, second: str = "", *, ticked: bool, wrong: str = "") -> None:
        """Say what it is about; `wrong` says in place of `second` why it has to be ticked."""
        self.second, self._is_wrong = wrong or second, bool(wrong)
        self.setText(text)
        self.setAccessibleName(f"{text} ({self.key})" if self.key else text)
        self.setAccessibleDescription(self.second)
        self.setChecked(ticked)
        self.updateGeometry()
        self.update()

    # --- size ---

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = QFontMetrics(look.font("strong")).horizontalAdvance(self.text()) + self._left() + self._right()
        return QSize(min(width, look.px(360)), self.heightForWidth(look.px(360)))

    def minimumSizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(160), look.px(theme.TOUCH))

    def heightForWidth(self, width: int) -> int:
        look = theme.current()
        words, second = self._boxes(width)
        return max(look.px(theme.TOUCH), words.height() + second.height() + 2 * look.px(MARGIN))

    def _left(self) -> int:
        look = theme.current()
        return look.px(MARGIN) + look.px(BOX) + look.px(GAP)

    def _right(self) -> int:
        look = theme.current()
        return look.px(MARGIN) + (self._cap(self.key) + look.px(GAP) if self.key else 0)

    def _cap(self, key: str) -> int:
        look = theme.current()
        return QFontMetrics(look.font("tiny")).horizontalAdvance(key) + look.px(14)

    def _boxes(self, width: int) -> tuple[QRect, QRect]:
        """The room of the words and of the line under them, from the top."""
        look = theme.current()
        room = QRect(0, 0, max(1, width - self._left() - self._right()), 10_000)
        words = QFontMetrics(look.font("strong")).boundingRect(room, _WRAP, self.text())
        if not self.second:
            return words, QRect()
        return words, QFontMetrics(look.font("small")).boundingRect(room, _WRAP, self.second)

    # --- looks ---

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, t = theme.current(), theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = t.danger if self._is_wrong else t.accent if self.hasFocus() else ""
        painter.setPen(QPen(QColor(edge), 2) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.pressed if self.isDown() else t.chosen if self.isChecked() else t.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.px(10), look.px(10))
        words, second = self._boxes(self.width())
        top = (self.height() - words.height() - second.height()) // 2
        self._paint_box(painter)
        has_room = max(words.width(), second.width()) + self._cap("Space") + self._left() + self._right() < self.width()
        if self.key or (self.hasFocus() and has_room):
            self._paint_key(painter, self.key or "Space")
        left, wide = self._left(), self.width() - self._left() - self._right()
        painter.setPen(QColor(t.ink))
        painter.setFont(look.font("strong"))
        painter.drawText(QRect(left, top, wide, words.height()), _WRAP, self.text())
        if self.second:
            painter.setPen(QColor(t.danger if self._is_wrong else t.muted))
            painter.setFont(look.font("small"))
            painter.drawText(QRect(left, top + words.height(), wide, second.height()), _WRAP, self.second)

    def _paint_key(self, painter: QPainter, key: str) -> None:
        look, t = theme.current(), theme.current().tokens
        tall, wide = look.px(22), self._cap(key)
        cap = QRectF(self.width() - look.px(MARGIN) - wide + 0.5, (self.height() - tall) / 2 + 0.5, wide - 1, tall - 1)
        painter.setPen(QPen(QColor(t.edge), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cap, look.px(5), look.px(5))
        painter.setPen(QColor(t.ink))
        painter.setFont(look.font("tiny"))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), key)

    def _paint_box(self, painter: QPainter) -> None:
        look, t = theme.current(), theme.current().tokens
        side = look.px(BOX)
        box = QRect(look.px(MARGIN), (self.height() - side) // 2, side, side)
        painter.setPen(QPen(QColor(t.accent if self.isChecked() else t.edge), 2))
        painter.setBrush(QColor(t.accent if self.isChecked() else t.surface))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), look.px(6), look.px(6))
        if self.isChecked():
            inner = side - look.px(6)
            at = QRect(box.center().x() - inner // 2, box.center().y() - inner // 2, inner, inner)
            painter.drawPixmap(at, icon("check", t.on_accent, inner, self.devicePixelRatioF()))
