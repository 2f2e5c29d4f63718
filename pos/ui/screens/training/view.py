"""What is said of practising: before it what it is, in it what came out of the printer."""

from __future__ import annotations

from dataclasses import dataclass

from pos.till.counter import Counter
from pos.till.practice import PracticePaper

BEFORE = ("real", "devices", "papers", "kept", "back")
"""What a person should know before, a line each."""
WITHIN = ("within", "papers_here", "made_up", "again")
"""What a person should know in it."""


@dataclass(frozen=True, slots=True)
class TrainingView:
    """`is_begun`: there is something of today to go on with. `may_begin`: a role may keep somebody from it."""

    is_on: bool
    is_begun: bool
    may_begin: bool
    papers: tuple[PracticePaper, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The keys of what is said, in order."""
        return WITHIN if self.is_on else BEFORE


def may_begin(counter: Counter) -> bool:
    """Whoever is signed in, where their role may practise; and whoever stands before a till without anybody at it."""
    return counter.staff is None or counter.may("train")


def present(counter: Counter) -> TrainingView:
    """As it is now."""
    practice = counter.ports.practice
    return TrainingView(practice.is_on, practice.is_begun, may_begin(counter), practice.papers)
