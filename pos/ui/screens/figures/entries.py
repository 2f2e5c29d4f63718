"""The entries behind a figure: one is chosen, and its paper is seen where there is one. Nothing can be changed here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pos.domain.errors import TillError
from pos.domain.papers.paper import Document
from pos.domain.sums.figures import Told
from pos.domain.sums.figures_tables import kind
from pos.till import papers
from pos.till.changes import Touched
from pos.till.counter import Counter
from pos.till.day import overview
from pos.till.ports import Job, JobKind
from pos.ui.desk import Desk
from pos.ui.figures import clock, day, won
from pos.ui.keys import KeyUse
from pos.ui.screens.figures.asking import Behind
from pos.ui.screens.figures.entries_card import EntriesCard, EntriesView
from pos.ui.screens.refunds.pane import Entry

MOST = 500


class Entries:
    """Mutable: what is looked at, which entries were found, and which one is chosen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._about: Behind | None = None
        self._found: tuple[Told, ...] | None = None
        self._asked: object | None = None
        self._chosen = 0
        self.screen = EntriesCard()
        self.screen.touched.connect(self.choose)
        self.screen.close_pressed.connect(desk.close)

    # --- what the window asks ---

    def opened(self) -> None:
        """Look for the entries it is about."""
        about = self._desk.about
        self._about = about if isinstance(about, Behind) else None
        token = object()
        self._found, self._chosen, self._asked = None, 0, token
        if self._about is None:
            self._found = ()
        else:
            period, one = self._about.period, self._about
            story = overview.told(self._desk.counter, period.first, period.last, who=one.who, oddity=one.oddity)
            self._desk.do(story, then=lambda found: self._arrived(token, found), otherwise=self._failed)
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Which one, and its paper up and down."""
        return [
            KeyUse("Up", "figures.key.move", partial(self._step, -1)),
            KeyUse("Down", "figures.key.move", partial(self._step, 1)),
            KeyUse("PgUp", "figures.key.scroll", partial(self.screen.turn, -1)),
            KeyUse("PgDn", "figures.key.scroll", partial(self.screen.turn, 1)),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - a page for looking takes no goods
        """Nothing is sold here."""
        return True

    # --- what the person does ---

    def choose(self, place: int) -> None:
        """Look at another one."""
        self._chosen = place
        self.draw()

    def _step(self, step: int) -> None:
        if self._found:
            self.choose(max(0, min(self._chosen + step, len(self._found) - 1)))

    def _arrived(self, token: object, found: tuple[Told, ...]) -> None:
        if token is self._asked:
            self._found = found
            self.draw()

    def _failed(self, error: TillError) -> None:
        self._found = ()
        self._desk.refused(error)
        self.draw()

    # --- drawing ---

    def view(self) -> EntriesView:
        """What is to be seen now."""
        words, about, found = self._desk.words, self._about, self._found
        title = about.title if about else words("figures.entries.title")
        when = about.period.told(words) if about else ""
        if found is None:
            return EntriesView(title, when, message=words("figures.entries.working"))
        if not found or about is None:
            return EntriesView(title, when, message=words("figures.entries.empty"))
        one = found[self._chosen]
        paper = paper_of(self._desk.counter, one)
        rows = tuple(self._row(each, about, place=at) for at, each in enumerate(found))
        note = words("figures.entries.most", count=MOST) if len(found) >= MOST else ""
        return EntriesView(title, when, rows, paper, self._facts(one, about), note=note)

    def _row(self, one: Told, about: Behind, *, place: int) -> Entry:
        words, who = self._desk.words, about.names.get(one.who, one.who)
        when = clock(one.at) if about.period.is_day else f"{day(one.at.date(), words.language)} {clock(one.at)}"
        title = words("figures.entries.row", time=when, what=kind(one, words))
        detail = " · ".join(part for part in (who, *self._about_what(one)) if part)
        amount = won(one.amount, words.language) if one.amount else ""
        return Entry(str(place), title, detail, amount, place == self._chosen)

    def _about_what(self, one: Told) -> tuple[str, ...]:
        """Its number, its product with how many, what was allowed or how it went back, and the reason given."""
        words, number = self._desk.words, f"#{one.number}" if one.number else ""
        product = f"{self._desk.product_name(one.subject)} × {one.units}" if one.units else ""
        keys = (f"action.{one.code}", f"figures.tender.{one.code}", f"figures.code.{one.code}")
        code = next((words(key) for key in keys if one.code and words.has(key)), one.code)
        return (number, product, code, one.note)

    def _facts(self, one: Told, about: Behind) -> tuple[str, ...]:
        words, who = self._desk.words, about.names.get(one.who, one.who)
        when = words("figures.entries.by", day=day(one.at.date(), words.language), time=clock(one.at), who=who)
        amount = won(one.amount, words.language) if one.amount else ""
        allowed = words("figures.entries.allowed", who=about.names.get(one.by, one.by)) if one.by else ""
        lines = (
            words("figures.entries.entry", seq=one.seq),
            kind(one, words),
            when,
            *self._about_what(one),
            allowed,
            amount,
        )
        return tuple(line for line in lines if line)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)


def paper_of(counter: Counter, one: Told) -> Document | None:
    """The sheet of what an entry is about; None where there is none."""
    return paper_about(counter, one.subject)


def paper_about(counter: Counter, subject: str) -> Document | None:
    """A sale's receipt, a return's, a shift's report, whichever has this id; None where there is none."""
    if not subject:
        return None
    kinds: tuple[JobKind, ...] = ("receipt", "refund", "z")
    for job in (Job("", name, subject) for name in kinds):
        try:
            return papers.paper_of(counter, job)
        except TillError:
            continue
    return None
