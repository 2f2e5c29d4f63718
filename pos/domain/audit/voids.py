"""Lines voided just before payment: goods that were scanned, taken out again, and perhaps handed over all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from pos.domain.audit.flags import Hit, Place
from pos.domain.facts import CardAsked, Fact, LineRestored, LineVoided, PartPaid, SaleCompleted
from pos.domain.journal import Entry
from pos.domain.money import Won

JUST_BEFORE = timedelta(seconds=20)
"""Whoever changes their mind does it while goods are scanned; so late it is seldom."""


class Voids:
    """Mutable: it goes along a day."""

    kinds: tuple[type, ...] = (LineVoided, LineRestored, CardAsked, PartPaid, SaleCompleted)

    def __init__(self) -> None:
        self._out: dict[str, list[tuple[Entry, str, int]]] = {}
        self._asked: dict[str, str] = {}
        self._hits: list[tuple[Hit, list[tuple[str, int]]]] = []

    def see(self, entry: Entry, fact: Fact) -> None:
        """Voids wait for their sale; what was put back was no void."""
        match fact:
            case LineVoided(sale, product, quantity):
                self._out.setdefault(sale, []).append((entry, product, quantity))
            case LineRestored(sale, product, quantity):
                self._back(sale, product, quantity)
            case CardAsked(sale) | PartPaid(sale):
                self._asked.setdefault(sale, entry.at)
            case SaleCompleted(sale=sold):
                self._paid(sold.id, sold.cashier, entry)
            case _:
                return

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:
        """A sale each, with what was taken out of it at its price."""
        for hit, units in self._hits:
            amount = sum(prices.get(product, 0) * quantity for product, quantity in units)
            yield Hit(hit.code, hit.who, hit.places, amount)

    def _back(self, sale: str, product: str, quantity: int) -> None:
        taken = self._out.get(sale, [])
        same = next((one for one in reversed(taken) if one[1:] == (product, quantity)), None)
        if same is not None:
            taken.remove(same)

    def _paid(self, sale: str, who: str, entry: Entry) -> None:
        taken, asked = self._out.pop(sale, None), self._asked.pop(sale, entry.at)
        if not taken:
            return
        begun = datetime.fromisoformat(asked)
        late = [one for one in taken if begun - datetime.fromisoformat(one[0].at) <= JUST_BEFORE]
        if late:
            places: tuple[Place, ...] = (*((one.epoch, one.seq) for one, _, _ in late), (entry.epoch, entry.seq))
            units = [(product, quantity) for _, product, quantity in late]
            self._hits.append((Hit("ask.void_before_payment", who, places), units))
