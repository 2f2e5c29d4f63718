"""What may come back, and until when: the terms' own cases, the instants beside them, and what is open after a no."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.back.returns import Original
from pos.domain.back.withdrawal import Asked, Verdict, judge
from pos.domain.calendar import WorkingDays
from pos.domain.errors import Refused
from pos.domain.sale import Sale, Shipping
from tests.domain.backs import CALENDAR, back, machine, proposed, sold
from tests.domain.baskets import TERMS, at

RULES = TERMS.rules


def verdict(sale: Sale, when: str, *, position: int = 1, **more: Any) -> Verdict:
    """What is said about the first unit of a line at an instant."""
    original = Original(sale)
    wanted = replace(back(position, **more), serials=original.serials(position)[:1])
    return proposed(original, wanted, now=at(when)).lines[0].verdict


@pytest.mark.parametrize(
    ("when", "returned", "code"),
    [
        ("2026-11-02 10:00", "2026-11-09 23:59:59", ""),
        ("2026-11-02 10:00", "2026-11-10 00:00:00", "return.too_late"),
        ("2026-11-02 23:59:59", "2026-11-09 23:59:59", ""),
        ("2026-11-07 10:00", "2026-11-16 23:59:59", ""),  # the last day is a Saturday
        ("2026-11-07 10:00", "2026-11-17 00:00:00", "return.too_late"),
        ("2027-01-30 10:00", "2027-02-10 23:59:59", ""),  # Seollal
        ("2027-01-30 10:00", "2027-02-11 00:00:00", "return.too_late"),
        ("2026-04-24 10:00", "2026-05-04 23:59:59", ""),  # Labour Day, then a weekend
        ("2026-09-17 10:00", "2026-09-28 23:59:59", ""),  # Chuseok
        ("2026-12-25 10:00", "2027-01-04 23:59:59", ""),  # New Year, then a weekend
        ("2026-12-25 10:00", "2027-01-05 00:00:00", "return.too_late"),
        ("2028-02-22 10:00", "2028-02-29 23:59:59", ""),
        ("2028-02-22 10:00", "2028-03-01 00:00:00", "return.too_late"),
    ],
)
@pytest.mark.parametrize("product", ["UNO", "CUP"])
def test_seven_days(when: str, returned: str, code: str, product: str) -> None:
    sale = sold((product, 1), when=at(when))
    assert verdict(sale, returned, reason="change_of_mind").code == code


@pytest.mark.parametrize(
    ("product", "condition", "reason", "code", "asks"),
    [
        ("ARIA", "unopened", "change_of_mind", "return.coffee_not_at_boutique", False),
        ("FORTE", "unopened", "change_of_mind", "return.coffee_not_at_boutique", False),
        ("ARIA", "opened_unused", "defect", "", False),
        ("ARIA", "unopened", "not_as_described", "", False),
        ("CUP", "unopened", "change_of_mind", "", False),
        ("CUP", "used", "change_of_mind", "return.used", False),
        ("CUP", "used", "defect", "", False),
        ("CUP", "used", "damaged", "", False),
        ("CUP", "used", "missing", "claim.reason", False),
        ("GREEN", "opened_unused", "change_of_mind", "return.opened", True),
        ("UNO", "unopened", "change_of_mind", "", False),
        ("UNO", "opened_unused", "change_of_mind", "return.opened", True),
        ("UNO", "used", "change_of_mind", "return.used", False),
        ("UNO", "used", "defect", "", False),
        ("UNO", "opened_unused", "defect", "", False),
    ],
)
def test_condition_and_reason(product: str, condition: str, reason: str, code: str, asks: bool) -> None:
    found = verdict(sold((product, 1)), "2026-11-05 10:00", condition=condition, reason=reason)
    assert (found.code, found.needs_approval) == (code, asks)
    assert found.is_refused == (bool(code) and not asks)
    assert found.paths or not code, "a no is never the end"


@pytest.mark.parametrize(
    ("supplied", "noticed", "returned", "code"),
    [
        ("2026-11-30", "2026-12-15", "2027-01-14 23:59:59", ""),
        ("2026-11-30", "2026-12-15", "2027-01-15 00:00:00", "return.too_late"),
        ("2026-11-30", "2027-01-29", "2027-03-02 23:59:59", ""),  # three months, to the last of February, a holiday
        ("2026-11-30", "2027-01-29", "2027-03-03 00:00:00", "return.too_late"),
        ("2026-11-30", None, "2027-03-02 23:59:59", ""),  # noticed today
        ("2026-11-30", "2026-11-01", "2026-12-30 23:59:59", ""),  # not noticed before it was there
        ("2026-11-30", "2026-11-01", "2026-12-31 00:00:00", "return.too_late"),
        ("2026-11-30", "2027-06-01", "2027-03-02 23:59:59", ""),  # nor tomorrow
        ("2026-11-30", "2027-06-01", "2027-03-03 00:00:00", "return.too_late"),
        ("2027-11-30", "2028-02-20", "2028-02-29 23:59:59", ""),  # the last of a leap February
        ("2027-11-30", "2028-02-20", "2028-03-01 00:00:00", "return.too_late"),
        ("2026-12-01", "2026-12-02", "2027-01-04 23:59:59", ""),  # thirty days end on New Year, a Friday
        ("2026-12-01", "2026-12-02", "2027-01-05 00:00:00", "return.too_late"),
    ],
)
def test_three_months_and_thirty_days(supplied: str, noticed: str | None, returned: str, code: str) -> None:
    seen = date.fromisoformat(noticed) if noticed else None
    sale = sold(("CUP", 1), when=at(f"{supplied} 10:00"))
    found = verdict(sale, returned, condition="used", reason="not_as_described", noticed=seen)
    assert found.code == code
    assert len(found.deadlines) == 2
    assert found.deadlines[0].last <= found.deadlines[1].last


class TestADeliveryDamagedOrShort:
    sale = sold(("CUP", 1), ("UNO", 1), shipping=Shipping("r1", date(2026, 11, 2), date(2026, 11, 5)))

    @pytest.mark.parametrize(
        ("arrived", "claimed", "code"),
        [
            ("2026-11-02", "2026-11-10 23:59:59", ""),
            ("2026-11-02", "2026-11-11 00:00:00", "claim.too_late"),
            ("2026-11-06", "2026-11-16 23:59:59", ""),  # the eighth day is a Saturday
            ("2026-11-06", "2026-11-17 00:00:00", "claim.too_late"),
            ("2027-01-29", "2027-02-10 23:59:59", ""),  # Seollal
            ("2027-01-29", "2027-02-11 00:00:00", "claim.too_late"),
            ("2026-10-01", "2026-11-10 23:59:59", ""),  # not before it was sold
            ("2026-11-09", "2026-11-08 10:00:00", "claim.not_arrived"),
            (None, "2026-11-08 10:00:00", "claim.not_arrived"),
        ],
    )
    @pytest.mark.parametrize("reason", ["damaged", "missing"])
    def test_eight_days_for_the_same_product(self, arrived: str | None, claimed: str, code: str, reason: str) -> None:
        day = date.fromisoformat(arrived) if arrived else None
        same = verdict(self.sale, claimed, reason=reason, arrived=day, replaced=True)
        assert same.code == code
        if code == "claim.too_late":
            assert same.paths == ("refund",)
        if code != "claim.not_arrived":
            assert verdict(self.sale, claimed, reason=reason, arrived=day).code == ""

    def test_after_three_months_the_service_is_left(self) -> None:
        late = verdict(self.sale, "2027-06-01 10:00", reason="damaged", arrived=date(2026, 11, 3), replaced=True)
        assert (late.code, late.paths) == ("claim.too_late", ("service",))

    @pytest.mark.parametrize(
        ("returned", "code"), [("2026-11-12 23:59:59", ""), ("2026-11-13 00:00", "return.too_late")]
    )
    def test_a_delivery_counts_from_its_last_day_where_nobody_says_when_it_came(self, returned: str, code: str) -> None:
        assert verdict(self.sale, returned, reason="change_of_mind").code == code

    def test_and_from_today_while_that_is_still_to_come(self) -> None:
        found = verdict(self.sale, "2026-11-03 10:00", reason="change_of_mind")
        assert found.deadlines[0].first == date(2026, 11, 3)

    def test_a_machine_that_left_without_a_number_comes_back_without_one(self) -> None:
        line = replace(self.sale.lines[1], serials=())
        unnumbered = replace(self.sale, lines=(self.sale.lines[0], line))
        assert verdict(unnumbered, "2026-11-09 10:00", position=2, reason="change_of_mind").code == ""


@pytest.mark.parametrize(
    ("when", "reason", "condition", "paths"),
    [
        ("2026-12-24 10:00", "change_of_mind", "unopened", ("defect", "warranty", "service")),
        ("2027-11-02 23:59:59", "defect", "used", ("warranty", "service")),
        ("2027-11-03 00:00:00", "defect", "used", ("service",)),
        ("2027-11-03 00:00:00", "change_of_mind", "unopened", ("defect", "service")),
        ("2026-11-03 10:00", "change_of_mind", "used", ("defect", "warranty", "service")),
    ],
)
def test_what_is_open_after_a_no(when: str, reason: str, condition: str, paths: tuple[str, ...]) -> None:
    found = verdict(sold(("UNO", 1)), when, reason=reason, condition=condition)
    assert found.is_refused
    assert found.paths == paths


def test_the_arithmetic_of_a_period_is_told() -> None:
    end = verdict(sold(("UNO", 1), when=at("2026-11-07 10:00")), "2026-11-08 10:00", reason="change_of_mind").deadlines[
        0
    ]
    assert (end.clause, end.first, end.days) == (RULES.plus.clause, date(2026, 11, 7), 7)
    assert (end.reckoned, end.last, end.over_at) == (date(2026, 11, 14), date(2026, 11, 16), at("2026-11-17 00:00"))


@pytest.mark.parametrize(("plus", "own", "last"), [(7, 14, "2026-11-16"), (14, 7, "2026-11-16"), (7, 7, "2026-11-09")])
def test_a_machine_has_the_longer_of_the_two_periods(plus: int, own: int, last: str) -> None:
    rules = replace(
        RULES,
        plus=replace(RULES.plus, return_days=plus),
        withdrawal=replace(RULES.withdrawal, boutique_days=own),
    )
    found = proposed((original := Original(sold(("UNO", 1)))), machine(original, 1), policy=replace(TERMS, rules=rules))
    assert found.lines[0].verdict.deadlines[0].last == date.fromisoformat(last)


def test_a_holiday_that_was_entered_moves_the_last_day() -> None:
    asked = Asked("accessory", "unopened", "change_of_mind", date(2026, 11, 2), date(2026, 11, 2))
    late = WorkingDays([date(2026, 11, 9)])
    assert judge(asked, RULES, CALENDAR, at("2026-11-10 10:00")).code == "return.too_late"
    assert judge(asked, RULES, late, at("2026-11-10 10:00")).code == ""


def test_a_period_nobody_can_reckon_is_an_error() -> None:
    asked = Asked("accessory", "unopened", "defect", date(2030, 12, 30), date(2030, 12, 30))
    with pytest.raises(Refused, match=r"calendar\.not_covered"):
        judge(asked, RULES, CALENDAR, at("2030-12-30 10:00"))
