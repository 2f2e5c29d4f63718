"""The right half of the payment screen: the amount that is handed over, quick notes, and the number pad."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.domain.money import Won
from pos.ui import theme
from pos.ui.screens.payment.view import PaymentView
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.pad import NumericPad
from pos.ui.words import Words

MOST_QUICK = 4
_SIZES: tuple[theme.Role, ...] = ("large", "figure", "strong")


class AmountField(QWidget):
    """Shows the amount; while it is fresh it looks selected, and the first digit replaces it. It takes no text."""

    def __init__(self, name: str = "amount") -> None:
        super().__init__()
        self.setObjectName(name)
        self.text, self.is_fresh = "", True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(240), look.px(68))

    def take(self, text: str, *, is_fresh: bool) -> None:
        """Show an amount."""
        self.text, self.is_fresh = text, is_fresh
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, tokens = theme.current(), theme.current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(QColor(tokens.surface))
        painter.setPen(QPen(QColor(tokens.accent), 2) if self.isEnabled() else QPen(QColor(tokens.line), 1))
        painter.drawRoundedRect(box, look.px(10), look.px(10))
        room = self.rect().adjusted(look.px(16), 0, -look.px(18), 0)
        fonts = (look.font(role) for role in _SIZES)
        font = next(
            (font for font in fonts if QFontMetrics(font).horizontalAdvance(self.text) <= room.width()),
            look.font(_SIZES[-1]),
        )
        wide = QFontMetrics(font).horizontalAdvance(self.text)
        if self.is_fresh:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.chosen))
            tall = look.px(46)
            mark = QRectF(room.right() - wide - 6, (self.height() - tall) / 2, wide + 12, tall)
            painter.drawRoundedRect(mark, look.px(6), look.px(6))
        painter.setPen(QColor(tokens.ink))
        painter.setFont(font)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self.text)


class EntryPanel(QWidget):
    """`quick_pressed` gives the amount of a quick button, `pressed` "months" or "receipt"."""

    quick_pressed = Signal(int)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.quick: tuple[Won, ...] = ()
        self.name, self.field = Label("", "body", tone="muted"), AmountField()
        self.outcome = Line("", "figure", right=True)
        self.outcome.setObjectName("outcome")
        self.outcome.setMinimumHeight(theme.current().px(30))
        self.pad = NumericPad()
        self.pad.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.name, self.field, self.outcome):
            column.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(8)
        self._quick = [self._quick_button(place) for place in range(MOST_QUICK)]
        for button in self._quick:
            line.addWidget(button, 1)
        column.addLayout(line)
        column.addWidget(self.pad, 1)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        self.months, self.receipt = self._button("months", key="F6"), self._button("receipt", key="F8")
        beside.addWidget(self.months, 1)
        beside.addWidget(self.receipt, 1)
        column.addLayout(beside)

    def _quick_button(self, place: int) -> Button:
        button = Button("", "plain", font="strong")
        button.setObjectName(f"quick-{place}")
        button.setMinimumHeight(theme.current().px(56))
        button.clicked.connect(lambda: self.quick_pressed.emit(self.quick[place]))
        return button

    def _button(self, name: str, *, key: str) -> Button:
        button = Button("", "plain", key=key, font="body")
        button.setObjectName(f"pay-{name}")
        button.setMinimumHeight(theme.current().px(60))
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.pressed.emit(name))
        return button

    def render(self, view: PaymentView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the amount and what it comes to."""
        self.field.take(view.entry, is_fresh=view.is_fresh)
        self.outcome.setText(view.outcome)
        self.outcome.set_tone(view.outcome_tone)
        self.quick = tuple(note for note, _ in view.quick)
        for place, button in enumerate(self._quick):
            is_there = place < len(view.quick)
            button.setVisible(is_there)
            button.set_words(view.quick[place][1] if is_there else "")

        self.months.set_words(words("payment.months.button"), view.months_from)
        self.months.setEnabled(view.can_charge and not view.months_from)
        self.receipt.set_words(words("payment.receipt.title"), view.receipt)

    def speak(self, words: Words) -> None:
        """Say what does not change."""
        self.name.setText(words("payment.handed_over"))
        self.field.setAccessibleName(words("payment.handed_over"))
