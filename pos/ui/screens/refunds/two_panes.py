"""How a card with a list looks: the list at the left, the chosen one and what can be done about it at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.orders.detail import ToldPanel
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane
from pos.ui.widgets.button import Button
from pos.ui.widgets.fitting import Fitting
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

WIDE, TALL = 960, 680
LIST = 410
EMPTY_WIDE, EMPTY_TALL = 640, 280


class TwoPanes(Panel):
    """`touched` gives the id of a row, `pressed` the name of a choice or "close". `area` names its words.

    `extra` stands between the facts and the choices, where somebody puts something there.
    """

    touched = Signal(str)
    pressed = Signal(str)

    def __init__(self, area: str, *, extra: QWidget | None = None) -> None:
        super().__init__(margin=24, gap=14)
        self._area = area
        self.setObjectName(f"{area}-panel")
        self.title, self.summary = Label("", "title"), Label("", "body", tone="muted")
        self.summary.setObjectName(f"{area}-summary")
        self.empty = Label("", "body", tone="muted", wraps=True)
        self.empty.setObjectName(f"{area}-empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.away = Button("", "plain", key="Esc", font="body")
        self.away.setObjectName(f"{area}-close")
        self.away.clicked.connect(lambda: self.pressed.emit("close"))
        self.detail = DetailPane(area, extra=extra)
        self.detail.pressed.connect(self.pressed)
        head, across = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.title)
        head.addSpacing(12)
        head.addWidget(self.summary, 1)
        head.addWidget(self.away)
        across.setSpacing(16)
        self._list = rows(right=8)
        self._scroll = Scroll(self._list)
        self._scroll.setFixedWidth(theme.current().px(LIST))
        across.addWidget(self._scroll)
        across.addWidget(self.detail, 1)
        self.rows.addLayout(head)
        self.add(self.empty, stretch=1)
        self.rows.addLayout(across, 1)
        self._rows: tuple[Entry, ...] = ()

    def render(self, pane: Pane, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the pane says."""
        look, has_any = theme.current(), bool(pane.rows) or pane.has_detail
        self.setMinimumSize(look.px(WIDE if has_any else EMPTY_WIDE), look.px(TALL if has_any else EMPTY_TALL))
        self.title.setText(words(f"{self._area}.title"))
        self.summary.setText(pane.summary)
        self.empty.setText(words(f"{self._area}.empty"))
        self.empty.setVisible(not has_any)
        self._scroll.setVisible(has_any)
        self.detail.setVisible(has_any)
        self.away.set_words(words("key.close"))
        self.away.key = "" if any(choice.key == "Esc" for choice in pane.choices) or pane.is_busy else "Esc"
        self.away.setEnabled(not pane.is_busy)
        self._show_rows(pane)
        self.detail.show_pane(pane, words)

    def _show_rows(self, pane: Pane) -> None:
        if pane.rows != self._rows:
            self._rows = pane.rows
            clear(self._list)
            for entry in pane.rows:
                self._list.addWidget(self._row(entry))
        for place in range(self._list.count()):
            item = self._list.itemAt(place)
            row = item.widget() if item is not None else None
            if row is not None:
                row.setEnabled(not pane.is_busy)
            if isinstance(row, ChoiceRow) and row.isChecked():
                self._scroll.ensureWidgetVisible(row)

    def _row(self, entry: Entry) -> ChoiceRow:
        row = ChoiceRow(entry.title)
        row.take(entry.title, detail=entry.detail, trailing=entry.trailing, sign=entry.sign)
        row.setObjectName(f"{self._area}-row-{entry.id}")
        row.setCheckable(True)
        row.setChecked(entry.is_chosen)
        row.is_pressing = entry.is_pressing
        row.clicked.connect(lambda: self.touched.emit(entry.id))
        return row


class DetailPane(Panel):
    """The chosen one. `pressed` gives the name of a choice."""

    pressed = Signal(str)

    def __init__(self, area: str, *, extra: QWidget | None = None) -> None:
        super().__init__("panel", margin=20, gap=10)
        self._area, self._extra = area, extra
        self._shown: tuple[object, ...] = ()
        self.heading, self.figure = Label("", "strong", wraps=True), Fitting()
        self.heading.setObjectName(f"{area}-heading")
        self.figure.setObjectName(f"{area}-figure")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(14)
        self._facts.setVerticalSpacing(8)
        self._facts.setColumnStretch(1, 1)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.facts = Scroll(self._facts)
        self.facts.setMinimumHeight(1)  # the choices must be within reach
        self.told = ToldPanel()
        self.told.setObjectName(f"{area}-told")
        self.note = Label("", "small", tone="muted", wraps=True)
        self.note.setObjectName(f"{area}-note")
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(8)
        self.add(self.heading, self.figure, Rule())
        self.add(self.facts, self.told, stretch=1)
        if extra is not None:
            self.add(extra)
        self.add(self.note)
        self.rows.addLayout(self._buttons)

    def show_pane(self, pane: Pane, words: Words) -> None:
        """Show the chosen one, or what is asked or said about it."""
        self.heading.setText(pane.heading)
        self.figure.setText(pane.figure)
        self.figure.setVisible(bool(pane.figure))
        self.facts.setVisible(pane.told is None)
        self.told.setVisible(pane.told is not None)
        if pane.told is not None:
            self.told.tell(pane.told)
        else:
            self._show_facts(pane.facts)
        self.note.setText(pane.note)
        self.note.setVisible(bool(pane.note))
        self._offer(pane.choices, words)

    def _show_facts(self, facts: tuple[Fact, ...]) -> None:
        clear(self._facts)
        for place, fact in enumerate(facts):
            name, text = Label(fact.name, "small", tone="muted"), Label(fact.text, "body", tone=fact.tone, wraps=True)
            text.setMinimumWidth(10)
            text.setAccessibleName(f"{fact.name} {fact.text}")
            self._facts.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(text, place, 1)

    def _offer(self, offered: tuple[Choice, ...], words: Words) -> None:
        shown = (offered, words.language)
        if shown == self._shown:
            return  # a button must not be changed under the finger that presses it
        self._shown = shown
        clear(self._buttons)
        for choice in offered:
            button = Button(words(f"{self._area}.do.{choice.name}"), choice.role, key=choice.key)
            button.setObjectName(f"{self._area}-{choice.name}")
            button.setMinimumHeight(theme.current().px(54))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, name=choice.name: self.pressed.emit(name))
            self._buttons.addWidget(button)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while old := layout.takeAt(0):
        if widget := old.widget():
            widget.hide()
            widget.deleteLater()
