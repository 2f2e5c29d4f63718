"""One member on many sales of one person: their benefit may have been lent to strangers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pos.domain.audit.flags import Hit, Place
from pos.domain.facts import Fact, SaleCompleted
from pos.domain.journal import Entry
from pos.domain.money import Won

USUAL = 2
"""So often somebody comes back the same day for what they forgot."""


class Members:
    """Mutable: it goes along a day."""

    kinds: tuple[type, ...] = (SaleCompleted,)

    def __init__(self) -> None:
        self._sales: dict[tuple[str, str], list[tuple[Place, Won]]] = {}

    def see(self, entry: Entry, fact: Fact) -> None:
        """One more sale."""
        if isinstance(fact, SaleCompleted) and fact.sale.member is not None:
            sold = (entry.epoch, entry.seq), fact.sale.discount
            self._sales.setdefault((fact.sale.cashier, fact.sale.member), []).append(sold)

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:  # noqa: ARG002 - the sale says what came off
        """A sale each, after the first ones."""
        for (who, member), sales in self._sales.items():
            for place, discount in sales[USUAL:]:
                yield Hit("ask.member_again", who, (place,), discount, about=member)
