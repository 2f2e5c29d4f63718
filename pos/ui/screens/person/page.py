"""What every step of a member's page stands on: whose it is, what is shown and going on, and what must go again."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from pos.domain.errors import TillError
from pos.till.counter import Counter
from pos.till.feed import Member
from pos.ui.desk import Desk
from pos.ui.screens.person.course import Course, Stage, member_of
from pos.ui.screens.person.extra import Extra
from pos.ui.screens.person.sight import Sight
from pos.ui.screens.person.view import present, sections
from pos.ui.screens.refunds.pane import Pane
from pos.ui.screens.refunds.two_panes import TwoPanes

T = TypeVar("T")


class Page:
    """Mutable: the course somebody is on."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.course = desk, Course()
        self.extra = Extra()
        self.screen = TwoPanes("person", extra=self.extra)
        self.sight = Sight(self.screen)
        self.sight.over.connect(self.hide)

    @property
    def counter(self) -> Counter:
        """The counter."""
        return self.desk.counter

    @property
    def member(self) -> Member | None:
        """Whose page it is, None once they have left."""
        return member_of(self.desk.counter, self.course)

    def go(self, stage: Stage, **changes: Any) -> None:
        """The first step of something."""
        self.extra.forget()
        self.to(replace(self.course, stage=stage, chosen="", **changes))

    def to_page(self, section: str = "") -> None:
        """The page again; what was gathered is forgotten."""
        self.extra.forget()
        section = section or self.course.section
        if section not in sections(self.counter, self.course.number):
            section = "asking"
        self.to(Course(self.course.number, section, whole=self.course.whole, told=self.course.told))

    def hide(self) -> None:
        """Masked again, and what was gathered is gone."""
        self.sight.end()
        course = self.course
        if course.whole is not None or course.copy is not None:
            stage: Stage = "page" if course.stage == "copy" else course.stage
            self.to(replace(course, whole=None, copy=None, stage=stage))

    def has_left(self) -> None:
        """Nothing is known of them any more."""
        self.hide()
        self.desk.close()
        self.desk.good()
        self.desk.news("member.has_left")

    def do(self, story: Coroutine[Any, Any, T], then: Callable[[T], object]) -> None:
        """Nothing else is done meanwhile; a refusal is said, and the step stays."""
        self.to(replace(self.course, is_busy=True))

        def done(result: T) -> None:
            self.to(replace(self.course, is_busy=False))
            self.desk.good()
            then(result)

        def failed(error: TillError) -> None:
            self.to(replace(self.course, is_busy=False))
            self.desk.refused(error)

        self.desk.do(story, then=done, otherwise=failed)

    def bad(self) -> None:
        """Something is still missing."""
        self.desk.toned.emit("bad")

    def view(self) -> Pane:
        """What is to be seen now."""
        return present(self.counter, self.desk.words, self.course)

    def to(self, course: Course) -> None:
        """Go there."""
        self.course = course
        self.draw()

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self.desk.words)
        self.extra.show_for(self.course, self.member, self.desk.words)
