"""How days are chosen: quick names and fields at the left, a calendar at the right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from pos.ui import theme
from pos.ui.screens.figures.periods import QUICK
from pos.ui.widgets.button import Button
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.month import Month, MonthView
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.words import Words

FIELDS = ("from", "to", "against-from", "against-to")


@dataclass(frozen=True, slots=True)
class ChoosingView:
    """`texts` are the four fields, `is_wrong` which of them hold no day, `side` which pair the calendar fills."""

    texts: tuple[str, str, str, str]
    is_wrong: tuple[bool, ...]
    month: MonthView
    side: int
    is_alone: bool
    message: str
    is_bad: bool


class ChoosingCard(Panel):
    """`typed` gives a field's place and its text, `entered` a field's place, `pressed` the name of a button."""

    typed = Signal(int, str)
    entered = Signal(int)
    day_touched = Signal(object)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=24, gap=12)
        self.setObjectName("figures-choosing")
        self.setMinimumWidth(theme.current().px(860))
        self.title = Label("", "title")
        self.quick = {name: self._button(Button("", "plain", key=str(at), font="body"), name)
                      for at, name in enumerate(QUICK, 1)}  # fmt: skip
        self.fields = [self._field(place) for place in range(len(FIELDS))]
        self.period, self.against = Label("", "strong"), Label("", "strong")
        self.alone = self._button(Chip("", key="0"), "alone")
        self.month, self.month_name = Month(), Label("", "strong")
        self.month.setObjectName("figures-month")
        self.month.touched.connect(self.day_touched)
        self.earlier = self._button(Button("", "plain", sign="back"), "earlier")
        self.later = self._button(Button("", "plain", sign="forward"), "later")
        self.message = Label("", "small", tone="muted", wraps=True)
        self.message.setObjectName("figures-choosing-message")
        self.show_it = self._button(Button("", "primary", key="F9"), "show")
        self.away = self._button(Button("", "plain", key="Esc"), "close")
        self._lay_out()

    def _button(self, button: Button, name: str) -> Button:
        button.setObjectName(f"figures-choose-{name}")
        button.clicked.connect(partial(self._press, name))
        return button

    def _press(self, name: str) -> None:
        self.pressed.emit(name)

    def _field(self, place: int) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"figures-{FIELDS[place]}")
        field.setMaxLength(10)
        field.textEdited.connect(partial(self.typed.emit, place))
        field.installEventFilter(self)
        return field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and watched in self.fields:
            self.entered.emit(self.fields.index(watched))
        return False

    def is_typing(self) -> bool:
        """Whether a field has the focus."""
        return any(field.hasFocus() for field in self.fields)

    def _lay_out(self) -> None:
        across, left, right, quick = QHBoxLayout(), QVBoxLayout(), QVBoxLayout(), QGridLayout()
        quick.setSpacing(8)
        for place, button in enumerate(self.quick.values()):
            quick.addWidget(button, place // 2, place % 2)
        left.setSpacing(10)
        left.addLayout(quick)
        left.addWidget(Rule())
        left.addWidget(self.period)
        left.addLayout(_pair(self.fields[0], self.fields[1]))
        left.addWidget(self.against)
        left.addLayout(_pair(self.fields[2], self.fields[3]))
        left.addWidget(self.alone)
        left.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.earlier)
        head.addStretch(1)
        head.addWidget(self.month_name)
        head.addStretch(1)
        head.addWidget(self.later)
        right.addLayout(head)
        right.addWidget(self.month)
        right.addStretch(1)
        across.setSpacing(28)
        across.addLayout(left, 1)
        across.addLayout(right)
        self.add(self.title)
        self.rows.addLayout(across, 1)
        self.add(self.message)
        self.rows.addLayout(feet(self.away, self.show_it))

    def render(self, view: ChoosingView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("figures.choosing.title"))
        for name, button in self.quick.items():
            button.set_words(words(f"figures.quick.{name}"))
        self.period.setText(words("figures.choosing.period"))
        self.period.set_tone("accent" if view.side == 0 else "ink")
        self.against.setText(words("figures.choosing.against"))
        self.against.set_tone("accent" if view.side == 2 else "ink")
        for place, field in enumerate(self.fields):
            self._show_field(field, view, words, place=place)
        self.alone.set_words(words("figures.choosing.no_against"))
        if isinstance(self.alone, Chip):
            self.alone.choose(view.is_alone)
        cursor = view.month.cursor
        self.month_name.setText(words("figures.choosing.month", year=cursor.year, month=cursor.month))
        self.month.render(view.month, words)
        self.earlier.setAccessibleName(words("figures.choosing.earlier"))
        self.later.setAccessibleName(words("figures.choosing.later"))
        self.message.setText(view.message)
        self.message.set_tone("danger" if view.is_bad else "muted")
        self.show_it.set_words(words("figures.choosing.show"))
        self.away.set_words(words("key.close"))

    def _show_field(self, field: QLineEdit, view: ChoosingView, words: Words, *, place: int) -> None:
        pair, side = (
            words(f"figures.choosing.{'period' if place < 2 else 'against'}"),
            "from" if place % 2 == 0 else "to",
        )
        field.setAccessibleName(f"{pair} {words(f'figures.choosing.{side}')}")
        field.setPlaceholderText(words("figures.choosing.field"))
        if field.text() != view.texts[place]:
            field.setText(view.texts[place])
        field.setEnabled(place < 2 or not view.is_alone)
        state = "wrong" if view.is_wrong[place] and view.is_bad else ""
        if field.property("state") != state:
            field.setProperty("state", state)
            field.style().unpolish(field)
            field.style().polish(field)


def _pair(first: QLineEdit, last: QLineEdit) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(first)
    row.addWidget(Label("–", "body", tone="muted"))
    row.addWidget(last)
    return row
