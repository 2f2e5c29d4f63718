"""What happens on the audit page: a question leads to its entries, an entry to its paper; everything can be found.

Reading goes on the disk lane in pieces; an answer to what is no longer asked is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from msgspec import structs
from PySide6.QtWidgets import QFileDialog

from pos.domain.audit.flags import Flag
from pos.domain.audit.lines import Line, Wanted
from pos.domain.errors import TillError
from pos.domain.papers.paper import Document
from pos.till.changes import Touched
from pos.till.day import auditing
from pos.till.day.auditing import MOST_EXPORTED
from pos.till.day.journal import Head, Link, Page
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.audit.asking import Finding
from pos.ui.screens.audit.presenting import present
from pos.ui.screens.audit.screen import AuditScreen
from pos.ui.screens.audit.view import GROUP_CHIPS, MODES, AuditView, Course, Loaded, Mode, Names, table_of, told_chain
from pos.ui.screens.figures.entries import paper_about
from pos.ui.where import Where

A_PAGE = 60


class AuditActions:
    """Mutable: what is looked at, what was read of it, and how far the chain was checked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        today = desk.counter.day()
        self._course, self._loaded = Course(Wanted(today, today)), Loaded()
        self._asked: object | None = None
        self._is_here, self._message = False, ""
        self._head: Head | None = None
        self._papers: dict[str, Document | None] = {}
        self.screen = AuditScreen()
        self._where = Where(self.screen)
        self.screen.pressed.connect(self._pressed)
        self.screen.row_touched.connect(self._touched)

    @property
    def dialog(self) -> QFileDialog | None:
        """The dialog while it is open."""
        return self._where.dialog

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at the questions about the last day."""
        if self._desk.attempt(self._may_see) is None:
            self._desk.go("sale")
            return
        today = self._desk.counter.day()
        self._course, self._loaded, self._is_here = Course(Wanted(today, today)), Loaded(), True
        self._papers.clear()
        self._desk.counter.hush("audit.to_look_at")
        self._check_chain()
        self._read()

    def left(self) -> None:
        """Nothing more is read for nobody."""
        self._is_here, self._asked = False, None

    def refresh(self, noun: Touched) -> None:
        """The language changed, or somebody else is signed in."""
        if noun == "session" and self._is_here:
            if self._desk.counter.may("see_audit"):
                self.draw()
            else:
                self._desk.go("sale")

    def keys(self) -> Sequence[KeyUse]:
        """Through days and rows, and closer."""
        return [
            *(KeyUse(str(at), "audit.key.mode", partial(self.mode, name)) for at, name in enumerate(MODES, 1)),
            KeyUse("Left", "audit.key.before", self.before),
            KeyUse("Right", "audit.key.after", self.after),
            KeyUse("Up", "audit.key.move", partial(self.move, -1)),
            KeyUse("Down", "audit.key.move", partial(self.move, 1)),
            KeyUse("Enter", "audit.key.open", self.open),
            KeyUse("+", "audit.key.group", partial(self.group_by, 1)),
            KeyUse("-", "audit.key.group", partial(self.group_by, -1)),
            KeyUse("PgUp", "audit.key.newer", self.newer),
            KeyUse("PgDn", "audit.key.older", self.older),
            KeyUse("*", "audit.key.paper", partial(self.screen.turn, 1)),
            KeyUse("/", "audit.key.choose", self.choose),
            KeyUse("F12", "audit.key.export", self.export),
            KeyUse("Esc", "audit.key.back", self.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - those that mean something are keys
        """Other digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:  # noqa: ARG002 - a page for looking takes no goods
        """Nothing is sold here."""
        self._desk.news("audit.scanned")
        self._desk.toned.emit("bad")

    # --- what the person does ---

    def mode(self, name: Mode) -> None:
        """Questions, or the journal."""
        self._look(replace(self._course, mode=name, flag=None))

    def before(self) -> None:
        """A day earlier."""
        course = self._course
        if course.mode == "questions" and course.flag is None:
            if self._loaded.day is None:
                self._desk.toned.emit("bad")
            else:
                self._look(replace(course, until=(*course.until, self._loaded.day)))
        elif course.flag is None:
            self._days(-1)

    def after(self) -> None:
        """A day later, up to today."""
        course = self._course
        if not self.view().can_go_on:
            self._desk.toned.emit("bad")
        elif course.mode == "questions":
            self._look(replace(course, until=course.until[:-1]))
        else:
            self._days(1)

    def _days(self, step: int) -> None:
        wanted = self._course.wanted
        by = timedelta(days=((wanted.last - wanted.first).days + 1) * step)
        self._find(structs.replace(wanted, first=wanted.first + by, last=wanted.last + by))

    def move(self, step: int) -> None:
        """Another row."""
        count = len(self.view().rows)
        if count:
            self._course = replace(self._course, chosen=max(0, min(self._course.chosen + step, count - 1)))
            self.draw()

    def open(self) -> None:
        """The entries behind a question."""
        flag = self._chosen_flag()
        if flag is None:
            self._desk.toned.emit("bad")
        else:
            self._look(replace(self._course, flag=flag))

    def group(self, name: str) -> None:
        """Only one kind of entry, or all."""
        groups = tuple(one for one in GROUP_CHIPS if one and one == name)
        self._find(structs.replace(self._course.wanted, groups=groups))

    def group_by(self, step: int) -> None:
        """The next kind of entry."""
        if self._course.mode == "journal":
            groups = self._course.wanted.groups
            at = GROUP_CHIPS.index(groups[0]) if len(groups) == 1 else 0
            self.group(GROUP_CHIPS[(at + step) % len(GROUP_CHIPS)])

    def older(self) -> None:
        """The next page back."""
        if self._course.mode == "journal" and self._loaded.has_more:
            self._look(replace(self._course, pages=(*self._course.pages, self._loaded.lines[-1].place)), keep=True)

    def newer(self) -> None:
        """The page before."""
        if self._course.mode == "journal" and len(self._course.pages) > 1:
            self._look(replace(self._course, pages=self._course.pages[:-1]), keep=True)

    def choose(self) -> None:
        """By person, day or amount."""
        people = tuple((one.id, one.name) for one in self._desk.counter.ports.shelf.staff())
        self._desk.open("audit_filter", about=Finding(self._course.wanted, people, self._chosen))

    def _chosen(self, wanted: Wanted) -> None:
        self._desk.close()
        self._find(wanted)

    def close(self) -> None:
        """Back to the questions, or to selling."""
        if self._course.flag is not None:
            flag = self._course.flag
            at = self._loaded.flags.index(flag) if flag in self._loaded.flags else 0
            self._course = replace(self._course, flag=None, chosen=at)
            self._asked = None
            self.draw()
        else:
            self._desk.go("sale")

    def export(self) -> None:
        """All that is looked for as a file."""
        if not self.view().can_export:
            self._desk.toned.emit("bad")
            return
        wanted, words = self._wanted(), self._desk.words
        stem = words("audit.stem", first=wanted.first, last=wanted.last)
        self._where.ask(words, stem, kind="csv", then=lambda path: self._save(wanted, path))

    def _save(self, wanted: Wanted, path: Path) -> None:
        counter, words = self._desk.counter, self._desk.words
        facts = {"boutique": counter.boutique.name, "till": counter.ports.till}
        title = words("audit.document", first=wanted.first, last=wanted.last, **facts)

        async def story() -> Path:
            lines = await auditing.read_all(counter, wanted)
            note = words("audit.truncated", count=f"{MOST_EXPORTED:,}") if len(lines) >= MOST_EXPORTED else ""
            return await auditing.export(counter, table_of(lines, title, words, self._names(), note=note), to=path)

        self._desk.do(story(), then=self._saved)

    def _saved(self, path: Path) -> None:
        self._desk.news("export.written", path=str(path))
        self._desk.good()

    # --- reading ---

    def _find(self, wanted: Wanted) -> None:
        self._look(replace(self._course, wanted=wanted, mode="journal", flag=None))

    def _look(self, course: Course, *, keep: bool = False) -> None:
        """Look at something else, from its first row on."""
        self._course = replace(course, chosen=0, pages=course.pages if keep else (None,))
        self._read()

    def _read(self) -> None:
        course, token, counter = self._course, object(), self._desk.counter
        self._asked, self._message = token, self._desk.words("audit.working")
        if course.mode == "questions" and course.flag is None:
            until = course.until[-1] if course.until else None
            progress = partial(self._progress, token)
            story = auditing.look(counter, until=until, told=progress)
            self._desk.do(story, then=partial(self._questions, token), otherwise=partial(self._failed, token))
        else:
            page = self._page(token)
            self._desk.do(page, then=partial(self._lines, token), otherwise=partial(self._failed, token))
        if self._asked is token:
            self.draw()

    async def _page(self, token: object) -> Page:
        """A page of what is wanted, however far back the search has to go for it."""
        wanted, before, found = self._wanted(), self._course.pages[-1], tuple[Line, ...]()
        while True:
            page = await auditing.read(self._desk.counter, wanted, before=before, most=A_PAGE - len(found))
            found, before = (*found, *page.lines), page.next
            if before is None or len(found) >= A_PAGE or token is not self._asked:
                return Page(found, before)

    def _wanted(self) -> Wanted:
        flag, wanted = self._course.flag, self._course.wanted
        return structs.replace(Wanted(flag.day, flag.day), places=flag.places) if flag else wanted

    def _progress(self, token: object, done: int, whole: int) -> None:
        if token is self._asked:
            self._message = self._desk.words("audit.looking", done=done, all=whole)
            self.draw()

    def _questions(self, token: object, found: tuple[date | None, tuple[Flag, ...]]) -> None:
        if token is self._asked:
            self._asked, self._message = None, ""
            self._loaded = Loaded(found[0], found[1])
            self.draw()

    def _lines(self, token: object, page: Page) -> None:
        if token is self._asked:
            self._asked, self._message = None, ""
            self._loaded = replace(self._loaded, lines=page.lines, has_more=page.next is not None)
            self.draw()

    def _failed(self, token: object, error: TillError) -> None:
        if token is self._asked:
            self._asked, self._message = None, self._desk.words("audit.failed")
            self._desk.refused(error)
            self.draw()

    # --- the chain ---

    def _check_chain(self) -> None:
        """Go on where it was left, as long as somebody looks."""
        counter = self._desk.counter

        async def story() -> None:
            self._head = await auditing.head(counter)
            self.draw()
            await auditing.check_chain(counter, is_wanted=lambda: self._is_here, told=self._checked)

        self._desk.do(story())

    def _checked(self, link: Link) -> None:
        if self._is_here:
            words, head = self._desk.words, self._head
            text, tone = told_chain(head, link, words)
            self.screen.show_chain(text, tone)

    # --- drawing ---

    def _pressed(self, name: str) -> None:
        if name.startswith("group:"):
            self.group(name.removeprefix("group:"))
        else:
            self._verbs()[name]()

    def _verbs(self) -> dict[str, Callable[[], object]]:
        names = ("close", "before", "choose", "after", "export", "open", "older", "newer")
        return {name: getattr(self, name) for name in names} | {str(one): partial(self.mode, one) for one in MODES}

    def _touched(self, place: int) -> None:
        self._course = replace(self._course, chosen=place)
        self.draw()

    def _may_see(self) -> bool:
        auditing.check_may_see(self._desk.counter)
        return True

    def _chosen_flag(self) -> Flag | None:
        course, flags = self._course, self._loaded.flags
        is_asking = course.mode == "questions" and course.flag is None and not self._message
        return flags[course.chosen] if is_asking and course.chosen < len(flags) else None

    def _names(self) -> Names:
        people = {one.id: one.name for one in self._desk.counter.ports.shelf.staff()}
        return Names(people, self._desk.product_name)

    def _paper(self) -> Document | None:
        """The paper of the chosen line, looked for once."""
        lines, course = self._loaded.lines, self._course
        is_line = course.mode == "journal" or course.flag is not None
        if not is_line or self._message or course.chosen >= len(lines):
            return None
        subject = lines[course.chosen].subject
        if subject not in self._papers:
            self._papers[subject] = paper_about(self._desk.counter, subject)
        return self._papers[subject]

    def view(self) -> AuditView:
        """What is to be seen now."""
        counter, words = self._desk.counter, self._desk.words
        chain = told_chain(self._head, counter.looked.link, words)
        return present(
            self._course,
            self._loaded,
            words,
            self._names(),
            chain=chain,
            message=self._message,
            today=counter.day(),
            paper=self._paper(),
        )

    def draw(self) -> None:
        """Draw it."""
        if self._is_here:
            self.screen.render(self.view(), self._desk.words)
