"""What happens in the review of the access log: days are chosen, an opening or a question is looked at, a file made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos.domain.calendar import korean_day
from pos.domain.errors import TillError
from pos.till.changes import Touched
from pos.till.people import reviewing
from pos.till.people.reviewing import Review
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.access.view import SPANS, member_in, present, rows_of
from pos.ui.screens.refunds.pane import Pane, stepped
from pos.ui.screens.refunds.two_panes import TwoPanes
from pos.ui.widgets.chip import Chip
from pos.ui.words import Words


class Spans(QWidget):
    """`touched` gives how many days."""

    touched = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self._chips = {span: self._chip(span, at, line) for at, span in enumerate(SPANS, 1)}

    def _chip(self, span: int, at: int, line: QHBoxLayout) -> Chip:
        chip = Chip(key=str(at))
        chip.setObjectName(f"access-span-{span}")
        chip.clicked.connect(lambda: self.touched.emit(span))
        line.addWidget(chip, 1)
        return chip

    def show_span(self, chosen: int, words: Words) -> None:
        """Which days are looked at."""
        for span, chip in self._chips.items():
            chip.set_words(words(f"access.span.{span}"))
            chip.choose(span == chosen)


class AccessReview:
    """Mutable: which days were read, and which row is chosen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: Review | None = None
        self._asked: object | None = None
        self._chosen, self._span = "", SPANS[1]
        self._spans = Spans()
        self.screen = TwoPanes("access", extra=self._spans)
        self.screen.touched.connect(self.choose)
        self.screen.pressed.connect(lambda name: self._verbs()[name]())
        self._spans.touched.connect(self.look)

    # --- what the window asks ---

    def opened(self) -> None:
        """Read it anew."""
        self.look(self._span)

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Which days, which row, and what is done with it."""
        verbs = self._verbs()
        return [
            *(KeyUse(one.key, f"access.do.{one.name}", verbs[one.name]) for one in self.view().choices),
            *(KeyUse(str(at), "access.key.span", partial(self.look, span)) for at, span in enumerate(SPANS, 1)),
            KeyUse("Up", "access.key.move", partial(self._step, -1)),
            KeyUse("Down", "access.key.move", partial(self._step, 1)),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - those that mean something are keys
        """Other digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - a page for looking takes no goods
        """Nothing is sold here."""
        return True

    # --- what the person does ---

    def look(self, span: int) -> None:
        """The last days; what is asked last is what is shown."""
        token, today = object(), korean_day(self._desk.counter.now())
        self._span, self._found, self._chosen, self._asked = span, None, "", token
        self.draw()
        story = reviewing.review(self._desk.counter, today - timedelta(days=span - 1), today)
        self._desk.do(story, then=lambda found: self._arrived(token, found), otherwise=self._failed)

    def _arrived(self, token: object, found: Review) -> None:
        if token is self._asked:
            self._found = found
            self.draw()

    def _failed(self, error: TillError) -> None:
        self._desk.close()
        self._desk.refused(error)

    def choose(self, row: str) -> None:
        """Look at another one."""
        self._chosen = row
        self.draw()

    def _step(self, step: int) -> None:
        if row := stepped(self.view(), step):
            self.choose(row)

    def open_member(self) -> None:
        """Whose record it was; masked, as ever."""
        rows = rows_of(self._found) if self._found is not None else ()
        at = self._chosen if self._chosen in rows else rows[0] if rows else ""
        number = member_in(self._found, at) if self._found is not None and at else ""
        if number:
            self._desk.open("person", about=number)

    def export(self) -> None:
        """The log as a file, for a reason."""
        if self._found is not None:
            self._desk.open("access_export", about=self._found)

    def marketing(self) -> None:
        """Who agreed to advertising, for a reason."""
        self._desk.open("access_export", about="marketing")

    def _verbs(self) -> dict[str, Callable[[], object]]:
        return {
            "person": self.open_member,
            "export": self.export,
            "marketing": self.marketing,
            "close": self._desk.close,
        }

    # --- drawing ---

    def view(self) -> Pane:
        """What is to be seen now."""
        counter = self._desk.counter
        names = {one.id: one.name for one in counter.ports.shelf.staff()}
        may_export = counter.may("export_lists")
        words = self._desk.words
        return present(self._found, names, words, chosen=self._chosen, span=self._span, may_export=may_export)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
        self._spans.show_span(self._span, self._desk.words)
