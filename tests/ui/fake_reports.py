"""Shifts as the till in memory wrote them: what happened in each, and the Z reports that closed them."""

from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace

from pos.domain.facts import Fact, ShiftClosed, ShiftOpened, decode_fact
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.report import Report
from pos.till.ports import Shift


class FakeReports:
    """Over the list of the memory's entries. A shift that was put there goes on from the last one that was closed."""

    def __init__(self, entries: list[Entry]) -> None:
        self._entries = entries

    def numbered(self, fact: Fact) -> Fact:
        """A Z report as it is written down: under the next number of this till."""
        if not isinstance(fact, ShiftClosed) or fact.report.number:
            return fact
        return replace(fact, report=replace(fact.report, number=len(self._closed()) + 1))

    def shift_after(self, fact: Fact, entry: Entry, shift: Shift | None) -> Shift | None:
        """The shift that is open once a fact is written."""
        if isinstance(fact, ShiftOpened):
            at = datetime.fromisoformat(entry.at)
            return Shift(fact.shift, date.fromisoformat(entry.day), at, entry.who, fact.float_won)
        return None if isinstance(fact, ShiftClosed) else shift

    def entries_of_shift(self, shift: str) -> tuple[Entry, ...]:
        found: list[Entry] = []
        for entry in self._entries:
            fact = decode_fact(entry.payload)
            if isinstance(fact, ShiftOpened):
                found.clear()
            found.append(entry)
            if isinstance(fact, ShiftClosed):
                if fact.report.shift == shift:
                    return tuple(found)
                found.clear()
        return tuple(found)

    def entry_of_report(self, shift: str) -> Entry | None:
        return next((entry for entry, report in self._closed() if report.shift == shift), None)

    def reports(self, *, most: int = 60) -> tuple[Report, ...]:
        return tuple(report for _, report in self._closed())[::-1][:most]

    def running_total(self) -> Won:
        return sum(report.net for _, report in self._closed())

    def _closed(self) -> list[tuple[Entry, Report]]:
        facts = [(entry, decode_fact(entry.payload)) for entry in self._entries]
        return [(entry, fact.report) for entry, fact in facts if isinstance(fact, ShiftClosed)]
