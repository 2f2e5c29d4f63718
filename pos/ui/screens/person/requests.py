"""What a member asks for, step by step: a copy, a correction, leaving; each by who showed who they are."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

from pos.domain.people.rights import RequestKind, Shown, SubjectRequest
from pos.till.people import copying, rights
from pos.till.people.rights import PersonCopy
from pos.ui.screens.person.both import both
from pos.ui.screens.person.course import request_of
from pos.ui.screens.person.page import Page
from pos.ui.where import Where


class Requests:
    """Over the page; it holds the dialog for files."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.where = Where(page.screen)

    def ask(self, kind: RequestKind) -> None:
        """They want something; of a correction what is wrong comes first."""
        self._page.go("fields" if kind == "correction" else "identity", kind=kind, fields=())

    def next(self) -> None:
        """What is wrong is chosen; who they are comes next."""
        if self._page.course.fields:
            self._page.to(replace(self._page.course, stage="identity", chosen=""))
        else:
            self._page.bad()

    def take_down(self) -> None:
        """The request, by who showed who they are."""
        course = self._page.course
        shown = cast("Shown | None", course.chosen or None)
        story = rights.ask(self._page.counter, course.number, course.kind, shown=shown, fields=course.fields)
        self._page.do(story, self._asked)

    def _asked(self, made: SubjectRequest) -> None:
        self._page.to_page(f"request:{made.id}")
        if made.kind == "copy" and self._page.counter.may("handle_subject_requests"):
            self.gather()

    def gather(self) -> None:
        """Everything there is of them."""
        asked = request_of(self._page.counter, self._page.course)
        if asked is not None:
            self._page.to(replace(self._page.course, stage="copy", about=asked.id))
            self._page.do(rights.copy(self._page.counter, asked.id), self._gathered)

    def _gathered(self, made: PersonCopy) -> None:
        if self._page.screen.isVisible():
            self._page.sight.begin()
            self._page.to(replace(self._page.course, stage="copy", copy=made))

    def save(self) -> None:
        """As PDF and JSON, where the person says."""
        made, words = self._page.course.copy, self._page.desk.words
        if made is not None:
            name = words("copy.file", number=made.member.number)
            self.where.ask(words, name, kind="pdf", then=partial(self._save, made))

    def _save(self, made: PersonCopy, path: Path) -> None:
        self._page.do(copying.write(self._page.counter, made, both(), to=path), self._saved)

    def _saved(self, paths: tuple[Path, Path]) -> None:
        self._page.desk.news("member.copy_given", path=str(paths[0].with_suffix(".*")))
        self._page.to_page("asking")

    def print(self) -> None:
        """On paper, here."""
        made = self._page.course.copy
        if made is not None:
            self._page.do(copying.print_out(self._page.counter, made, both()), lambda _: self._page.to_page("asking"))

    def enter(self) -> None:
        """The right values."""
        asked = request_of(self._page.counter, self._page.course)
        if asked is not None and self._page.member is not None:
            several = "address" in asked.fields and len(self._page.member.addresses) > 1
            self._page.to(replace(self._page.course, stage="correct", chosen="0" if several else "", about=asked.id,
                             fields=asked.fields))  # fmt: skip
            self._page.extra.form.begin(asked.fields)
            self._page.draw()

    def correct(self) -> None:
        """They take the place of the old ones."""
        course, member = self._page.course, self._page.member
        if member is not None:
            place = int(course.chosen or 0)
            new = self._page.extra.form.corrected(course.fields, member, place=place)
            told = rights.processors_with(self._page.counter, course.number, course.fields)
            self._page.do(rights.correct(self._page.counter, course.about, new), lambda _: self._is_corrected(told))

    def _is_corrected(self, told: tuple[str, ...]) -> None:
        self._page.extra.forget()
        self._page.hide()
        self._page.to(replace(self._page.course, stage="corrected", told_processors=told))

    def refuse(self) -> None:
        """A request that cannot be granted."""
        asked = request_of(self._page.counter, self._page.course)
        if asked is not None:
            self._page.go("refuse", about=asked.id, kind=asked.kind)

    def delete(self) -> None:
        """What was asked for in writing is leaving, too."""
        asked = request_of(self._page.counter, self._page.course)
        self._page.go("leave", about=asked.id if asked is not None else "")

    def leave(self) -> None:
        """At once, by who showed who they are; there is no way back."""
        if not self._page.course.chosen:
            self._page.bad()
        else:
            self._page.do(self._let_go(cast("Shown", self._page.course.chosen)), lambda _: self._page.has_left())

    async def _let_go(self, shown: Shown) -> None:
        counter, course = self._page.counter, self._page.course
        about = next((one.id for one in self._page.counter.ports.people.requests(course.number)
                      if one.kind == "deletion" and not one.outcome), "")  # fmt: skip
        if not about:
            about = (await rights.ask(counter, course.number, "deletion", shown=shown)).id
        await rights.delete(counter, about)

    def refuse_now(self) -> None:
        """With the reason."""
        story = rights.refuse(self._page.counter, self._page.course.about, self._page.extra.note.text)
        self._page.do(story, lambda _: self._page.to_page("asking"))
