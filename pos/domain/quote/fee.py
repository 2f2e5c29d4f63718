"""The delivery fee (terms 9 (3), 9 (4)): one at most, and none where any part of the order is delivered for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.catalogue import Product
from pos.domain.errors import Detail
from pos.domain.money import Won
from pos.domain.policy import DeliveryFee
from pos.domain.quote.values import Cause, QuoteLine


def delivery_fee(lines: Sequence[QuoteLine], products: Sequence[Product], rule: DeliveryFee) -> tuple[Won, Cause]:
    """The fee of an order without a benefit that delivers for nothing, and what it rests on.

    The threshold looks at the whole order's goods, before benefits that apply to the order; an order of nothing but
    Professional capsules looks at their number instead. A coffee machine delivers for nothing.
    """
    professional = goods = 0
    has_others = False
    for line, product in zip(lines, products, strict=True):
        paid = 0 if line.discounts else line.amount
        goods += paid
        if product.kind == "machine":
            return 0, Cause("delivery.machine", rule.clause)
        if product.kind == "capsule" and product.range == "professional":
            professional += product.capsules * line.quantity if paid else 0
        elif paid:
            has_others = True
    if has_others and goods >= rule.free_from_amount:
        return 0, Cause("delivery.free_amount", rule.clause, facts={"from": rule.free_from_amount, "goods": goods})
    if professional >= rule.free_from_professional_capsules:
        enough: dict[str, Detail] = {"from": rule.free_from_professional_capsules, "capsules": professional}
        return 0, Cause("delivery.free_capsules", rule.clause, facts=enough)
    return rule.fee, Cause("delivery.fee", rule.clause, facts={"from": rule.free_from_amount, "goods": goods})
