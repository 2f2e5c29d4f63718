"""What the benefits of the basket are, as finished texts: choices, what was given besides, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.basket import NO_BENEFIT, Basket
from pos.domain.catalogue import Product, price_at
from pos.domain.errors import Refused
from pos.domain.quote import Cause, Choice, Discount, Missed, Quote
from pos.domain.quote.plus import TO_BE_CONFIRMED
from pos.till import benefits
from pos.till.counter import Counter
from pos.ui.figures import won
from pos.ui.screens.benefits import unconfirmed
from pos.ui.screens.benefits.told import (
    amount_missing,
    benefit_name,
    clause,
    missed_reasons,
    named,
    reasons,
)
from pos.ui.words import Words

Act: TypeAlias = Literal["", "add", "attach", "take_back", "grant"]
_BY_MEMBER = frozenset({"plus.no_member", "payback.no_member", "promotion.members_only"})
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Option:
    """A benefit to choose. `digit` chooses it, "" from the tenth on; `NO_BENEFIT` is none of them."""

    benefit: str
    digit: str
    name: str
    saves: str
    total: str
    is_in_use: bool
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Besides:
    """A benefit that was given together with the one in use."""

    benefit: str
    name: str
    saves: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A benefit that is not given: why, and what `act` would do about it, in the words of `offer`."""

    missed: Missed
    name: str
    reason: str
    offer: str
    act: Act
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A voucher or coupon that lies with the basket."""

    kind: Literal["voucher", "coupon"]
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class BenefitsView:
    """Everything the panel shows. `is_empty`: there is nothing in the basket yet."""

    options: tuple[Option, ...] = ()
    besides: tuple[Besides, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    held: tuple[Held, ...] = ()
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Nearly:
    """The benefit that is nearest, as one line; `missed` is what would be added."""

    missed: Missed
    text: str


def present(counter: Counter, words: Words) -> BenefitsView:
    """The benefits of the basket as it stands."""
    basket, priced = counter.basket, counter.quote
    if basket is None or priced is None:
        return BenefitsView(is_empty=True)
    return BenefitsView(
        options=_options(counter, basket, priced, words),
        besides=_besides(priced, words),
        lacking=tuple(_lacking(counter, missed, words) for missed in _told(priced)),
        held=_held(basket, words),
        is_empty=not basket.lines,
    )


def nearest(counter: Counter, words: Words) -> Nearly | None:
    """The benefit worth most of those that something could be added for, where it beats the one that is given."""
    priced = counter.quote
    if priced is None or not priced.missed:
        return None
    near = [(_gain(counter, priced, missed), missed) for missed in priced.missed if missed.missing]
    gain, best = max(near, key=lambda one: one[0], default=(0, None))
    return Nearly(best, _offer(counter, best, words)) if best is not None and gain > 0 else None


def _gain(counter: Counter, priced: Quote, missed: Missed) -> int:
    """How much better it would be than now; 0 where nothing can be added for it. A gift is worth its price."""
    found = benefits.product_for(counter, missed)
    if found is None or missed.code != "promotion.gift":
        return _brings(counter, missed, found) if found else 0
    adds = any(one.combinable for one in counter.offers.promotions if one.benefit == missed.benefit)
    displaced = next((choice.saves for choice in priced.choices if choice.benefit == priced.in_use), 0)
    return (price_at(found[0], counter.now()) or 0) * found[1] - (0 if adds else displaced)


def _brings(counter: Counter, missed: Missed, found: tuple[Product, int]) -> int:
    """What it would take off once that is in the basket, less what it displaces; 0 where that is no better than now."""
    draft, priced = counter.draft, counter.quote
    if draft is None or priced is None or draft.agreed is not None:
        return missed.gain
    product, units = found
    try:
        fuller = baskets.add(draft.basket, product.code, quantity=units)
    except Refused:
        return 0
    given: dict[str, int] = {}
    for one in _discounts(counter.quote_of(replace(draft, basket=fuller))):
        given[one.cause.benefit] = given.get(one.cause.benefit, 0) + one.amount
    in_use = next((choice for choice in priced.choices if choice.benefit == priced.in_use), None)
    displaced = in_use.saves if in_use is not None and in_use.benefit not in given else 0
    return max(0, given.get(missed.benefit, 0) - displaced)


# --- to choose ---


def _options(counter: Counter, basket: Basket, priced: Quote, words: Words) -> tuple[Option, ...]:
    if not priced.choices:
        return ()
    options = [_option(counter, choice, at, priced, words) for at, choice in enumerate(priced.choices, 1)]
    first = priced.choices[0]
    without = won(first.total + first.saves, words.language)
    is_none = basket.chosen == NO_BENEFIT
    return (*options, Option(NO_BENEFIT, "0", words("benefits.none"), "", without, is_none))


def _option(counter: Counter, choice: Choice, at: int, priced: Quote, words: Words) -> Option:
    is_in_use = choice.benefit == priced.in_use
    chosen = priced if is_in_use else _with(counter, choice)
    cause = next((one.cause for one in _discounts(chosen) if one.cause.benefit == choice.benefit), None)
    saves = words("benefits.saves", amount=won(choice.saves, words.language))
    tags = [_uses(cause, words)] if choice.uses_up else []
    return Option(
        benefit=choice.benefit,
        digit=str(at) if at <= MOST_DIGITS else "",
        name=choice.name.in_language(words.language) if choice.name else words(f"benefits.name.{choice.kind}"),
        saves=" · ".join((saves, *tags)),
        total=won(choice.total, words.language),
        is_in_use=is_in_use,
        why=reasons(cause, chosen, words) if cause is not None else (),
    )


def _with(counter: Counter, choice: Choice) -> Quote:
    """The quote with another choice, for its arithmetic."""
    assert counter.draft is not None and counter.quote is not None
    if counter.draft.agreed is not None:
        return counter.quote
    basket = replace(counter.draft.basket, chosen=choice.benefit)
    return counter.quote_of(replace(counter.draft, basket=basket))


def _discounts(priced: Quote) -> Iterator[Discount]:
    for line in priced.lines:
        yield from line.discounts


def _uses(cause: Cause | None, words: Words) -> str:
    """Which of its orders this one would be, or that it is one of some."""
    facts = cause.facts if cause is not None else {}
    if "of" not in facts:
        return words("benefits.uses_up")
    return words("benefits.nth", order=facts["order"], of=facts["of"])


def _besides(priced: Quote, words: Words) -> tuple[Besides, ...]:
    """What was taken off beside the choice: promotions that combine."""
    sums: dict[str, tuple[Cause, int]] = {}
    for one in _discounts(priced):
        benefit = one.cause.benefit
        if benefit and benefit != priced.in_use:
            sums[benefit] = (one.cause, sums.get(benefit, (one.cause, 0))[1] + one.amount)
    return tuple(
        Besides(
            benefit,
            named(cause, words),
            words("benefits.saves", amount=won(given, words.language)),
            reasons(cause, priced, words),
        )
        for benefit, (cause, given) in sums.items()
    )


# --- what is not given ---


def _told(priced: Quote) -> Iterator[Missed]:
    """What is missed, without the choices: those are told where one chooses. What can be mended comes first."""
    choices = {choice.benefit for choice in priced.choices}
    missed = [one for one in priced.missed if one.benefit not in choices]
    yield from sorted(missed, key=lambda one: (one.missing == 0, -one.worth))


def _lacking(counter: Counter, missed: Missed, words: Words) -> Lacking:
    if missed.code == TO_BE_CONFIRMED and not missed.missing:
        one = unconfirmed.told(counter, missed, words)
        name, why = benefit_name(missed, words), missed_reasons(missed, words)
        return Lacking(missed, name, one.reason, one.offer, "grant" if one.can_be_granted else "", why)
    act: Act = ""
    offer, (reason, *_) = "", missed_reasons(missed, words)
    found = benefits.product_for(counter, missed) if missed.missing else None
    if found is not None:
        act, offer = "add", _offer(counter, missed, words)
        product = found[0].name.in_language(words.language)
        reason = words("benefits.nearly_what", product=product, units=f"{found[1]:,}")
    elif missed.code in _BY_MEMBER:
        act = "attach"
    elif missed.benefit.startswith("coupon:"):
        act = "take_back"
    return Lacking(missed, benefit_name(missed, words), reason, offer, act, missed_reasons(missed, words))


def _offer(counter: Counter, missed: Missed, words: Words) -> str:
    """What would be added and what it brings: "캡슐 10개 더: 20,000원 할인"."""
    found = benefits.product_for(counter, missed)
    assert found is not None
    product, units = found
    name = product.name.in_language(words.language)
    if missed.code == "promotion.gift":
        return words("benefits.nearly_gift", product=name, missing=amount_missing(missed, words))
    many = words("benefits.nearly_what", product=name, units=f"{units:,}")
    if missed.unit == "capsules":
        many = words("benefits.unit.capsules", count=f"{units * product.capsules:,}")
    brings = _brings(counter, missed, found)
    if not brings:
        return words("benefits.nearly_for", missing=many, name=benefit_name(missed, words))
    return words("benefits.nearly", missing=many, worth=won(brings, words.language))


# --- what was shown ---


def _held(basket: Basket, words: Words) -> tuple[Held, ...]:
    vouchers = [basket.voucher] if basket.voucher else []
    held = [Held("voucher", code, words("benefits.voucher", code=code)) for code in vouchers]
    held += [Held("coupon", code, words("benefits.coupon", code=code)) for code in basket.coupons]
    return tuple(held)


def fee_reason(priced: Quote, words: Words) -> tuple[str, ...]:
    """Why the delivery costs what it costs."""
    cause = priced.fee_cause
    if cause is None:
        return ()
    return (
        reasons(cause, priced, words)
        if cause.code != "delivery.benefit"
        else (
            words("why.delivery.benefit"),
            clause(cause.clause, words),
        )
    )
