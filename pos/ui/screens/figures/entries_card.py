"""How the entries behind a figure look: the list at the left, the paper of the chosen one at the right."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos.domain.papers.paper import Document
from pos.ui import theme
from pos.ui.screens.paid.screen import PaperScroll
from pos.ui.screens.refunds.pane import Entry
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

WIDE, TALL = 960, 680


@dataclass(frozen=True, slots=True)
class EntriesView:
    """`message` where there is nothing to choose; `facts` are lines about the chosen one."""

    title: str
    when: str
    rows: tuple[Entry, ...] = ()
    paper: Document | None = None
    facts: tuple[str, ...] = ()
    message: str = ""
    note: str = ""


class EntriesCard(Panel):
    """`touched` gives the place of a row."""

    touched = Signal(int)
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("figures-entries")
        look = theme.current()
        self.setMinimumSize(look.px(WIDE), look.px(TALL))
        self.title, self.when = Label("", "title"), Label("", "body", tone="muted")
        self.message = Label("", "body", tone="muted", wraps=True)
        self.message.setObjectName("figures-entries-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note = Label("", "small", tone="muted")
        self._rows = rows(gap=8, right=8)
        self._scroll = Scroll(self._rows)
        self._shown: tuple[tuple[str, str, str], ...] = ()
        self.facts, self.no_paper = Label("", "small", wraps=True), Label("", "small", tone="muted", wraps=True)
        self.facts.setObjectName("figures-entries-facts")
        self.paper = PaperScroll()
        self.away = Button("", "plain", key="Esc")
        self.away.setObjectName("figures-entries-close")
        self.away.clicked.connect(self.close_pressed)
        self._lay_out()

    def _lay_out(self) -> None:
        head, across, left, right = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(), QVBoxLayout()
        head.addWidget(self.title)
        head.addSpacing(12)
        head.addWidget(self.when, 1)
        head.addWidget(self.away)
        left.addWidget(self._scroll, 1)
        left.addWidget(self.note)
        right.addWidget(self.facts)
        right.addWidget(self.no_paper)
        right.addWidget(self.paper, 1)
        right.setAlignment(Qt.AlignmentFlag.AlignTop)
        across.setSpacing(20)
        across.addLayout(left, 1)
        across.addLayout(right)
        self.rows.addLayout(head)
        self.add(self.message, stretch=1)
        self.rows.addLayout(across, 1)

    def turn(self, step: int) -> None:
        """A page of the paper up or down."""
        bar = self.paper.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())

    def render(self, view: EntriesView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(view.title)
        self.when.setText(view.when)
        self.away.set_words(words("key.close"))
        self.message.setText(view.message)
        self.message.setVisible(bool(view.message))
        self._scroll.setVisible(not view.message)
        self.note.setText(view.note)
        self.note.setVisible(bool(view.note))
        self.facts.setText("\n".join(view.facts))
        self.facts.setVisible(bool(view.facts))
        self.no_paper.setText(words("figures.entries.no_paper"))
        self.no_paper.setVisible(bool(view.facts) and view.paper is None)
        self.paper.setVisible(view.paper is not None)
        self.paper.sheet.show_document(view.paper)
        self._show_rows(view.rows)

    def _show_rows(self, entries: tuple[Entry, ...]) -> None:
        """The rows are made once for what is shown; going through them only marks another."""
        told = tuple((one.title, one.detail, one.trailing) for one in entries)
        if told != self._shown:
            self._shown = told
            clear(self._rows)
            for place, one in enumerate(entries):
                row = ChoiceRow(one.title, detail=one.detail or " ", trailing=one.trailing)
                row.setObjectName(f"figures-entry-{place}")
                row.clicked.connect(lambda _=False, at=place: self.touched.emit(at))
                self._rows.addWidget(row)
        for place, one in enumerate(entries):
            item = self._rows.itemAt(place)
            row_there = item.widget() if item is not None else None
            if isinstance(row_there, ChoiceRow):
                row_there.set_marked(one.is_chosen)
                if one.is_chosen:
                    self._scroll.ensureWidgetVisible(row_there)
