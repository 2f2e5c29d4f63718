"""Who opened whose record, looked at for what a person would ask about: a question, never a verdict.

It knows no names and reads nothing: what happened in the same days is given to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Literal, TypeAlias

import msgspec

from pos.domain.calendar import korean_day
from pos.domain.people.access import Opening

Kind: TypeAlias = Literal["off_shift", "refused", "no_cause", "many", "repeated"]
KINDS: tuple[Kind, ...] = ("off_shift", "refused", "no_cause", "many", "repeated")
"""What is asked about, the most telling first."""

LEAST_OPENED, TIMES = 5, 3
"""Somebody opens many who opened five or more, and three times as many a sale as everybody else together."""
LEAST_REFUSED = 3
REPEATED_DAYS, REPEATED_TIMES = 3, 5
"""The same member again and again: on three days, or five times."""


class Worked(msgspec.Struct, frozen=True):
    """A shift from when to when; "" is everybody's. `until` is None while it is open."""

    who: str
    since: datetime
    until: datetime | None = None

    def covers(self, opening: Opening) -> bool:
        """Whether somebody was at work in it when they opened a record."""
        has_begun = self.since <= opening.at
        return self.who in ("", opening.who) and has_begun and (self.until is None or opening.at <= self.until)


class Cause(msgspec.Struct, frozen=True):
    """What a record may have been opened for: a sale, a delivery, a return, a request, from day to day.

    It explains openings for `purpose` alone, or for any where that is "".
    """

    member: str
    first: date
    last: date
    purpose: str = ""

    def explains(self, opening: Opening) -> bool:
        """Whether an opening may have been about it."""
        is_then = self.first <= korean_day(opening.at) <= self.last
        return opening.member == self.member and is_then and self.purpose in ("", opening.purpose)


class Asked(msgspec.Struct, frozen=True):
    """Something to ask a person about, with its arithmetic; `openings` are those it is about, oldest first.

    `count` of `of` openings; for "many" they were opened with `sales` sales, and everybody else opened `others` with
    `others_sales`; for "repeated" it was `member`, on `days` days.
    """

    kind: Kind
    who: str
    count: int
    of: int
    openings: tuple[Opening, ...]
    member: str = ""
    days: int = 0
    sales: int = 0
    others: int = 0
    others_sales: int = 0

    @property
    def times(self) -> int:
        """How many times as many a sale as the others, in tenths; 0 where they opened none."""
        mine, theirs = self.count * max(self.others_sales, 1), self.others * max(self.sales, 1)
        return mine * 10 // theirs if theirs else 0


def questions(
    openings: Sequence[Opening], *, sales: Mapping[str, int], shifts: Collection[Worked], causes: Iterable[Cause]
) -> tuple[Asked, ...]:
    """What there is to ask about, the most telling kind first, and of each who did it most.

    `sales` is how many each person made in the same days.
    """
    of_member: dict[str, list[Cause]] = {}
    for cause in causes:
        of_member.setdefault(cause.member, []).append(cause)
    found: list[Asked] = []
    for who, theirs in _by(openings, lambda one: one.who):
        seen = [one for one in theirs if not one.is_refused]
        found += _simple("off_shift", who, [one for one in theirs if not any(s.covers(one) for s in shifts)], theirs)
        found += _simple("refused", who, [one for one in theirs if one.is_refused], theirs, least=LEAST_REFUSED)
        without = [one for one in seen if not any(c.explains(one) for c in of_member.get(one.member, ()))]
        found += _simple("no_cause", who, without, seen)
        found += _many(who, seen, openings, sales)
        found += _repeated(who, seen)
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), -one.count, one.who, one.member)))


def _simple(kind: Kind, who: str, odd: list[Opening], of: list[Opening], *, least: int = 1) -> list[Asked]:
    return [Asked(kind, who, len(odd), len(of), tuple(odd))] if len(odd) >= least else []


def _many(who: str, seen: list[Opening], openings: Sequence[Opening], sales: Mapping[str, int]) -> list[Asked]:
    others = sum(not one.is_refused and one.who != who for one in openings)
    others_sales = sum(count for seller, count in sales.items() if seller != who)
    mine = sales.get(who, 0)
    if len(seen) < LEAST_OPENED or not (others or others_sales) or not (mine or others_sales):
        return []  # nobody to compare with, or nothing to compare by
    if len(seen) * max(others_sales, 1) < TIMES * others * max(mine, 1):
        return []
    return [Asked("many", who, len(seen), len(seen), tuple(seen), sales=mine, others=others, others_sales=others_sales)]


def _repeated(who: str, seen: list[Opening]) -> list[Asked]:
    found = []
    for member, same in _by(seen, lambda one: one.member):
        days = len({korean_day(one.at) for one in same})
        if days >= REPEATED_DAYS or len(same) >= REPEATED_TIMES:
            found.append(Asked("repeated", who, len(same), len(seen), tuple(same), member, days))
    return found


def _by(openings: Iterable[Opening], what: Callable[[Opening], str]) -> list[tuple[str, list[Opening]]]:
    """Grouped, each oldest first."""
    in_order = sorted(openings, key=lambda one: (what(one), one.at))
    return [(name, list(some)) for name, some in groupby(in_order, key=what)]
