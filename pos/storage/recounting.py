"""Adds up every shift once more from its entries, to hold its Z report against them. It reads entries, never tables."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.facts import Fact, OrderCancelled, SaleCompleted, ShiftClosed, ShiftOpened
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.report import Report
from pos.domain.sale import Sale
from pos.domain.tally import Tally


class Shifts:
    """Goes along with who walks the journal. Mutable because it counts; of sales it keeps those that are delivered."""

    def __init__(self) -> None:
        self.agree = True
        self._shift, self._tally = "", Tally(0, self._orders_get)
        self._orders: dict[str, Sale] = {}
        self._running: Won = 0

    def add(self, entry: Entry, fact: Fact) -> None:
        """One more entry of the journal, in order."""
        if isinstance(fact, ShiftOpened):
            self._shift, self._tally = fact.shift, Tally(fact.float_won, self._orders_get)
        elif isinstance(fact, ShiftClosed):
            self.agree = self.agree and self._holds(fact.report)
            self._shift, self._running = "", fact.report.running
        elif isinstance(fact, SaleCompleted) and fact.sale.shipping is not None:
            self._orders[fact.sale.id] = fact.sale
        self._tally.add(fact, who=entry.who)
        if isinstance(fact, OrderCancelled):
            self._orders.pop(fact.sale, None)

    def _holds(self, told: Report) -> bool:
        """The sums are those of the entries, and the running total goes on from the report before."""
        if told.shift != self._shift:
            return False
        return self._tally.report(replace(told, running=self._running)) == told

    def _orders_get(self, sale: str) -> Sale | None:
        return self._orders.get(sale)
