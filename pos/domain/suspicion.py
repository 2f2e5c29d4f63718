"""What of the feed is believed only once a manager looked at it: rules over what is known and what arrives.

They say why something is odd, and change nothing; how odd is too odd stands in a document.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import msgspec

from pos.domain.calendar import korean_day
from pos.domain.catalogue import Kind, Product, price_at
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.domain.plus import Plan
from pos.domain.policy import Policy
from pos.domain.powers import Role
from pos.domain.promotions import Promotion

_Percent = Annotated[int, msgspec.Meta(ge=1, le=1_000)]
_Some = Annotated[int, msgspec.Meta(ge=1)]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Read strictly."""


class OfPrices(_Part, frozen=True):
    """By how much a price may change, and what may cost nothing."""

    change_percent: _Percent
    free_kinds: frozenset[Kind]


class OfRange(_Part, frozen=True):
    """How much of the range may change within the hours; fewer than `at_least` are no cause for alarm."""

    share_percent: _Percent
    at_least: _Some


class OfPromotions(_Part, frozen=True):
    """How much a promotion may give."""

    most_percent: _Percent
    most_won: _Some
    most_won_for_nothing: _Some
    most_gift_units: _Some


class OfPlans(_Part, frozen=True):
    """How much a plan may give for an order and in all, and by how much more than before."""

    most_won: _Some
    most_total: _Some
    change_percent: _Percent


class OfStaff(_Part, frozen=True):
    """Who releases what is held, and how many may go or become one of them at once."""

    deciders: frozenset[Role]
    share_percent: _Percent
    at_least: _Some


class OfStock(_Part, frozen=True):
    """How many units of one thing there can be."""

    most_units: _Some


class Bounds(_Part, frozen=True):
    """The whole document. What changed within `hours` counts together."""

    hours: _Some
    price: OfPrices
    range: OfRange
    promotion: OfPromotions
    plan: OfPlans
    staff: OfStaff
    stock: OfStock


def read_bounds(document: str) -> Bounds:
    """The bounds in a document (TOML). Raises Refused("suspicion.rejected", cause=...) unless all of it is understood.

    Where nobody could release what is held, it is refused, too.
    """
    try:
        bounds = msgspec.convert(tomllib.loads(document), Bounds)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise Refused("suspicion.rejected", cause=str(error)) from error
    if not bounds.staff.deciders:
        raise Refused("suspicion.rejected", cause="nobody decides")
    return bounds


# --- prices ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """From an instant on a product costs `after` where it was to cost `before`; None is no price at all."""

    since: datetime
    before: Won | None
    after: Won | None

    @property
    def percent(self) -> int | None:
        """By how much more or less, in per cent towards nothing; None where there is nothing to compare."""
        if not self.before or self.after is None:
            return None
        change = (abs(self.after - self.before) * 100) // self.before
        return change if self.after >= self.before else -change


def steps(before: Product | None, after: Product, *, now: datetime) -> tuple[Step, ...]:
    """Where the prices differ from now on, the earliest first; prices of the past are nobody's concern."""
    ahead = {price.since for one in (before, after) if one for price in one.prices if price.since > now}
    found = []
    for moment in sorted({now, *ahead}):
        was, will = price_at(before, moment) if before else None, price_at(after, moment)
        if was != will:
            found.append(Step(moment, was, will))
    return tuple(found)


def of_prices(known: Product | None, arrived: Product, bounds: Bounds, *, now: datetime) -> tuple[str, ...]:
    """Why the prices of a product are odd: "odd.no_price", "odd.zero", "odd.jump".

    `known` is the product as it was when the hours began that count together.
    """
    kinds = {arrived.kind} if known is None else {known.kind, arrived.kind}
    found = [_oddity(step, kinds, bounds.price) for step in steps(known, arrived, now=now)]
    if known is not None:
        found.append(_of_capsules(known, arrived, bounds.price, now=now))
    return tuple(dict.fromkeys(code for code in found if code))


def _oddity(step: Step, kinds: set[Kind], bounds: OfPrices) -> str:
    if step.after is None:
        return "odd.no_price"
    if step.after == 0:  # what becomes a bag and costs nothing in one go was never a bag
        return "" if kinds <= bounds.free_kinds else "odd.zero"
    if step.before is None:
        return ""
    return "odd.jump" if _is_far(step.before, step.after, bounds) else ""


def _of_capsules(known: Product, arrived: Product, bounds: OfPrices, *, now: datetime) -> str:
    """The same price for ten times the capsules is a tenth of it, and ten of them earn what a hundred do."""
    was, will = price_at(known, now), price_at(arrived, now)
    if not was or not will or not known.capsules or not arrived.capsules:
        return ""
    return "odd.jump" if _is_far(was * arrived.capsules, will * known.capsules, bounds) else ""


def _is_far(before: int, after: int, bounds: OfPrices) -> bool:
    return abs(after - before) * 100 > before * bounds.change_percent


def is_other(known: Product, arrived: Product, *, now: datetime) -> bool:
    """Whether a product is sold otherwise than before: its price from now on, what it is, or what is scanned for it."""
    if steps(known, arrived, now=now):
        return True
    return _sold_as(known) != _sold_as(arrived)


def _sold_as(product: Product) -> tuple[object, ...]:
    codes = frozenset(product.barcodes)
    return product.name.ko, product.kind, product.range, product.capsules, product.tax, product.plus_plan, codes


def is_too_much(changed: int, *, of: int, bounds: Bounds) -> bool:
    """Whether so many products of a range are more than change unannounced."""
    return changed >= bounds.range.at_least and changed * 100 > of * bounds.range.share_percent


# --- what is given away --------------------------------------------------------------------------------------------


def of_promotion(
    arrived: Promotion,
    bounds: Bounds,
    *,
    shelf: Collection[Product] = (),
    beside: Iterable[Promotion] = (),
    now: datetime | None = None,
) -> tuple[str, ...]:
    """("odd.promotion",) for one that gives away more than a chain does: by itself, for the least on the `shelf` that
    earns it, or together with those `beside` it."""
    most = bounds.promotion
    is_generous = (
        arrived.percent > most.most_percent
        or arrived.amount > most.most_won
        or arrived.gift_units > most.most_gift_units
        or (arrived.from_amount > 0 and arrived.amount * 100 > arrived.from_amount * most.most_percent)
        or (not arrived.from_amount and not arrived.from_units and arrived.amount > most.most_won_for_nothing)
    )
    is_odd = is_generous or (
        now is not None
        and (_is_for_little(arrived, most, shelf, now=now) or _is_too_much_together(arrived, most, shelf, beside))
    )
    return ("odd.promotion",) if is_odd else ()


def _is_for_little(arrived: Promotion, most: OfPromotions, shelf: Iterable[Product], *, now: datetime) -> bool:
    """Whether what it gives is worth more than a coupon, and more of its least purchase than a promotion gives."""
    moment = max(now, arrived.since)
    prices = {one.code: price_at(one, moment) or 0 for one in shelf}
    worth = arrived.amount + prices.get(arrived.gift, 0) * arrived.gift_units
    asked = [prices[one.code] for one in shelf if arrived.on.has(one) and prices[one.code]]
    least = max(arrived.from_amount, arrived.from_units * min(asked, default=0))
    return bool(asked) and worth > most.most_won_for_nothing and worth * 100 > least * most.most_percent


def _is_too_much_together(
    arrived: Promotion, most: OfPromotions, shelf: Iterable[Product], beside: Iterable[Promotion]
) -> bool:
    """Whether something on the shelf gets more off than from one promotion: all that combine, and one that does not."""
    others = [
        one
        for one in beside
        if one.id != arrived.id and one.since < arrived.until and arrived.since < one.until
        if one.combinable or arrived.combinable
    ]
    if not others:
        return False
    for product in shelf:
        if arrived.on.has(product):
            on_it = [arrived, *(one for one in others if one.on.has(product))]
            off = _together([(one.percent, one.combinable) for one in on_it])
            coins = _together([(_for_nothing(one), one.combinable) for one in on_it])
            if off > most.most_percent or coins > most.most_won_for_nothing:
                return True
    return False


def _together(parts: Iterable[tuple[int, bool]]) -> int:
    told = list(parts)
    alone = [part for part, combines in told if not combines]
    return sum(part for part, combines in told if combines) + max(alone, default=0)


def _for_nothing(one: Promotion) -> Won:
    """What it takes off unasked and whatever is bought."""
    return 0 if one.from_amount or one.from_units or one.coupon else one.amount


def of_plan(known: Plan | None, arrived: Plan, bounds: Bounds) -> tuple[str, ...]:
    """("odd.plan",) for one that gives away more than a chain does, or much more than before."""
    most = bounds.plan
    if any(amount > most.most_won for amount in arrived.amounts) or arrived.worth > most.most_total:
        return ("odd.plan",)
    if known is None:
        return ()
    more = 100 + most.change_percent
    is_more = (
        arrived.worth * 100 > known.worth * more
        or arrived.days * 100 > known.days * more
        or arrived.min_capsules * more < known.min_capsules * 100
    )
    return ("odd.plan",) if is_more else ()


# --- terms ---------------------------------------------------------------------------------------------------------


def of_policy(arrived: Policy, known: Sequence[Policy], *, now: datetime, heard: date | None) -> tuple[str, ...]:
    """Why new terms are odd: "odd.back_in_time", "odd.sudden".

    `heard` is the last day on which the mall told this till anything: terms that bind already when it first tells of
    them, within their notice after that day, came behind this till's back, whatever they say of themselves.
    """
    in_force = max((one for one in known if one.effective_from <= now), key=_age, default=None)
    if in_force is None:
        return ()
    found = []
    if arrived.effective_from <= in_force.effective_from or arrived.version <= in_force.version:
        found.append("odd.back_in_time")
    rule = in_force.rules.notice
    needs = rule.adverse_days if arrived.change == "adverse" else rule.neutral_days
    has_begun = arrived.effective_from <= now
    if has_begun and heard is not None and (korean_day(arrived.effective_from) - heard).days < needs:
        found.append("odd.sudden")
    return tuple(found)


def _age(policy: Policy) -> datetime:
    return policy.effective_from


# --- people, the shop, stock -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here or did, as far as it matters: who they are, what they may, whether they may come."""

    id: str
    role: Role
    comes: bool


def of_staff(known: Collection[Person], arrived: Iterable[Person], bounds: Bounds) -> dict[str, tuple[str, ...]]:
    """By id, why what arrives of somebody is odd: "odd.staff_gone", "odd.staff_promoted".

    Before anybody is known nothing is. Nobody left who decides is always odd; many who go or come to decide are, beside
    how many there were.
    """
    before, rules = {one.id: one for one in known}, bounds.staff
    told = {one.id: one for one in arrived}
    after = {**before, **told}
    came, come = _who_come(before.values()), _who_come(after.values())
    decided, decide = _who_decide(before.values(), rules), _who_decide(after.values(), rules)
    gone, risen = came - come, (decide - decided)
    odd: dict[str, tuple[str, ...]] = {}
    if (decided and not decide) or _is_much(len(gone), len(came), rules):
        odd |= dict.fromkeys((gone | (decided - decide)) & told.keys(), ("odd.staff_gone",))
    if came and _is_much(len(decide), len(come), rules) and risen:
        odd |= {one: (*odd.get(one, ()), "odd.staff_promoted") for one in sorted(risen & told.keys())}
    return odd


def _who_come(people: Iterable[Person]) -> set[str]:
    return {one.id for one in people if one.comes}


def _who_decide(people: Iterable[Person], rules: OfStaff) -> set[str]:
    return {one.id for one in people if one.comes and one.role in rules.deciders}


def _is_much(some: int, of: int, rules: OfStaff) -> bool:
    return some >= rules.at_least and some * 100 > of * rules.share_percent


def of_boutique(known: tuple[str, str] | None, arrived: tuple[str, str]) -> tuple[str, ...]:
    """Why what arrives of the shop is odd, by id and business number: "odd.other_boutique", "odd.business_number"."""
    if known is None:
        return ()
    codes = ("odd.other_boutique", "odd.business_number")
    return tuple(code for code, was, is_now in zip(codes, known, arrived, strict=True) if was != is_now)


def of_stock(units: int, bounds: Bounds) -> tuple[str, ...]:
    """("odd.stock",) for more than a back room holds, or less than nothing by as much."""
    return ("odd.stock",) if abs(units) > bounds.stock.most_units else ()
