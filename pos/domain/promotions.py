"""Promotions as data: so much off, on what, from how much, when, and for whom. What cannot be told in a sentence to a
customer is refused when it arrives, not at the counter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

import msgspec

from pos.domain.calendar import KST
from pos.domain.catalogue import Kind, Name, Product, Range
from pos.domain.errors import Refused
from pos.domain.money import Won

MIDNIGHT = time()
"""As the end of a promotion's hours: the end of the day."""


class Selection(msgspec.Struct, frozen=True):
    """Which products a promotion speaks of: every product that fits one of the lists; all products where all are empty.

    `kinds` and `ranges` narrow each other, `products` are codes that count whatever they are.
    """

    kinds: tuple[Kind, ...] = ()
    ranges: tuple[Range, ...] = ()
    products: tuple[str, ...] = ()

    def has(self, product: Product) -> bool:
        """Whether a product is meant."""
        if product.code in self.products:
            return True
        if not self.kinds and not self.ranges:
            return not self.products
        return (not self.kinds or product.kind in self.kinds) and (not self.ranges or product.range in self.ranges)


class Promotion(msgspec.Struct, frozen=True):
    """One promotion: exactly one of `percent` off, `amount` won off, or `gift_units` units of `gift` for nothing.

    It holds from `since` to before `until`, within `hours` of the day where given, for orders with at least
    `from_amount` won and `from_units` selling units of what it is `on`. `times` is how often a member may use it.
    One that is not `combinable` excludes Plus, payback and the others that are not (9 (8) 7, 9 (9) 7).
    """

    id: str
    name: Name
    since: datetime
    until: datetime
    on: Selection = Selection()
    percent: int = 0
    amount: Won = 0
    gift: str = ""
    gift_units: int = 0
    from_amount: Won = 0
    from_units: int = 0
    hours: tuple[time, time] | None = None
    members_only: bool = False
    times: int | None = None
    combinable: bool = False
    coupon: str = ""
    clause: str = "9 (8) 7"

    @property
    def benefit(self) -> str:
        """Its name wherever benefits are counted."""
        return f"promotion:{self.id}"


def check_promotion(promotion: Promotion) -> None:
    """Raises Refused("promotion.rejected", promotion=id, cause=code) where nobody could explain it to a customer."""
    for cause, is_wrong in _faults(promotion):
        if is_wrong:
            raise Refused("promotion.rejected", promotion=promotion.id, cause=cause)


def is_on(promotion: Promotion, moment: datetime) -> bool:
    """Whether it holds at an instant: between its dates and, where it has some, within its hours of the day."""
    if not promotion.since <= moment < promotion.until:
        return False
    if promotion.hours is None:
        return True
    begin, end = promotion.hours
    now = moment.astimezone(KST).time()
    return begin <= now and (now < end or end == MIDNIGHT)


def _is_span(begin: time, end: time) -> bool:
    """Whether these are hours of one day; Korean time is meant, so that none names another."""
    return begin.tzinfo is None and end.tzinfo is None and (begin < end or end == MIDNIGHT)


def _faults(one: Promotion) -> Iterable[tuple[str, bool]]:
    gives = [one.percent != 0, one.amount != 0, bool(one.gift) or one.gift_units != 0]
    yield "id", not one.id.strip()
    yield "name", not one.name.ko.strip()
    yield "clause", not one.clause.strip()
    yield "zone", one.since.tzinfo is None or one.until.tzinfo is None
    yield "gives", sum(gives) != 1
    yield "percent", not 0 <= one.percent <= 100
    yield "amount", one.amount < 0
    yield "gift", bool(one.gift) != (one.gift_units > 0)
    yield "threshold", one.from_amount < 0 or one.from_units < 0
    yield "nothing_bought", bool(one.gift) and one.from_amount == 0 and one.from_units == 0
    yield "more_than_bought", 0 < one.from_amount < one.amount
    yield "period", one.since.tzinfo is not None and one.until.tzinfo is not None and one.since >= one.until
    yield "hours", one.hours is not None and not _is_span(*one.hours)
    yield "times", one.times is not None and (one.times < 1 or not one.members_only)
    yield "coupon", one.coupon != one.coupon.strip()
