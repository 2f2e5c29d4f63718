"""Promotions as data: what cannot be explained is refused, and when one holds."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.catalogue import Name
from pos.domain.errors import Refused
from pos.domain.promotions import Selection, check_promotion, is_on
from tests.domain.baskets import SHOP, at, promotion

TEN = promotion("P1", percent=10)


@pytest.mark.parametrize(
    "more",
    [
        {"percent": 10},
        {"percent": 100},
        {"amount": 20_000},
        {"amount": 20_000, "from_amount": 20_000},
        {"gift": "CUP", "gift_units": 1, "from_amount": 50_000},
        {"gift": "CUP", "gift_units": 1, "from_units": 5},
        {"percent": 10, "hours": (time(10), time(12))},
        {"percent": 10, "hours": (time(18), time(0))},
        {"percent": 10, "members_only": True, "times": 1},
        {"percent": 10, "coupon": "AUTUMN"},
    ],
)
def test_what_can_be_told_in_a_sentence_is_taken(more: dict[str, Any]) -> None:
    check_promotion(promotion("P1", **more))


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({}, "gives"),
        ({"percent": 10, "amount": 1_000}, "gives"),
        ({"percent": 10, "gift": "CUP", "gift_units": 1, "from_units": 1}, "gives"),
        ({"percent": 101}, "percent"),
        ({"percent": -1}, "percent"),
        ({"amount": -1}, "amount"),
        ({"gift": "CUP", "from_amount": 1}, "gift"),
        ({"gift_units": 1, "from_amount": 1}, "gift"),
        ({"gift": "CUP", "gift_units": -1, "from_amount": 1}, "gift"),
        ({"gift": "CUP", "gift_units": 1}, "nothing_bought"),
        ({"percent": 10, "from_amount": -1}, "threshold"),
        ({"percent": 10, "from_units": -1}, "threshold"),
        ({"amount": 20_001, "from_amount": 20_000}, "more_than_bought"),
        ({"percent": 10, "until": at("2020-01-01 00:00")}, "period"),
        ({"percent": 10, "until": datetime(2026, 1, 1)}, "zone"),  # noqa: DTZ001 – a moment without a zone is the point
        ({"percent": 10, "hours": (time(12), time(12))}, "hours"),
        ({"percent": 10, "hours": (time(22), time(2))}, "hours"),
        ({"percent": 10, "hours": (time(10, tzinfo=UTC), time(12, tzinfo=UTC))}, "hours"),
        ({"percent": 10, "hours": (time(10), time(12, tzinfo=UTC))}, "hours"),
        ({"percent": 10, "times": 1}, "times"),
        ({"percent": 10, "times": 0, "members_only": True}, "times"),
        ({"percent": 10, "coupon": " A"}, "coupon"),
        ({"percent": 10, "clause": " "}, "clause"),
        ({"percent": 10, "name": Name(" ", "Autumn")}, "name"),
    ],
)
def test_what_cannot_is_refused_when_it_arrives(more: dict[str, Any], cause: str) -> None:
    one = promotion("P1", **{key: value for key, value in more.items() if key != "name"})
    with pytest.raises(Refused) as refused:
        check_promotion(replace(one, name=more.get("name", one.name)))
    assert refused.value.code == "promotion.rejected"
    assert refused.value.facts == {"promotion": "P1", "cause": cause}


def test_without_an_id_it_is_nothing() -> None:
    with pytest.raises(Refused, match="cause=id"):
        check_promotion(promotion(" ", percent=10))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-02 09:59:59", False),
        ("2026-11-02 10:00:00", True),
        ("2026-11-09 23:59:59", True),
        ("2026-11-10 00:00:00", False),
    ],
)
def test_it_holds_from_its_beginning_to_before_its_end(moment: str, expected: bool) -> None:
    one = promotion("P1", percent=10, since=at("2026-11-02 10:00"), until=at("2026-11-10 00:00"))
    assert is_on(one, at(moment)) is expected
    assert is_on(one, at(moment).astimezone(UTC)) is expected


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        ((time(10), time(12)), "2026-11-02 09:59:59", False),
        ((time(10), time(12)), "2026-11-02 10:00:00", True),
        ((time(10), time(12)), "2026-11-02 11:59:59", True),
        ((time(10), time(12)), "2026-11-02 12:00:00", False),
        ((time(18), time(0)), "2026-11-02 23:59:59", True),
        ((time(18), time(0)), "2026-11-03 00:00:00", False),
        ((time(0), time(9)), "2026-11-02 00:00:00", True),
    ],
)
def test_its_hours_are_korean(hours: tuple[time, time], moment: str, expected: bool) -> None:
    one = promotion("P1", percent=10, hours=hours)
    assert is_on(one, at(moment).astimezone(UTC)) is expected


@pytest.mark.parametrize(
    ("on", "products"),
    [
        (Selection(), set(SHOP)),
        (Selection(kinds=("capsule",)), {"ARIA", "BELLO", "CIELO", "TRIO", "FORTE", "SAMPLE"}),
        (Selection(kinds=("capsule",), ranges=("vertuo",)), {"CIELO", "TRIO"}),
        (Selection(ranges=("professional",)), {"FORTE", "PRO1"}),
        (Selection(products=("CUP",)), {"CUP"}),
        (Selection(kinds=("food",), products=("CUP",)), {"CUP", "GREEN"}),
        (Selection(products=("NONE",)), set()),
    ],
)
def test_what_it_speaks_of(on: Selection, products: set[str]) -> None:
    assert {code for code, product in SHOP.items() if on.has(product)} == products


def test_its_name_where_benefits_are_counted() -> None:
    assert TEN.benefit == "promotion:P1"
