"""Adds up every shift once more from its entries, to hold its Z report against them. It reads entries, never tables."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.facts import Fact, OrderCancelled, SaleCompleted, ShiftClosed, ShiftOpened
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.domain.sums.belonging import Opened, Roster
from pos.domain.sums.report import Report
from pos.domain.sums.tally import Tally


class Shifts:
    """Goes along with who walks the journal. Mutable because it counts; of sales it keeps those that are delivered."""

    def __init__(self) -> None:
        self.agree = True
        self._roster = Roster()
        self._open: dict[str, tuple[Opened, Tally]] = {}
        self._orders: dict[str, Sale] = {}
        self._running: Won = 0

    def add(self, entry: Entry, fact: Fact) -> None:
        """One more entry of the journal, in order."""
        shift = self._roster.add(fact, who=entry.who)
        if isinstance(fact, ShiftOpened):
            opened = Opened(fact.shift, entry.who, fact.own, fact.drawer)
            self._open[fact.shift] = opened, Tally(fact.float_won, self._orders_get)
        elif isinstance(fact, ShiftClosed):
            self.agree = self.agree and self._holds(fact.report)
            self._open.pop(fact.report.shift, None)
            self._running = fact.report.running
        elif isinstance(fact, SaleCompleted) and fact.sale.shipping is not None:
            self._orders[fact.sale.id] = fact.sale
        if shift in self._open:
            self._open[shift][1].add(fact, who=entry.who)
        if isinstance(fact, OrderCancelled):
            self._orders.pop(fact.sale, None)

    def _holds(self, told: Report) -> bool:
        """The sums are those of the entries, the shift is as it was opened, and the running total goes on."""
        if told.shift not in self._open:
            return False
        opened, tally = self._open[told.shift]
        if (told.own, told.drawer) != (opened.own, opened.drawer) or told.opened_by not in ("", opened.cashier):
            return False
        return tally.report(replace(told, running=self._running)) == told

    def _orders_get(self, sale: str) -> Sale | None:
        return self._orders.get(sale)
