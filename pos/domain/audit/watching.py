"""A walk along one day's entries: each watch sees the kinds it knows and says at the end what it saw.

It judges nothing: what a day showed is held against other days in `judging`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Protocol

from pos.domain.audit.approvals import Absent, Free
from pos.domain.audit.baskets import Baskets
from pos.domain.audit.clocks import Clocks
from pos.domain.audit.counts import Counts
from pos.domain.audit.drawers import Drawers
from pos.domain.audit.flags import Hit, Seen
from pos.domain.audit.members import Members
from pos.domain.audit.pins import Tried
from pos.domain.audit.refunds import Refunds
from pos.domain.audit.voids import Voids
from pos.domain.facts import Fact, SaleCompleted
from pos.domain.journal import Entry
from pos.domain.money import Won


class Watch(Protocol):
    """What looks for one fraud or one family of them during a day. Mutable: it goes along."""

    kinds: tuple[type, ...]

    def see(self, entry: Entry, fact: Fact) -> None:
        """One more entry, of one of its kinds."""

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:
        """At the end of the day: what was seen. `prices` are the unit prices that products were sold at."""


def see_day(day: date, entries: Iterable[tuple[Entry, Fact]], owed: Mapping[str, str] | None = None) -> Seen:
    """What a day showed. `entries` are all of it, in order; `owed` are refund parts that were owed when it began."""
    refunds, counts, present = Refunds(owed or {}), Counts(), set[str]()
    watches: tuple[Watch, ...] = (
        Voids(),
        Baskets(),
        refunds,
        Drawers(),
        Free(),
        Absent(present),
        counts,
        Members(),
        Clocks(),
        Tried(),
    )
    sees: dict[type, list[Callable[[Entry, Fact], None]]] = {}
    for watch in watches:
        for kind in watch.kinds:
            sees.setdefault(kind, []).append(watch.see)
    sales, prices = dict[str, int](), dict[str, Won]()
    for entry, fact in entries:
        present.add(entry.who)
        for see in sees.get(type(fact), ()):
            see(entry, fact)
        if isinstance(fact, SaleCompleted):
            sold = fact.sale
            sales[sold.cashier] = sales.get(sold.cashier, 0) + 1
            for line in sold.lines:
                prices[line.product] = line.unit_price
    hits = tuple(hit for watch in watches for hit in watch.found(prices))
    return Seen(day, sales, hits, tuple(counts.counted), dict(refunds.owed))
