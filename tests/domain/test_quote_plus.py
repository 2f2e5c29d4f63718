"""Plus on a basket (terms 9 (5), 9 (8)): the terms' own cases, and the edges between them."""

from datetime import datetime

import pytest
from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.basket import Basket, Delivery, Line
from pos.domain.members import Dossier
from pos.domain.plus import Plan
from pos.domain.quote import Known
from tests.domain.baskets import (
    D25,
    PLANS,
    SHOP,
    U20,
    against,
    at,
    basket_of,
    bought,
    by_product,
    delivered,
    free,
    member,
    off,
    quoted,
    uses,
)
from tests.domain.products import NOW, product

YESTERDAY = bought(U20, "2026-11-01 10:00")


def known(dossier: Dossier | None = None, **more: object) -> Known:
    return replace(Known(dossier=dossier, plans=PLANS), **more)


def of_m1(*lines: tuple[str, int], now: datetime = NOW) -> Basket:
    return basket_of(*lines, member="M1", now=now)


def missing(basket: Basket, dossier: Dossier) -> int:
    found = quoted(basket, known(dossier))
    return sum(one.missing for one in found.missed if one.kind == "plus")


def test_machine_and_coffee_in_one_basket() -> None:
    found = quoted(of_m1(("UNO", 1), ("BELLO", 7)), known(member()))
    assert (off(found, "plus"), found.total) == (20_000, 231_500)
    assert found.begins is not None
    assert (found.begins.id, found.begins.plan, found.begins.machine) == ("b", U20, "UNO")
    assert found.uses == ("plus:b",) == (found.in_use,)
    facts = next(line for line in found.lines if line.product == "BELLO").discounts[0].cause.facts
    assert (facts["order"], facts["of"], facts["left"], facts["until"]) == (1, 3, 2, "2027-01-31")


def test_without_a_member_the_cashier_is_told_what_one_would_save() -> None:
    found = quoted(basket_of(("UNO", 1), ("BELLO", 7)), known())
    assert (found.discount, found.total, found.begins) == (0, 251_500, None)
    missed = next(one for one in found.missed if one.kind == "plus")
    assert (missed.code, missed.worth, missed.missing) == ("plus.no_member", 20_000, 0)


def test_coffee_alone_promises_nothing_to_nobody() -> None:
    assert quoted(basket_of(("BELLO", 7)), known()).missed == ()


@pytest.mark.parametrize(
    ("lines", "discount", "lacking"),
    [
        ((("ARIA", 6), ("CIELO", 0)), 0, 10),
        ((("TRIO", 3),), 0, 1),
        ((("ARIA", 7),), 20_000, 0),
        ((("ARIA", 4), ("CIELO", 3)), 20_000, 0),
        ((("ARIA", 6), ("FORTE", 2)), 0, 10),
        ((("TRIO", 4),), 20_000, 0),
        ((("ARIA", 6), ("CUP", 3)), 0, 10),
        ((("ARIA", 6), ("SAMPLE", 5)), 0, 10),
        ((("CUP", 1),), 0, 70),
        ((("FORTE", 8),), 0, 70),
    ],
)
def test_which_capsules_make_seventy(lines: tuple[tuple[str, int], ...], discount: int, lacking: int) -> None:
    dossier = member(YESTERDAY)
    assert off(quoted(of_m1(*lines), known(dossier)), "plus") == discount
    assert missing(of_m1(*lines), dossier) == lacking


def test_a_free_sleeve_does_not_count() -> None:
    basket = baskets.give_free(of_m1(("ARIA", 6)), "ARIA", quantity=1, approval=free())
    found = quoted(basket, known(member(YESTERDAY)))
    assert (off(found, "plus"), missing(basket, member(YESTERDAY))) == (0, 10)
    assert (found.discount, found.total) == (7_200, 43_200)


def test_a_free_sleeve_of_nothing_does_not_count_either() -> None:
    basket = baskets.give_free(of_m1(("ARIA", 6)), "SAMPLE", quantity=1, approval=free())
    assert missing(basket, member(YESTERDAY)) == 10


def test_never_more_than_the_coffee_costs() -> None:
    shop = SHOP | {"Y": product("Y", 10_500, capsules=70)}
    found = quoted(of_m1(("Y", 1), ("CUP", 1)), known(member(YESTERDAY)), shop=shop)
    assert (off(found, "plus"), found.total) == (10_500, 20_000)


def test_it_is_spread_over_the_coffee_to_the_won() -> None:
    lines = (("ARIA", 3), ("BELLO", 3), ("CIELO", 1), ("CUP", 1))
    for order in (lines, lines[::-1]):
        found = quoted(of_m1(*order), known(member(YESTERDAY)))
        assert by_product(found) == {"ARIA": 8_197, "BELLO": 8_539, "CIELO": 3_264, "CUP": 0}


@pytest.mark.parametrize(
    ("now", "discount", "reason"),
    [
        ("2027-01-31 23:59:59", 20_000, []),
        ("2027-02-01 00:00:00", 0, ["plus.expired"]),
        ("2026-11-02 09:59:59", 0, ["plus.not_started"]),
    ],
)
def test_the_last_day(now: str, discount: int, reason: list[str]) -> None:
    found = quoted(of_m1(("ARIA", 7), now=at(now)), known(member(bought(U20, "2026-11-02 10:00"))))
    assert (off(found, "plus"), against(found, "plus")) == (discount, reason)


@pytest.mark.parametrize(("made", "discount"), [(0, 25_000), (2, 25_000), (3, 40_000), (4, 0)])
def test_the_final_benefit_is_the_last_orders(made: int, discount: int) -> None:
    held = bought(D25, "2026-11-02 00:00")
    found = quoted(of_m1(("ARIA", 7)), known(member(held, used=uses(held, made))))
    assert off(found, "plus") == discount
    assert against(found, "plus") == ([] if discount else ["plus.used_up"])


def test_of_two_machines_the_plan_worth_most_begins() -> None:
    found = quoted(of_m1(("UNO", 1), ("DUO", 1), ("BELLO", 7)), known(member()))
    assert (off(found, "plus"), found.total) == (25_000, 475_500)
    assert found.begins is not None
    assert (found.begins.machine, found.begins.plan) == ("DUO", D25)


def test_a_second_machine_begins_nothing_while_a_benefit_runs() -> None:
    running = bought(U20, "2026-10-20 10:00")
    found = quoted(of_m1(("DUO", 1)), known(member(running)))
    assert found.begins is None
    assert against(found, "plus.new") == ["plus.already_active"]


def test_nor_while_one_waits_for_its_machine_to_be_shipped() -> None:
    waiting = bought(U20, "2026-11-01 10:00", at_boutique=False)
    found = quoted(of_m1(("DUO", 1), ("ARIA", 7)), known(member(waiting)))
    assert (found.begins, found.discount) == (None, 0)
    assert set(against(found, "plus")) == {"plus.already_active", "plus.not_started"}


@pytest.mark.parametrize(
    "earlier",
    [
        bought(U20, "2026-05-01 10:00"),
        bought(U20, "2026-10-20 10:00", ended="returned"),
    ],
)
def test_after_the_first_benefit_ended_a_machine_brings_its_own(earlier: object) -> None:
    found = quoted(of_m1(("DUO", 1), ("ARIA", 7)), known(member(earlier)))  # type: ignore[arg-type]  # typed above
    assert found.begins is not None and found.begins.plan == D25
    assert off(found, "plus:b") == 25_000


def test_after_the_last_order_a_machine_brings_its_own() -> None:
    spent = bought(U20, "2026-10-20 10:00")
    found = quoted(of_m1(("DUO", 1), ("ARIA", 7)), known(member(spent, used=uses(spent, 3))))
    assert off(found, "plus:b") == 25_000


def test_of_two_that_can_be_used_the_one_that_ends_first_is() -> None:
    soon, later = bought(U20, "2026-10-01 10:00"), bought(D25, "2026-10-20 10:00", id="e2")
    found = quoted(of_m1(("ARIA", 7)), known(member(later, soon)))
    assert (found.uses, off(found)) == ((soon.benefit,), 20_000)


def test_somebody_elses_account_holds_none() -> None:
    found = quoted(of_m1(("ARIA", 7)), known(Dossier("M2")))
    assert (found.discount, against(found, "plus")) == (0, ["plus.none"])


@pytest.mark.parametrize("standing", ["suspended", "withdrawn"])
def test_who_may_not_use_benefits_gets_none_and_begins_none(standing: str) -> None:
    dossier = replace(member(YESTERDAY), standing=standing)
    found = quoted(of_m1(("UNO", 1), ("ARIA", 7)), known(dossier))
    assert (found.discount, found.begins) == (0, None)
    assert against(found, "plus") == ["member.suspended"]


def test_a_machine_that_is_given_free_brings_nothing() -> None:
    basket = baskets.give_free(of_m1(("ARIA", 7)), "UNO", quantity=1, approval=free("UNO:1"))
    found = quoted(basket, known(member()))
    assert (found.begins, against(found, "plus")) == (None, ["plus.none"])


def test_the_paid_machines_serial_is_the_one_that_counts() -> None:
    basket = baskets.give_free(of_m1(), "UNO", quantity=1, approval=free("UNO:1"))
    basket = replace(basket, lines=(*basket.lines, Line(2, "UNO", 1, ("PAID",))))
    basket = replace(basket, lines=(replace(basket.lines[0], serials=("FREE",)), basket.lines[1]))
    found = quoted(basket, known(member()))
    assert found.begins is not None and found.begins.serial == "PAID"


def test_a_plan_that_gives_nothing_is_none() -> None:
    empty = Plan("U20", (), 90, 70, ("original",))
    held = bought(empty, "2026-11-01 10:00")
    found = quoted(of_m1(("UNO", 1), ("ARIA", 7)), replace(known(member(held)), plans={"U20": empty}))
    assert (found.discount, found.begins, against(found, "plus")) == (0, None, ["plus.used_up"])


def test_a_plan_nobody_has_told_of_begins_nothing() -> None:
    found = quoted(of_m1(("UNO", 1), ("ARIA", 7)), Known(dossier=member()))
    assert (found.begins, against(found, "plus")) == (None, ["plus.none"])


def test_while_the_mall_cannot_be_asked_only_what_this_till_sold_is_given() -> None:
    own, other = bought(D25, "2026-10-20 10:00", id="e2"), bought(U20, "2026-10-01 10:00")
    basket = of_m1(("ARIA", 7))
    unsure = replace(known(member(other)), is_sure=False)
    assert against(quoted(basket, unsure), "plus") == ["plus.to_be_confirmed"]
    assert off(quoted(basket, replace(unsure, own=frozenset({other.id}))), "plus") == 20_000
    both = replace(unsure, dossier=member(other, own), own=frozenset({own.id}))
    assert quoted(basket, both).uses == (own.benefit,)


def test_while_the_mall_cannot_be_asked_a_machine_still_brings_its_own() -> None:
    found = quoted(of_m1(("UNO", 1), ("ARIA", 7)), replace(known(member()), is_sure=False))
    assert off(found, "plus:b") == 20_000


def test_a_plus_order_is_delivered_for_nothing() -> None:
    shop = SHOP | {"Y": product("Y", 30_000, capsules=70)}
    basket = replace(delivered(("Y", 1)), member="M1")
    found = quoted(basket, known(member(YESTERDAY)), shop=shop)
    assert (off(found, "plus"), found.delivery_fee, found.total) == (20_000, 0, 10_000)
    assert found.fee_cause is not None
    cause = found.fee_cause
    assert (cause.code, cause.clause, cause.benefit) == ("delivery.benefit", "9 (5), 9 (8)", YESTERDAY.benefit)
    assert found.choices[0].saves == 22_500


def test_machine_and_coffee_that_are_delivered() -> None:
    basket = replace(of_m1(("UNO", 1), ("BELLO", 7)), delivery=Delivery("r1"))
    found = quoted(basket, known(member()))
    assert (off(found, "plus"), found.delivery_fee) == (20_000, 0)
    assert found.fee_cause is not None and found.fee_cause.code == "delivery.machine"


def test_nor_does_one_that_has_no_price() -> None:
    shop = SHOP | {"UNO": replace(SHOP["UNO"], prices=product("UNO", 0).prices)}
    basket = baskets.give_free(of_m1(("ARIA", 7)), "UNO", quantity=1, approval=free("UNO:1"))
    assert quoted(basket, known(member()), shop=shop).begins is None
