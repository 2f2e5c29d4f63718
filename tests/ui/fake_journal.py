"""A journal in memory, read by people: what a test wrote, and what it put in for days before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pos.domain.audit.flags import Place
from pos.domain.audit.lines import Wanted, line_of
from pos.domain.journal import Entry
from pos.till.day.journal import Head, Link, Page


class FakeJournal:
    """Implements `pos.till.day.journal.Journal`. Mutable: a test says how the chain stands."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self.link = Link(is_end=True)
        self.expects = 1

    def days(self, *, before: date, most: int) -> tuple[date, ...]:
        found = sorted({date.fromisoformat(one.day) for one in self._entries})
        return tuple(day for day in found if day < before)[-most:]

    def of_day(self, day: date) -> tuple[Entry, ...]:
        return tuple(one for one in self._entries if one.day == day.isoformat())

    def page(self, wanted: Wanted, *, before: Place | None = None, most: int = 100) -> Page:
        lines = [line_of(one) for one in reversed(self._entries)]
        found = [
            line
            for line in lines
            if (before is None or line.place < before)
            and (line.place in wanted.places if wanted.places else wanted.first <= line.day <= wanted.last)
            and wanted.who in ("", line.who)
            and (not wanted.kinds or line.kind in wanted.kinds)
            and wanted.has(line.amount)
        ]
        return Page(tuple(found[:most]), found[most - 1].place if len(found) > most else None)

    def head(self) -> Head:
        newest = self._entries[-1] if self._entries else None
        return Head((newest.epoch, newest.seq), newest.hash.hex(), self.expects) if newest else Head((1, 0), "", 1)

    def check(self, link: Link, *, most: int = 150) -> Link:
        del link, most
        return self.link
