"""How a membership stands, and what was agreed to: limited, lifted, announced, cancelled; a consent given or taken."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from functools import partial
from typing import Any, cast

from pos.domain.audit.lines import Line
from pos.domain.people.joining import ConsentKind
from pos.domain.people.standing import Telling
from pos.till.people import joining, standing, telling
from pos.ui.screens.person.course import stands
from pos.ui.screens.person.page import Page
from pos.ui.screens.person.view import optional


class Standing:
    """Over the page. It holds nothing."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def consent(self, name: str) -> None:
        verb, _, told = name.partition("_")
        kind = cast("ConsentKind", told)
        if kind in optional(self._page.counter):
            sets = frozenset({kind})
            given, withdrawn = (sets, frozenset[ConsentKind]()) if verb == "give" else (frozenset[ConsentKind](), sets)
            story = joining.change_consents(
                self._page.counter, self._page.course.number, given=given, withdrawn=withdrawn
            )
            self._page.do(story, lambda _: None)

    def limit(self) -> None:
        """The membership is limited."""
        reason = int(self._page.course.chosen) if self._page.course.chosen else None
        self._decide(
            standing.suspend(self._page.counter, self._page.course.number, reason, self._page.extra.note.text),
            "suspension",
        )

    def lift(self) -> None:
        """It is whole again."""
        self._decide(standing.lift(self._page.counter, self._page.course.number, self._page.extra.note.text), "lifted")

    def announce(self) -> None:
        """It will be cancelled."""
        self._decide(
            standing.announce_loss(self._page.counter, self._page.course.number, self._page.extra.note.text), "loss"
        )

    def cancel(self) -> None:
        """It is cancelled."""
        self._page.do(
            standing.cancel_membership(self._page.counter, self._page.course.number), lambda _: self._page.has_left()
        )

    def _decide(self, story: Coroutine[Any, Any, Any], done: Telling) -> None:
        self._page.do(story, lambda _: self._page.go("tell", done=done, told=()))

    def look(self) -> None:
        """When they were told, where there is something to be told of; it comes from the disk."""
        page = self._page
        found = stands(page.counter, page.member) if page.member is not None else None
        if found is not None:
            number = page.course.number
            story = telling.told_since(page.counter, number, found.since)
            page.desk.do(story, then=partial(self._arrived, number), otherwise=page.desk.refused)

    def _arrived(self, number: str, told: tuple[Line, ...]) -> None:
        if self._page.course.number == number:
            self._page.to(replace(self._page.course, told=told))

    def tell(self) -> None:
        """They were told before; it is written down now."""
        member = self._page.member
        found = stands(self._page.counter, member) if member is not None else None
        self._told("loss" if found is not None and found.takes_effect is not None else "suspension")

    def have_told(self) -> None:
        """They were told of what was just done."""
        if self._page.course.done:
            self._told(self._page.course.done)

    def _told(self, about: Telling) -> None:
        self._page.do(standing.told(self._page.counter, self._page.course.number, about), lambda _: self._is_told())

    def _is_told(self) -> None:
        self._page.to_page("standing")
        self.look()
