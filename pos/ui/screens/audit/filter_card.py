"""How entries are looked for: quick days and days typed, people side by side, an amount from and to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit

from pos.ui import theme
from pos.ui.screens.figures.periods import QUICK
from pos.ui.widgets.button import Button
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll
from pos.ui.words import Words

FIELDS = ("first", "last", "least", "most")
ACROSS = 4
PEOPLE_TALL = 180


@dataclass(frozen=True, slots=True)
class FilterView:
    """What is typed in each field, who is chosen among whom, and what is wrong with it."""

    texts: tuple[str, str, str, str]
    who: str
    people: tuple[tuple[str, str], ...]
    message: str = ""


class FilterCard(Panel):
    """`typed` gives a field's place and its text, `pressed` "show", "close", "quick:…" or "who:…"."""

    typed = Signal(int, str)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=24, gap=12)
        self.setObjectName("audit-filter-panel")
        self.setMinimumWidth(theme.current().px(760))
        self.title = Label("", "title")
        self.days, self.amount, self.who = Label("", "strong"), Label("", "strong"), Label("", "strong")
        self.message = Label("", "body", tone="danger", wraps=True)
        self.message.setObjectName("audit-filter-message")
        self.quick = {
            name: self._chip(Button("", "plain", key=str(at)), f"quick:{name}") for at, name in enumerate(QUICK, 1)
        }
        self.fields = [self._field(place) for place in range(len(FIELDS))]
        self.people: dict[str, Button] = {}
        self._people = QGridLayout()
        self._people.setSpacing(8)
        self._people.setContentsMargins(0, 0, 8, 0)
        self.show_it, self.away = Button("", "primary", key="Enter"), Button("", "plain", key="Esc")
        for what, button in (("show", self.show_it), ("close", self.away)):
            self._chip(button, what)
        self._lay_out()

    def _chip(self, button: Button, name: str) -> Button:
        button.setObjectName(f"audit-filter-{name.replace(':', '-')}")
        button.clicked.connect(partial(self._press, name))
        return button

    def _press(self, name: str) -> None:
        self.pressed.emit(name)

    def _field(self, place: int) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"audit-filter-{FIELDS[place]}")
        field.setMaxLength(12)
        field.textEdited.connect(partial(self.typed.emit, place))
        return field

    def _lay_out(self) -> None:
        quick = QGridLayout()
        quick.setSpacing(8)
        for place, button in enumerate(self.quick.values()):
            quick.addWidget(button, place // 3, place % 3)
        self.add(self.title, self.days)
        self.rows.addLayout(quick)
        self.rows.addLayout(_pair(self.fields[0], self.fields[1]))
        self.add(self.who)
        self._scroll = Scroll(self._people)
        self.add(self._scroll)
        self.add(self.amount)
        self.rows.addLayout(_pair(self.fields[2], self.fields[3]))
        self.add(self.message)
        self.rows.addLayout(feet(self.away, self.show_it))

    def render(self, view: FilterView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("audit.filter.title"))
        self.days.setText(words("audit.filter.days"))
        self.who.setText(words("audit.filter.who"))
        self.amount.setText(words("audit.filter.amount"))
        for quick, button in self.quick.items():
            button.set_words(words(f"figures.quick.{quick}"))
        for place, field in enumerate(self.fields):
            name = words(f"audit.filter.{FIELDS[place]}")
            field.setAccessibleName(name)
            field.setPlaceholderText(words("figures.choosing.field") if place < 2 else name)
            if field.text() != view.texts[place]:
                field.setText(view.texts[place])
        self._show_people(view, words)
        self.message.setText(view.message)
        self.message.setVisible(bool(view.message))
        self.show_it.set_words(words("audit.filter.show"))
        self.away.set_words(words("key.close"))

    def _show_people(self, view: FilterView, words: Words) -> None:
        people = {"": words("audit.filter.everybody"), **dict(view.people)}
        for who, name in people.items():
            if who not in self.people:
                place = len(self.people)
                self.people[who] = self._chip(Chip(), f"who:{who}")
                self._people.addWidget(self.people[who], place // ACROSS, place % ACROSS)
            self.people[who].set_words(name)
        for who, button in self.people.items():
            button.setVisible(who in people)
            if isinstance(button, Chip):
                button.choose(who == view.who)
        lines = -(-len(people) // ACROSS)
        self._scroll.setFixedHeight(min(lines * theme.current().px(60), theme.current().px(PEOPLE_TALL)))


def _pair(first: QLineEdit, last: QLineEdit) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(first)
    row.addWidget(Label("–", "body", tone="muted"))
    row.addWidget(last)
    return row
