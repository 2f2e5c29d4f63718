"""Drawers that were counted at closing: who answers for each, and by how much it differed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pos.domain.audit.flags import Counted, Hit
from pos.domain.facts import Fact, ShiftClosed
from pos.domain.journal import Entry
from pos.domain.money import Won


class Counts:
    """Mutable: it goes along a day. One count is no question; what a person's counts say together is for `judging`."""

    kinds: tuple[type, ...] = (ShiftClosed,)

    def __init__(self) -> None:
        self.counted: list[Counted] = []

    def see(self, entry: Entry, fact: Fact) -> None:
        """A shift of one's own is theirs, whoever closed it; any other is whose who counted it."""
        if isinstance(fact, ShiftClosed):
            report = fact.report
            who = report.opened_by if report.own and report.opened_by else entry.who
            self.counted.append(Counted(who, (entry.epoch, entry.seq), report.difference))

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:  # noqa: ARG002 - it has no hits
        """Nothing by itself."""
        return ()
