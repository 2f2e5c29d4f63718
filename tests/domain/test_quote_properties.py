"""What holds for every quote, whatever the shop offers."""

import random
from itertools import chain, combinations

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.basket import Basket, Line
from pos.domain.money import spread
from pos.domain.plus import best_plan, to_use, used
from pos.domain.promotions import Promotion
from pos.domain.quote import Known, Quote
from tests.domain.baskets import PLANS, basket_of, by_product, off, promotion, quoted
from tests.domain.offers import Scene, plus_scenes, scenes
from tests.domain.products import product

NO_FEE = 0


@given(scenes())
def test_shares_add_up_to_the_whole(scene: Scene) -> None:
    found = scene.quote()
    assert found.goods == sum(line.amount for line in found.lines)
    assert found.discount == sum(discount.amount for line in found.lines for discount in line.discounts)
    assert found.total == found.goods - found.discount + found.delivery_fee
    assert found.total == found.taxable + found.exempt
    assert found.taxable == found.supply + found.vat
    assert found.exempt == sum(line.to_pay for line in found.lines if line.tax == "exempt")
    for choice in found.choices:
        chosen = replace(scene, basket=replace(scene.basket, chosen=choice.benefit)).quote()
        assert (chosen.in_use, chosen.total) == (choice.benefit, choice.total)


@given(scenes())
def test_nothing_is_ever_below_nothing(scene: Scene) -> None:
    found = scene.quote()
    for line in found.lines:
        assert 0 <= line.to_pay <= line.amount
        assert all(discount.amount > 0 for discount in line.discounts)
    for sum_ in (found.total, found.taxable, found.exempt, found.vat, found.supply, found.delivery_fee):
        assert sum_ >= 0
    assert all(choice.saves > 0 for choice in found.choices)


@settings(max_examples=200)
@given(scenes(), st.randoms(use_true_random=False))
def test_the_order_of_lines_never_changes_the_total(scene: Scene, chance: random.Random) -> None:
    lines = list(scene.basket.lines)
    chance.shuffle(lines)
    numbered = [replace(line, id=number) for number, line in enumerate(lines, start=1)]
    other = replace(scene, basket=replace(scene.basket, lines=tuple(numbered))).quote()
    found = scene.quote()
    for name in ("goods", "discount", "total", "taxable", "exempt", "vat", "in_use", "delivery_fee"):
        assert getattr(found, name) == getattr(other, name), name
    assert by_kind_of_line(scene.basket, found) == by_kind_of_line(replace(scene.basket, lines=tuple(numbered)), other)


@given(scenes())
def test_a_quote_is_pure(scene: Scene) -> None:
    before = msgspec.msgpack.encode(scene)
    found = scene.quote()
    assert msgspec.msgpack.encode(scene) == before
    assert scene.quote() == found
    again = msgspec.msgpack.decode(before, type=Scene)
    assert again.quote() == found


@given(plus_scenes(), st.sampled_from(["A", "B"]), st.integers(1, 9))
def test_a_paid_capsule_more_never_loses_a_plus_discount(scene: Scene, code: str, more: int) -> None:
    found = scene.quote()
    assume(off(found, "plus"))
    for merge in (True, False):
        added = baskets.add(scene.basket, code, quantity=more, merge=merge)
        assert off(replace(scene, basket=added).quote(), "plus") >= off(found, "plus")


@settings(max_examples=200)
@given(scenes(most_lines=4))
def test_no_combination_of_benefits_is_better_than_the_one_proposed(scene: Scene) -> None:
    found = scene.quote()
    offers = offered(scene, found)
    totals = {tuple(one.id for one in some): total_with(scene, found, some) for some in combined(offers)}
    assert found.total == min(totals.values()), totals
    in_use = {one.id for one in offers if not one.combines} & {found.in_use}
    assert in_use or found.in_use == ""


class Offer(msgspec.Struct, frozen=True):
    """One benefit, told apart from the code under test: what it takes off which lines (by place)."""

    id: str
    combines: bool
    places: tuple[int, ...]
    percent: int = 0
    amount: int = 0
    units: int = 0
    delivers: bool = False


def combined(offers: list[Offer]) -> list[tuple[Offer, ...]]:
    """Any of those that combine, with at most one that does not."""
    free = [one for one in offers if one.combines]
    some = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
    alone: list[tuple[Offer, ...]] = [(), *((one,) for one in offers if not one.combines)]
    return [(*subset, *one) for subset in some for one in alone]


def offered(scene: Scene, found: Quote) -> list[Offer]:
    """Every benefit the basket qualifies for, by the words of the terms."""
    paid = paid_places(scene)
    goods = sum(found.lines[place].amount for place in paid)
    offers = [one for promotion in scene.known.promotions for one in of_promotion(scene, promotion, paid, found)]
    voucher = scene.known.voucher
    if voucher is not None and goods >= 50_000:
        offers.append(Offer(voucher.benefit, False, paid, amount=voucher.amount, delivers=True))
    return offers + of_plus(scene, paid)


def paid_places(scene: Scene) -> tuple[int, ...]:
    """The lines that are paid for, as one and the same whatever order they stand in."""

    def key(place: int) -> tuple[str, int]:
        line = scene.basket.lines[place]
        return line.product, line.quantity

    lines = scene.basket.lines
    return tuple(sorted((n for n, line in enumerate(lines) if not (line.gift or line.free)), key=key))


def of_promotion(scene: Scene, one: Promotion, paid: tuple[int, ...], found: Quote) -> list[Offer]:
    places = tuple(place for place in paid if one.on.has(scene.shop[scene.basket.lines[place].product]))
    if not places or sum(found.lines[place].amount for place in places) < one.from_amount:
        return []
    if one.gift:
        gifts = tuple(place for place, line in enumerate(scene.basket.lines) if line.gift == one.id)
        return [Offer(one.benefit, one.combinable, gifts, units=one.gift_units)]
    return [Offer(one.benefit, one.combinable, places, one.percent, one.amount)]


def of_plus(scene: Scene, paid: tuple[int, ...]) -> list[Offer]:
    dossier, lines = scene.known.dossier, scene.basket.lines
    assert dossier is not None
    kinds = {place: scene.shop[lines[place].product] for place in paid}
    held, reason = to_use(dossier.entitlements, dossier.uses, scene.basket.priced_at)
    machines = [PLANS[kind.plus_plan] for kind in kinds.values() if kind.plus_plan]
    plan = held.plan if held and not reason else best_plan(machines)
    if plan is None:
        return []
    nth = used(held.benefit, dossier.uses) if held and not reason else 0
    paid_for = {place: kind for place, kind in kinds.items() if kind.kind == "capsule" and kind.prices[0].won}
    counted = sum(
        kind.capsules * lines[place].quantity for place, kind in paid_for.items() if kind.range in plan.ranges
    )
    coffee = tuple(place for place in paid if kinds[place].kind == "capsule")
    if counted < plan.min_capsules:
        return []
    name = held.benefit if held and not reason else f"plus:{scene.basket.id}"
    return [Offer(name, False, coffee, amount=plan.amounts[nth], delivers=True)]


def total_with(scene: Scene, found: Quote, offers: tuple[Offer, ...]) -> int:
    """What the customer pays with some benefits: gifts first, then percentages, then amounts."""
    left = [0 if line.free else found.lines[n].amount for n, line in enumerate(scene.basket.lines)]
    for one in sorted(offers, key=lambda one: (0 if one.units else 1 if one.percent else 2, one.id)):
        whole = sum(left[place] for place in one.places)
        units = one.units
        for place in one.places if one.units else ():
            line = scene.basket.lines[place]
            given_units = min(units, line.quantity)
            left[place] -= given_units * found.lines[place].unit_price
            units -= given_units
        if not one.units:
            off_whole = whole * one.percent // 100 if one.percent else min(one.amount, whole)
            for place, share in zip(one.places, spread(off_whole, [left[n] for n in one.places]), strict=True):
                left[place] -= share
    return sum(left) + (NO_FEE if any(one.delivers for one in offers) else fee_of(scene))


def fee_of(scene: Scene) -> int:
    """What the delivery costs where no benefit pays for it."""
    nothing = replace(scene.known, promotions=(), voucher=None, dossier=None)
    return replace(scene, known=nothing).quote().delivery_fee


def by_kind_of_line(basket: Basket, found: Quote) -> list[tuple[str, int, bool, str, int]]:
    """What each line costs, whatever its number and place."""

    def told(line: Line, to_pay: int) -> tuple[str, int, bool, str, int]:
        return line.product, line.quantity, line.free is not None, line.gift, to_pay

    pairs = zip(basket.lines, found.lines, strict=True)
    return sorted(told(line, priced.to_pay) for line, priced in pairs)


@given(st.permutations(["A", "C", "G"]), st.integers(1, 9_999))
def test_of_equal_shares_the_odd_won_falls_on_the_same_line_in_every_order(codes: list[str], amount: int) -> None:
    basket = basket_of(*[(code, 1) for code in codes])
    known = Known(promotions=(promotion("P", amount=amount),))
    shop = {code: product(code, 5_000) for code in codes}
    found = by_product(quoted(basket, known, shop=shop))
    assert [found[code] for code in "ACG"] == list(spread(min(amount, 15_000), [1, 1, 1]))
