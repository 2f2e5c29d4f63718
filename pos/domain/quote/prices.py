"""First step: every basket line at its shelf price (terms 9 (2))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from pos.domain.basket import Basket, Line
from pos.domain.catalogue import Product, price_at
from pos.domain.money import Won
from pos.domain.quote.values import Block, Cause, Discount, QuoteLine

SHELF_PRICE = Cause("price.shelf", "9 (2)")
GIVEN_FREE = Cause("line.free", "9 (2)")


def price_lines(basket: Basket, products: Mapping[str, Product], blocks: list[Block]) -> tuple[QuoteLine, ...]:
    """The lines at the prices of `basket.priced_at`; a product without one is worth 0 and blocks payment."""
    return tuple([_priced(line, products[line.product], basket.priced_at, blocks) for line in basket.lines])


def _priced(line: Line, product: Product, moment: datetime, blocks: list[Block]) -> QuoteLine:
    price = price_at(product, moment)
    if price is None:
        blocks.append(Block("price.missing", line.id, {"product": product.code}))
        price = 0
    amount = price * line.quantity
    return QuoteLine(
        line.id,
        product.code,
        product.name,
        product.range,
        product.tax,
        line.quantity,
        price,
        amount,
        SHELF_PRICE,
        (Discount(GIVEN_FREE, amount),) if line.free is not None and amount else (),
        line.serials,
    )


class PriceChange(msgspec.Struct, frozen=True):
    """A product whose price is another now, in won."""

    product: str
    old: Won
    new: Won


def price_changes(
    basket: Basket, shown: Mapping[str, Product], fresh: Mapping[str, Product], moment: datetime
) -> tuple[PriceChange, ...]:
    """Which products of the basket cost something else at `moment` than when the basket took its prices.

    `shown` are the products as the basket knows them, `fresh` as the shelf has them now.
    """
    changed = []
    for code in dict.fromkeys(line.product for line in basket.lines):
        old, new = price_at(shown[code], basket.priced_at), price_at(fresh[code], moment)
        if new is not None and old != new:
            changed.append(PriceChange(code, old or 0, new))
    return tuple(changed)
