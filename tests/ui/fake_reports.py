"""Shifts as the till in memory wrote them: what happened in each, and the Z reports that closed them."""

from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace

from pos.domain.facts import Fact, ShiftClosed, ShiftOpened, decode_fact
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.sums.belonging import Roster
from pos.domain.sums.report import Report
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

    def shifts_after(self, fact: Fact, entry: Entry, shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
        """The shifts that are open once a fact is written."""
        if isinstance(fact, ShiftOpened):
            day, at = date.fromisoformat(entry.day), datetime.fromisoformat(entry.at)
            return (*shifts, Shift(fact.shift, day, at, entry.who, fact.float_won, fact.drawer, fact.own))
        if isinstance(fact, ShiftClosed):
            return tuple(one for one in shifts if one.id != fact.report.shift)
        return shifts

    def entries_of_shift(self, shift: str) -> tuple[Entry, ...]:
        facts = [(entry, decode_fact(entry.payload)) for entry in self._entries]
        if any(isinstance(fact, ShiftOpened) and fact.own for _, fact in facts):
            roster = Roster()
            return tuple(entry for entry, fact in facts if roster.add(fact, who=entry.who) == shift)
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
