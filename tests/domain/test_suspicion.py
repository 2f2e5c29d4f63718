"""What of the feed is odd, case by case; and what is not, so that nobody is called for a price that rose a little."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain import suspicion
from pos.domain.catalogue import Name, Price, Product
from pos.domain.errors import Refused
from pos.domain.plus import Plan
from pos.domain.promotions import Promotion, Selection
from pos.domain.suspicion import Person, Step, read_bounds
from tests.domain.bounds import BOUNDS, DOCUMENT
from tests.domain.products import LONG_AGO, NOW, product, terms

SOON = NOW + timedelta(days=7)
KNOWN = product("ARIA", 10_000)


def costing(*prices: Price, **more: Any) -> Product:
    return replace(KNOWN, prices=prices, **more)


@pytest.mark.parametrize(
    ("arrived", "codes"),
    [
        (costing(Price(LONG_AGO, 10_000)), ()),
        (costing(Price(LONG_AGO, 15_000)), ()),
        (costing(Price(LONG_AGO, 5_000)), ()),
        (costing(Price(LONG_AGO, 15_001)), ("odd.jump",)),
        (costing(Price(LONG_AGO, 4_999)), ("odd.jump",)),
        (costing(Price(LONG_AGO, 0)), ("odd.zero",)),
        (costing(), ("odd.no_price",)),
        (costing(Price(SOON, 10_000)), ("odd.no_price",)),
        (costing(Price(LONG_AGO, 10_000), Price(SOON, 1)), ("odd.jump",)),
        (costing(Price(LONG_AGO, 10_000), Price(SOON, 0)), ("odd.zero",)),
        (costing(Price(LONG_AGO, 1), Price(LONG_AGO + timedelta(1), 10_000)), ()),
        (costing(Price(LONG_AGO, 10_000), Price(SOON, 14_000), Price(SOON + timedelta(1), 21_000)), ("odd.jump",)),
        (costing(Price(LONG_AGO, 0), kind="recycling"), ("odd.zero",)),
        (costing(Price(LONG_AGO, 10_000), capsules=20), ()),
        (costing(Price(LONG_AGO, 10_000), capsules=21), ("odd.jump",)),
        (costing(Price(LONG_AGO, 10_000), capsules=4), ("odd.jump",)),
        (costing(Price(LONG_AGO, 11_000), capsules=0), ()),
    ],
)
def test_prices_from_now_on_are_held_against_those_that_would_have_been(
    arrived: Product, codes: tuple[str, ...]
) -> None:
    assert suspicion.of_prices(KNOWN, arrived, BOUNDS, now=NOW) == codes


def test_a_new_product_has_any_price_but_none_and_an_old_one_may_get_its_first() -> None:
    assert suspicion.of_prices(None, KNOWN, BOUNDS, now=NOW) == ()
    assert suspicion.of_prices(None, costing(), BOUNDS, now=NOW) == ()
    assert suspicion.of_prices(None, costing(Price(LONG_AGO, 0)), BOUNDS, now=NOW) == ("odd.zero",)
    assert suspicion.of_prices(product("ARIA", None), KNOWN, BOUNDS, now=NOW) == ()
    free = costing(Price(LONG_AGO, 0))
    assert suspicion.of_prices(free, replace(free, favourite=3), BOUNDS, now=NOW) == ()


def test_what_is_free_by_its_kind_was_of_that_kind_before() -> None:
    bag = replace(KNOWN, kind="recycling")
    free = replace(bag, prices=(Price(LONG_AGO, 0),))
    assert suspicion.of_prices(bag, free, BOUNDS, now=NOW) == ()
    assert suspicion.of_prices(None, free, BOUNDS, now=NOW) == ()


def test_a_step_says_by_how_much() -> None:
    (first, second) = suspicion.steps(KNOWN, costing(Price(LONG_AGO, 9_000), Price(SOON, 20_000)), now=NOW)
    assert first == Step(NOW, 10_000, 9_000) and (first.percent, second.percent) == (-10, 100)
    assert second.since == SOON and Step(NOW, None, 5).percent is None


def test_what_is_sold_otherwise_is_another_product_and_its_colour_is_not() -> None:
    assert not suspicion.is_other(KNOWN, replace(KNOWN, colour="#fff", favourite=1), now=NOW)
    for other in (
        replace(KNOWN, barcodes=("8800000000015",)),
        replace(KNOWN, tax="exempt"),
        replace(KNOWN, name=Name("다른", "")),
    ):
        assert suspicion.is_other(KNOWN, other, now=NOW)


@pytest.mark.parametrize(
    ("changed", "of", "is_much"), [(48, 240, False), (49, 240, True), (9, 12, False), (10, 12, True)]
)
def test_a_fifth_of_the_range_is_much_where_it_is_many(changed: int, of: int, is_much: bool) -> None:
    assert suspicion.is_too_much(changed, of=of, bounds=BOUNDS) is is_much


def promotion(**gives: Any) -> Promotion:
    return Promotion("p", Name("행사", "Promotion"), LONG_AGO, SOON, **gives)


@pytest.mark.parametrize(
    ("arrived", "is_odd"),
    [
        (promotion(percent=10), False),
        (promotion(percent=50), False),
        (promotion(percent=51), True),
        (promotion(percent=100), True),
        (promotion(amount=30_000, from_amount=100_000), False),
        (promotion(amount=60_000, from_amount=100_000), True),
        (promotion(amount=3_000), False),
        (promotion(amount=30_000), True),
        (promotion(amount=200_000, from_amount=1_000_000), True),
        (promotion(gift="CUP", gift_units=3, from_units=10), False),
        (promotion(gift="CUP", gift_units=4, from_units=10), True),
    ],
)
def test_a_promotion_that_gives_away_too_much(arrived: Promotion, is_odd: bool) -> None:
    assert suspicion.of_promotion(arrived, BOUNDS) == (("odd.promotion",) if is_odd else ())


SHELF = (product("ARIA", 6_000), product("UNO", 200_000, kind="machine", range="original", capsules=0))
MACHINES = Selection(kinds=("machine",))


@pytest.mark.parametrize(
    ("arrived", "is_odd"),
    [
        (promotion(amount=20_000, from_units=1), False),
        (promotion(amount=21_000, from_units=1), True),
        (promotion(amount=50_000, from_units=1, on=MACHINES), False),
        (promotion(amount=100_000, from_units=1, on=MACHINES), False),
        (promotion(amount=30_000, from_units=10), False),
        (promotion(amount=31_000, from_units=10), True),
        (promotion(gift="ARIA", gift_units=3, from_units=3), False),
        (promotion(gift="UNO", gift_units=1, from_units=3), True),
        (promotion(gift="UNO", gift_units=1, from_amount=1_000), True),
        (promotion(gift="UNO", gift_units=1, from_amount=400_000), False),
        (promotion(gift="GONE", gift_units=1, from_amount=1), False),
    ],
)
def test_what_is_given_is_held_against_the_least_that_has_to_be_bought(arrived: Promotion, is_odd: bool) -> None:
    found = suspicion.of_promotion(arrived, BOUNDS, shelf=SHELF, now=NOW)
    assert found == (("odd.promotion",) if is_odd else ())


def test_promotions_that_come_on_top_of_each_other_count_together() -> None:
    thirty = replace(promotion(percent=30), id="thirty", combinable=True)

    def is_odd(arrived: Promotion, *beside: Promotion) -> bool:
        return bool(suspicion.of_promotion(arrived, BOUNDS, shelf=SHELF, beside=beside, now=NOW))

    twenty = replace(promotion(percent=20), combinable=True)
    assert not is_odd(twenty, thirty)
    assert is_odd(replace(twenty, percent=21), thirty)
    assert is_odd(replace(twenty, percent=21, combinable=False), thirty)
    assert is_odd(replace(thirty, id="p"), replace(twenty, id="q", percent=21, combinable=False))
    assert not is_odd(promotion(percent=50), replace(promotion(percent=50), id="other")), "one of them is given"
    coffee = Selection(kinds=("capsule",))
    assert not is_odd(replace(twenty, percent=50, on=coffee), replace(thirty, on=MACHINES))
    assert not is_odd(replace(twenty, percent=50, on=Selection(ranges=("vertuo",))), thirty)
    assert not is_odd(replace(twenty, percent=50), replace(thirty, since=SOON, until=SOON + timedelta(days=1)))
    assert not is_odd(replace(twenty, percent=50), replace(thirty, id="p")), "the one whose place it takes"
    coin = replace(promotion(amount=15_000), id="coin", combinable=True)
    assert is_odd(replace(coin, id="more"), coin)
    assert not is_odd(replace(coin, id="more", coupon="SPRING"), coin)


def test_a_plan_is_held_against_itself_and_against_all_plans() -> None:
    known = Plan("U20", (20_000,) * 3, 90, 70, ("original",))
    for other, is_odd in (
        (known, False),
        (replace(known, amounts=(30_000,) * 3), False),
        (replace(known, amounts=(31_000,) * 3), True),
        (replace(known, days=365), True),
        (replace(known, min_capsules=10), True),
    ):
        assert bool(suspicion.of_plan(known, other, BOUNDS)) is is_odd, other
    assert suspicion.of_plan(None, known, BOUNDS) == ()
    assert suspicion.of_plan(None, replace(known, amounts=(150_000,)), BOUNDS) == ("odd.plan",)
    assert suspicion.of_plan(None, replace(known, amounts=(90_000,) * 4), BOUNDS) == ("odd.plan",)


def test_terms_that_go_back_in_time_or_were_never_announced() -> None:
    known, heard = (terms(),), NOW.date()
    later = replace(terms(), version="2026-12-10", announced_on=NOW.date(), effective_from=NOW + timedelta(days=38))

    def judged(arrived: object, heard: date | None = heard) -> tuple[str, ...]:
        return suspicion.of_policy(arrived, known, now=NOW, heard=heard)  # type: ignore[arg-type] # they are policies

    assert judged(later) == ()
    assert judged(replace(later, effective_from=terms().effective_from - timedelta(days=1)), None) == (
        "odd.back_in_time",
    )
    assert judged(replace(later, version="2019-01-01")) == ("odd.back_in_time",)
    assert judged(replace(later, effective_from=NOW)) == ("odd.sudden",)
    assert judged(replace(later, effective_from=NOW + timedelta(minutes=1))) == (), "of what is to come it says itself"
    ago = NOW.date() - timedelta(days=20)
    assert judged(replace(later, effective_from=NOW, change="neutral"), ago) == ()
    assert judged(replace(later, effective_from=NOW, change="adverse"), ago) == ("odd.sudden",)
    assert judged(replace(later, effective_from=NOW), NOW.date() - timedelta(days=60)) == (), "it was away"
    assert suspicion.of_policy(later, (), now=NOW, heard=heard) == ()


def crew(*roles: str) -> list[Person]:
    return [Person(f"p{place}", role, comes=True) for place, role in enumerate(roles)]  # type: ignore[arg-type] # roles by their names


def test_people_who_are_all_gone_or_all_managers() -> None:
    known = crew("manager", "cashier", "cashier", "cashier", "cashier")
    gone = [Person(one.id, one.role, comes=False) for one in known]
    risen = [Person(one.id, "manager", comes=True) for one in known]
    assert suspicion.of_staff(known, gone[1:2], BOUNDS) == {}, "somebody leaves"
    assert suspicion.of_staff(known, gone[1:3], BOUNDS) == {}
    assert set(suspicion.of_staff(known, gone[1:4], BOUNDS)) == {"p1", "p2", "p3"}
    assert suspicion.of_staff(known, gone[:1], BOUNDS) == {"p0": ("odd.staff_gone",)}, "the last who decides"
    assert suspicion.of_staff(known, [replace_role(known[0])], BOUNDS) == {"p0": ("odd.staff_gone",)}
    assert suspicion.of_staff(known, risen[1:2], BOUNDS) == {}, "somebody is promoted"
    assert set(suspicion.of_staff(known, risen[1:], BOUNDS)) == {"p1", "p2", "p3", "p4"}
    assert suspicion.of_staff([], risen, BOUNDS) == {}, "the first who come"


def replace_role(one: Person) -> Person:
    return Person(one.id, "cashier", comes=True)


def test_another_shop_and_stock_that_cannot_be() -> None:
    assert suspicion.of_boutique(None, ("SEL01", "1")) == ()
    assert suspicion.of_boutique(("SEL01", "1"), ("SEL01", "1")) == ()
    assert suspicion.of_boutique(("SEL01", "1"), ("SEL02", "2")) == ("odd.other_boutique", "odd.business_number")
    assert suspicion.of_stock(40, BOUNDS) == suspicion.of_stock(-3, BOUNDS) == ()
    assert suspicion.of_stock(10**6, BOUNDS) == suspicion.of_stock(-(10**6), BOUNDS) == ("odd.stock",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hours = 24", "hours = 0"),
        ("hours = 24", "hours = 24\nminutes = 3"),
        ("change_percent = 50\n# What may", "# What may"),
        ('deciders = ["manager"]', "deciders = []"),
        ('free_kinds = ["recycling"]', 'free_kinds = ["gift"]'),
        ("[stock]", "[stack]"),
        ("most_units = 100_000", "most_units ="),
    ],
)
def test_what_is_not_understood_of_the_bounds_refuses_all_of_them(old: str, new: str) -> None:
    assert old in DOCUMENT
    with pytest.raises(Refused, match=r"suspicion\.rejected"):
        read_bounds(DOCUMENT.replace(old, new, 1))
