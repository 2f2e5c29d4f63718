"""Baskets that came to nothing once their total was known: the customer may have paid, and left with the goods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pos.domain.audit.flags import Hit
from pos.domain.facts import BasketHeld, CardAsked, Fact, LineRestored, LineVoided, SaleAbandoned, SaleCompleted
from pos.domain.journal import Entry
from pos.domain.money import Won


class Baskets:
    """Mutable: it goes along a day. A basket emptied line by line, and never heard of again, was given up as well."""

    kinds: tuple[type, ...] = (LineVoided, LineRestored, BasketHeld, CardAsked, SaleAbandoned, SaleCompleted)

    def __init__(self) -> None:
        self._emptied: dict[str, list[tuple[Entry, str, int]]] = {}
        self._known: set[str] = set()
        self._hits: list[Hit] = []

    def see(self, entry: Entry, fact: Fact) -> None:
        """A card that was asked, and a reason at closing, say well enough why a basket came to nothing."""
        match fact:
            case LineVoided(sale, product, quantity):
                self._emptied.setdefault(sale, []).append((entry, product, quantity))
            case LineRestored(sale):
                self._known.add(sale)
            case BasketHeld(sale) | CardAsked(sale):
                self._known.add(sale)
            case SaleCompleted(sale=sold):
                self._emptied.pop(sold.id, None)
                self._known.discard(sold.id)
            case SaleAbandoned(sale, _, total) if sale not in self._known and not fact.reason:
                self._hits.append(Hit("ask.basket_given_up", entry.who, ((entry.epoch, entry.seq),), total))
                self._known.add(sale)
            case SaleAbandoned(sale):
                self._known.add(sale)
            case _:
                return

    def found(self, prices: Mapping[str, Won]) -> Iterable[Hit]:
        """A basket each."""
        yield from self._hits
        for sale, taken in self._emptied.items():
            if sale not in self._known:
                amount = sum(prices.get(product, 0) * quantity for _, product, quantity in taken)
                places = tuple((entry.epoch, entry.seq) for entry, _, _ in taken)
                yield Hit("ask.basket_given_up", taken[0][0].who, places, amount)
