"""What the held baskets are: since when, what is first in them, how many items, what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos.domain.catalogue import Product
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.domain.quote import quote
from pos.till.counter import Counter
from pos.till.feed import Language
from pos.till.ports import Draft


@dataclass(frozen=True, slots=True)
class HeldBasket:
    """One held basket of so many `kinds` and `items`. `number` is the digit that takes it up, 0 from the tenth on;
    `total` is None where nobody knows.
    """

    id: str
    held_at: datetime
    first: str
    kinds: int
    items: int
    total: Won | None
    number: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class HeldView:
    """The held baskets, newest first. `is_busy` where goods lie at the counter: they are put aside first."""

    baskets: tuple[HeldBasket, ...]
    is_busy: bool

    @property
    def chosen(self) -> HeldBasket | None:
        """The one that Enter takes up."""
        return next((basket for basket in self.baskets if basket.is_chosen), None)


def present(counter: Counter, language: Language, *, chosen: int = 0) -> HeldView:
    """The view; `chosen` is a place in it, brought back into it where it is outside."""
    drafts = counter.ports.shelf.held()[::-1]
    place = max(0, min(chosen, len(drafts) - 1))
    baskets = tuple(_held(counter, draft, language, at=at, chosen=place) for at, draft in enumerate(drafts))
    return HeldView(baskets, counter.basket is not None and not counter.basket.is_empty)


def _held(counter: Counter, draft: Draft, language: Language, *, at: int, chosen: int) -> HeldBasket:
    basket, shelf = draft.basket, counter.ports.shelf
    products = {line.product: shelf.product(line.product) for line in basket.lines}
    known = {code: product for code, product in products.items() if product is not None}
    first = products[basket.lines[0].product] if basket.lines else None
    return HeldBasket(
        id=basket.id,
        held_at=draft.held_at or basket.opened_at,
        first=first.name.in_language(language) if first else _unknown(draft),
        kinds=len(basket.lines) + len(basket.unknown),
        items=sum(line.quantity for line in basket.lines) + len(basket.unknown),
        total=_total(counter, draft, known) if len(known) == len(products) else None,
        number=at + 1 if at < 9 else 0,
        is_chosen=at == chosen,
    )


def _unknown(draft: Draft) -> str:
    basket = draft.basket
    return basket.lines[0].product if basket.lines else basket.unknown[0].text if basket.unknown else "–"


def _total(counter: Counter, draft: Draft, products: dict[str, Product]) -> Won | None:
    try:
        return quote(draft.basket, products, counter.policy()).total
    except Refused:
        return None
