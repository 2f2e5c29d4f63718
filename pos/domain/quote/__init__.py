"""Basket + rules + moment -> quote. A pipeline; each step is a file, and every amount names its cause."""

from __future__ import annotations

from collections.abc import Mapping

from pos.domain.basket import Basket
from pos.domain.catalogue import Product
from pos.domain.money import Won, vat_inside
from pos.domain.policy import Policy
from pos.domain.quote.benefits import Given, give
from pos.domain.quote.claiming import with_claims
from pos.domain.quote.counting import Priced
from pos.domain.quote.fee import delivery_fee
from pos.domain.quote.known import NOTHING, Known, Stock
from pos.domain.quote.limits import check_order
from pos.domain.quote.prices import PriceChange, price_changes, price_lines
from pos.domain.quote.spreading import Taken, canonical, with_discounts
from pos.domain.quote.values import Block, Cause, Choice, Discount, Missed, Quote, QuoteLine

__all__ = [
    "NOTHING",
    "Block",
    "Cause",
    "Choice",
    "Discount",
    "Known",
    "Missed",
    "PriceChange",
    "Quote",
    "QuoteLine",
    "Stock",
    "price_changes",
    "quote",
]


def quote(basket: Basket, products: Mapping[str, Product], policy: Policy, known: Known = NOTHING) -> Quote:
    """What `basket` costs under `policy`, at the prices and with the benefits of `basket.priced_at`.

    `products` holds every product of the basket by its code, `known` what the till knows about the member, offers and
    stock. VAT is reckoned once, on what is taxable in the whole (terms 9 (2)), never added up from the lines.
    """
    found = _quote(basket, products, policy, known)
    if known.is_sure:
        return found
    return with_claims(found, basket, known, lambda other: _quote(basket, products, policy, other))


def _quote(basket: Basket, products: Mapping[str, Product], policy: Policy, known: Known) -> Quote:
    blocks: list[Block] = []
    lines = price_lines(basket, products, blocks)
    check_order(basket, products, known, blocks)
    fee, fee_cause = _fee(basket, lines, products, policy)
    given = _benefits(basket, lines, products, policy, known, fee)
    lines, to_pay, delivers = with_discounts(lines, given.taken), given.taken.left, given.taken.delivers
    if delivers and fee:
        fee, fee_cause = 0, Cause("delivery.benefit", delivers.clause, delivers.benefit)
    goods = sum([line.amount for line in lines])
    exempt = sum([left for line, left in zip(lines, to_pay, strict=True) if line.tax == "exempt"])
    paid = sum(to_pay)
    total = paid + fee
    vat = vat_inside(total - exempt, policy.rules.vat.percent)
    return Quote(
        basket=basket.id,
        terms=policy.version,
        lines=lines,
        goods=goods,
        discount=goods - paid,
        total=total,
        taxable=total - exempt,
        exempt=exempt,
        supply=total - exempt - vat,
        vat=vat,
        vat_cause=Cause("vat.inside", policy.rules.vat.clause),
        blocks=tuple(blocks),
        delivery_fee=fee,
        fee_cause=fee_cause,
        choices=given.choices,
        in_use=given.in_use,
        missed=given.missed,
        uses=given.uses,
        begins=given.begins,
    )


def _fee(
    basket: Basket, lines: tuple[QuoteLine, ...], products: Mapping[str, Product], policy: Policy
) -> tuple[Won, Cause | None]:
    if basket.delivery is None or not lines:
        return 0, None
    return delivery_fee(lines, [products[line.product] for line in lines], policy.rules.delivery_fee)


def _benefits(
    basket: Basket,
    lines: tuple[QuoteLine, ...],
    products: Mapping[str, Product],
    policy: Policy,
    known: Known,
    fee: Won,
) -> Given:
    """The benefits; none where there is nothing they could rest on."""
    kinds = tuple([products[line.product] for line in lines])
    has_plan = any(product.plus_plan for product in kinds)
    if not (known.dossier or known.voucher or basket.voucher or known.promotions or basket.coupons or has_plan):
        return Given(Taken((), (), tuple([line.to_pay for line in lines])), (), "", (), None)
    gifts = tuple([place for place, line in enumerate(basket.lines) if line.gift])
    paid = [not (line.gift or line.free) for line in basket.lines]
    places = tuple([place for place in canonical(lines) if paid[place]])
    return give(Priced(basket, lines, kinds, policy, known, places, gifts), fee)
