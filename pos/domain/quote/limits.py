"""What stands in the way of an order before any money moves: quantity limits and codes nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pos.domain.basket import Basket
from pos.domain.catalogue import Product
from pos.domain.quote.values import Block


def check_limits(basket: Basket, products: Mapping[str, Product], blocks: list[Block]) -> None:
    """Append a block for each product outside its smallest or largest quantity an order (terms 9 (5), 10 (1) 4).

    The limit counts every line of the product.
    """
    ordered: Counter[str] = Counter()
    for line in basket.lines:
        ordered[line.product] += line.quantity
    for code, quantity in ordered.items():
        product = products[code]
        most, least = product.max_per_order, product.min_per_order
        if most is not None and quantity > most:
            blocks.append(Block("order.limit_exceeded", None, {"product": code, "most": most, "asked": quantity}))
        if least is not None and quantity < least:
            blocks.append(Block("order.below_minimum", None, {"product": code, "least": least, "asked": quantity}))


def check_unknown(basket: Basket, blocks: list[Block]) -> None:
    """Append a block for each code nobody knows."""
    for scan in basket.unknown:
        blocks.append(Block(scan.reason, None, {"scan": scan.id, "text": scan.text}))
