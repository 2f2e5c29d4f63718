"""How the manager's page looks: the days and the ways to look at them on top, what was found under it, a foot."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos.domain.sums.tables import Table
from pos.ui.screens.figures.overview_page import OverviewPage
from pos.ui.screens.figures.view import MODES, FiguresView
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.figure_table import FigureTable
from pos.ui.widgets.foot import OF_DAYS, Foot
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


class FiguresScreen(QWidget):
    """`pressed` gives the name of a button of the foot or a mode, `row_touched` the place of a row."""

    pressed = Signal(str)
    row_touched = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("figures")
        self.title, self.against = Line("", "title"), Line("", "small", tone="muted")
        self.title.setObjectName("figures-title")
        self.against.setObjectName("figures-against")
        self.modes = {name: Chip("", key=str(place)) for place, name in enumerate(MODES, 1)}
        for name, chip in self.modes.items():
            chip.setObjectName(f"figures-mode-{name}")
            chip.clicked.connect(partial(self._chip_pressed, name))
        self.message = Label("", "title", tone="muted", wraps=True)
        self.message.setObjectName("figures-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.overview, self.people = OverviewPage(), FigureTable(is_choosing=True)
        self.overview.odd_touched.connect(self.row_touched)
        self.overview.audit_pressed.connect(partial(self.pressed.emit, "audit"))
        self.overview.agreement_pressed.connect(partial(self.pressed.emit, "agreement"))
        self.people.setObjectName("figures-people")
        self.people.row_touched.connect(self.row_touched)
        self._people = rows()
        self._people.addWidget(self.people)
        self._tables = rows(gap=8)
        self.people_page, self.tables_page = Scroll(self._people), Scroll(self._tables)
        self._shown: tuple[tuple[Table, ...], str] = ((), "")
        self._lay_out()

    def _lay_out(self) -> None:
        head, names, whole = QHBoxLayout(), QVBoxLayout(), QVBoxLayout(self)
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.against)
        head.setContentsMargins(16, 10, 16, 0)
        head.setSpacing(8)
        head.addLayout(names, 1)
        for chip in self.modes.values():
            head.addWidget(chip)
        self.pages, middle = QStackedWidget(), QHBoxLayout()
        for page in (self.message, self.overview, self.people_page, self.tables_page):
            self.pages.addWidget(page)
        middle.setContentsMargins(16, 8, 16, 10)
        middle.addWidget(self.pages)
        self.foot = Foot("figures", OF_DAYS)
        self.foot.pressed.connect(self.pressed)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)

    def render(self, view: FiguresView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(view.title)
        self.against.setText(view.against)
        for name, chip in self.modes.items():
            chip.set_words(words(f"figures.mode.{name}"))
            chip.choose(name == view.mode)
        for what, button in self.foot.buttons.items():
            button.set_words("" if button.sign else words(f"figures.{what}"))
        self.foot.buttons["before"].setAccessibleName(words("figures.key.before"))
        self.foot.buttons["after"].setAccessibleName(words("figures.key.after"))
        self.foot.buttons["after"].setEnabled(view.can_go_on)
        self.foot.buttons["export"].setEnabled(view.can_export)
        self.message.setText(view.message)
        if view.message:
            self.pages.setCurrentWidget(self.message)
            return
        if view.mode == "overview":
            self.overview.render(view, words)
            self.pages.setCurrentWidget(self.overview)
        elif view.mode == "people" and view.people is not None:
            self.people.render(view.people, words, chosen=view.chosen)
            self.pages.setCurrentWidget(self.people_page)
        elif view.mode == "tables":
            self._show_tables(view.tables, words)
            self.pages.setCurrentWidget(self.tables_page)

    def _chip_pressed(self, name: str) -> None:
        self.pressed.emit(name)

    def turn(self, step: int) -> None:
        """What is longer than its room, up or down."""
        if self.pages.currentWidget() is self.overview:
            self.overview.turn(step)
        else:
            bar = self.tables_page.verticalScrollBar()
            bar.setValue(bar.value() + step * bar.pageStep() // 2)

    def _show_tables(self, tables: tuple[Table, ...], words: Words) -> None:
        if self._shown == (tables, words.language):
            return
        self._shown = (tables, words.language)
        clear(self._tables)
        for place, table in enumerate(tables):
            shown = FigureTable()
            shown.setObjectName(f"figures-table-{place}")
            shown.render(table, words)
            self._tables.addWidget(Label(table.title, "strong"))
            self._tables.addWidget(shown)
            if table.note:
                self._tables.addWidget(Label(table.note, "small", tone="muted", wraps=True))
