"""What is asked of the journal by somebody who reads it: a page, a day, the state of the chain. For the disk lane.

Every call reads a bounded piece, so that no sale waits long for a reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import msgspec

from pos.domain.audit.flags import Place, Seen
from pos.domain.audit.lines import Line, Wanted
from pos.domain.journal import START, Break, Entry


class Page(msgspec.Struct, frozen=True):
    """Lines, newest first. `next` is where to go on, None at the end; a page may be empty and still go on."""

    lines: tuple[Line, ...]
    next: Place | None = None


class Link(msgspec.Struct, frozen=True):
    """How far the chain was checked: the last entry that holds, or where it does not."""

    epoch: int = 1
    seq: int = 0
    hash: bytes = START
    broken: Break | None = None
    is_end: bool = False


class Head(msgspec.Struct, frozen=True):
    """The newest entry, and what the mall has: it acknowledged all before `expects`."""

    place: Place
    hash: str
    expects: int


class Journal(Protocol):
    """The till's journal, for reading."""

    def days(self, *, before: date, most: int) -> tuple[date, ...]:
        """The newest business days on which something was done, before a day, oldest first."""

    def of_day(self, day: date) -> tuple[Entry, ...]:
        """Every entry of a business day, in order."""

    def page(self, wanted: Wanted, *, before: Place | None = None, most: int = 100) -> Page:
        """Lines before a place, newest first."""

    def head(self) -> Head:
        """Where the chain stands."""

    def check(self, link: Link, *, most: int = 150) -> Link:
        """So many more entries of the chain, each with its hash and its signature."""


@dataclass(slots=True)
class Looked:
    """What the till saw of its days since it started. Mutable: it fills; all of it can be read anew.

    `questions` is how many there are about `day`, the last one before today; `told_on` is when somebody was told so.
    `link` is how far the chain holds.
    """

    seen: dict[date, Seen] = field(default_factory=dict)
    day: date | None = None
    questions: int = 0
    told_on: date | None = None
    link: Link = field(default_factory=Link)
