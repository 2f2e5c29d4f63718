"""Benefits while several tills sell, and while nobody can be asked: held, kept for others, claimed, granted."""

from datetime import date

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from pos.domain.apart import Claimed
from pos.domain.basket import NO_BENEFIT
from pos.domain.payback import Voucher
from pos.domain.quote import Known, quote
from tests.domain.baskets import (
    COFFEE,
    D25,
    PLANS,
    SHOP,
    U20,
    against,
    at,
    basket_of,
    bought,
    delivered,
    member,
    off,
    promotion,
    quoted,
    uses,
)
from tests.domain.offers import ALLOWED, Scene, plus_scenes, scenes
from tests.domain.products import product

HELD = bought(U20, "2026-11-01 10:00")
STEPS = bought(D25, "2026-11-01 10:00", id="e2")
SEVEN = basket_of(("ARIA", 7), member="M1")


def apart(*held: object, used: int = 0, **more: object) -> Known:
    """What is known of the member while nobody can be asked."""
    dossier = member(*held, used=tuple(use for one in held for use in uses(one, used)))  # type: ignore[arg-type]  # entitlements
    return replace(Known(dossier=dossier, is_sure=False, plans=PLANS), **more)


def sure(*held: object, used: int = 0, **more: object) -> Known:
    return replace(apart(*held, used=used), is_sure=True, **more)


# --- while the mall answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("nth", "amount"), [(0, 25_000), (2, 25_000), (3, 40_000)])
def test_the_order_is_the_one_the_mall_keeps(nth: int, amount: int) -> None:
    found = quoted(SEVEN, sure(STEPS, held={STEPS.benefit: nth}))
    assert off(found, "plus") == amount
    assert found.lines[0].discounts[0].cause.facts["order"] == nth + 1


def test_what_is_kept_for_another_basket_is_not_given_and_not_claimed() -> None:
    found = quoted(SEVEN, sure(HELD, used=2, taken=frozenset({HELD.benefit})))
    assert (found.discount, against(found, "plus"), found.claims) == (0, ["plus.reserved"], ())


def test_another_benefit_of_the_member_is_not_in_the_way() -> None:
    found = quoted(SEVEN, sure(HELD, STEPS, taken=frozenset({HELD.benefit})))
    assert found.uses == (STEPS.benefit,)


@pytest.mark.parametrize(("used", "reason"), [(3, "plus.used_up"), (2, "plus.reserved")])
def test_what_is_used_up_is_said_to_be(used: int, reason: str) -> None:
    assert against(quoted(SEVEN, sure(HELD, used=used, taken=frozenset({HELD.benefit}))), "plus") == [reason]


def test_a_voucher_that_is_kept_for_another_basket() -> None:
    basket = basket_of(("CUP", 3), member="M1", voucher="V")
    known = sure(voucher=Voucher("V", 20_000, 2, date(2027, 1, 31)))
    assert quoted(basket, known, policy=ALLOWED).discount == 20_000
    kept = quoted(basket, replace(known, taken=frozenset({"payback:V"})), policy=ALLOWED)
    assert (kept.discount, against(kept, "payback")) == (0, ["payback.reserved"])


# --- while nobody can be asked ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("used", "worth"), [(0, 25_000), (3, 40_000)])
def test_the_claim_is_what_the_customer_would_have_paid_less(used: int, worth: int) -> None:
    found = quoted(SEVEN, apart(STEPS, used=used))
    (missed,) = [one for one in found.missed if one.kind == "plus"]
    assert (found.discount, found.total) == (0, 50_400)
    assert (missed.benefit, missed.code, missed.worth) == (STEPS.benefit, "plus.to_be_confirmed", worth)
    assert found.claims == (Claimed(STEPS.benefit, worth, worth),)


def test_the_delivery_is_a_part_of_it() -> None:
    basket = delivered(("ARIA", 7), member="M1")
    found = quoted(basket, apart(HELD))
    assert found.delivery_fee > 0
    assert found.claims == (Claimed(HELD.benefit, 20_000 + found.delivery_fee, 20_000),)


def test_never_more_than_the_coffee_costs() -> None:
    shop = SHOP | {"Y": product("Y", 10_500, capsules=70)}
    found = quoted(basket_of(("Y", 1), ("CUP", 1), member="M1"), apart(HELD), shop=shop)
    assert found.claims == (Claimed(HELD.benefit, 10_500, 20_000),)


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        (apart(HELD, used=3), "plus.used_up"),
        (replace(apart(HELD), dossier=member(HELD, standing="suspended")), "member.suspended"),
        (apart(bought(U20, "2026-07-01 10:00")), "plus.expired"),
        (apart(HELD, own=frozenset({HELD.id})), ""),
        (apart(HELD, granted=frozenset({HELD.benefit})), ""),
    ],
)
def test_what_is_known_not_to_be_due_is_not_claimed(known: Known, reason: str) -> None:
    found = quoted(SEVEN, known)
    assert found.claims == ()
    assert against(found, "plus") + against(found, "plus.x") == ([reason] if reason else [])
    assert off(found, "plus") == (0 if reason else 20_000)


def test_it_expires_at_midnight_of_the_basket_and_not_of_the_mall() -> None:
    late = basket_of(("ARIA", 7), member="M1", now=at("2027-01-30 23:59:59"))
    assert quoted(late, apart(HELD)).claims
    after = basket_of(("ARIA", 7), member="M1", now=at("2027-01-31 00:00:00"))
    assert quoted(after, apart(HELD)).claims == ()


def test_too_few_capsules_claim_nothing_and_say_so() -> None:
    found = quoted(basket_of(("ARIA", 6), member="M1"), apart(HELD))
    (missed,) = found.missed
    assert (missed.code, missed.missing, missed.unit, found.claims) == ("plus.to_be_confirmed", 10, "capsules", ())


def test_a_manager_gives_it_in_the_place_that_is_known() -> None:
    found = quoted(SEVEN, apart(STEPS, used=3, granted=frozenset({STEPS.benefit})))
    assert (off(found, "plus"), found.uses, found.claims) == (40_000, (STEPS.benefit,), ())


# --- with benefits that exclude it --------------------------------------------------------------------------------


def test_with_another_benefit_the_difference_is_claimed() -> None:
    tenth = promotion("A", percent=10, on=COFFEE)
    found = quoted(SEVEN, apart(HELD, promotions=(tenth,)))
    assert (found.in_use, found.discount) == ("promotion:A", 5_040)
    assert found.claims == (Claimed(HELD.benefit, 20_000 - 5_040, 20_000),)


def test_nothing_is_claimed_where_the_other_saves_more() -> None:
    half = promotion("A", percent=50, on=COFFEE)
    found = quoted(SEVEN, apart(HELD, promotions=(half,)))
    assert (found.discount, found.claims) == (25_200, ())


@pytest.mark.parametrize("chosen", ["promotion:A", NO_BENEFIT])
def test_what_a_person_chose_stays(chosen: str) -> None:
    tenth = promotion("A", percent=10, on=COFFEE)
    assert quoted(replace(SEVEN, chosen=chosen), apart(HELD, promotions=(tenth,))).claims == ()


def test_one_order_uses_up_one_of_them() -> None:
    basket = replace(SEVEN, voucher="V")
    known = apart(HELD, voucher=Voucher("V", 5_000, 2, date(2027, 1, 31)))
    found = quoted(basket, known, policy=ALLOWED)
    assert (found.in_use, found.claims) == ("payback:V", ())


def test_what_combines_is_taken_off_either_way() -> None:
    fifth = promotion("A", percent=20, on=COFFEE, combinable=True)
    found = quoted(SEVEN, apart(HELD, promotions=(fifth,)))
    assert (found.discount, found.claims) == (10_080, (Claimed(HELD.benefit, 20_000, 20_000),))


@settings(max_examples=60)
@given(plus_scenes())
def test_paid_and_refunded_it_costs_what_it_would_have_cost(scene: Scene) -> None:
    asked = scene.quote()
    told = quote(scene.basket, scene.shop, scene.policy, replace(scene.known, is_sure=False))
    assert told.total - sum(one.amount for one in told.claims) == asked.total


@settings(max_examples=60)
@given(scenes(most_lines=3))
def test_a_claim_never_costs_the_customer_anything(scene: Scene) -> None:
    told = quote(scene.basket, scene.shop, scene.policy, replace(scene.known, is_sure=False))
    asked = scene.quote()
    claimed = sum(one.amount for one in told.claims)
    assert claimed >= 0 and len(told.claims) <= 1
    assert not {one.benefit for one in told.claims} & set(told.uses)
    assert told.total - claimed >= asked.total
