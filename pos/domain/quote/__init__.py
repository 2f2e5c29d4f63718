"""Basket + rules + moment -> quote. A pipeline; each step is a file, and every amount names its cause."""

from __future__ import annotations

from collections.abc import Mapping

from pos.domain.basket import Basket
from pos.domain.catalogue import Product
from pos.domain.money import vat_inside
from pos.domain.policy import Policy
from pos.domain.quote.limits import check_limits, check_unknown
from pos.domain.quote.prices import PriceChange, price_changes, price_lines
from pos.domain.quote.values import Block, Cause, Discount, Quote, QuoteLine

__all__ = ["Block", "Cause", "Discount", "PriceChange", "Quote", "QuoteLine", "price_changes", "quote"]


def quote(basket: Basket, products: Mapping[str, Product], policy: Policy) -> Quote:
    """What `basket` costs under `policy`, at the prices of `basket.priced_at`.

    `products` holds every product of the basket by its code. VAT is reckoned once, on what is taxable in the whole
    (terms 9 (2)), never added up from the lines.
    """
    blocks: list[Block] = []
    lines = price_lines(basket, products, blocks)
    check_limits(basket, products, blocks)
    check_unknown(basket, blocks)
    goods = discount = exempt = 0
    for line in lines:
        goods += line.amount
        taken = line.amount - line.to_pay if line.discounts else 0
        discount += taken
        if line.tax == "exempt":
            exempt += line.amount - taken
    total = goods - discount
    rule = policy.rules.vat
    vat = vat_inside(total - exempt, rule.percent)
    return Quote(
        basket=basket.id,
        terms=policy.version,
        lines=lines,
        goods=goods,
        discount=discount,
        total=total,
        taxable=total - exempt,
        exempt=exempt,
        supply=total - exempt - vat,
        vat=vat,
        vat_cause=Cause("vat.inside", rule.clause),
        blocks=tuple(blocks),
    )
