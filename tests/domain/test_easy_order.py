"""Easy-Orders are looked up, not taken (terms 9 (6) 2, 9 (7))."""

from datetime import date

import pytest
from msgspec.structs import replace

from pos.domain.calendar import WorkingDays
from pos.domain.easy_order import EasyOrder, next_shipment, refuse_at_boutique
from pos.domain.errors import Refused
from tests.domain.baskets import TERMS, at


@pytest.mark.parametrize(
    ("chosen", "ships", "until"),
    [
        ("2027-01-04", "2027-01-04", "2027-01-03 17:00:00"),
        ("2026-11-07", "2026-11-09", "2026-11-08 17:00:00"),
        ("2026-12-25", "2026-12-28", "2026-12-27 17:00:00"),
        ("2027-02-08", "2027-02-10", "2027-02-09 17:00:00"),
        ("2027-01-01", "2027-01-04", "2027-01-03 17:00:00"),
        ("2026-11-10", "2026-11-10", "2026-11-09 17:00:00"),
    ],
)
def test_it_ships_on_a_working_day_and_can_be_changed_the_day_before(chosen: str, ships: str, until: str) -> None:
    order = EasyOrder("e1", date.fromisoformat(chosen))
    found = next_shipment(order, TERMS.rules.easy_order, WorkingDays())
    assert (found.ships, found.change_until) == (date.fromisoformat(ships), at(until))


def test_the_hour_is_the_terms_own() -> None:
    rule = replace(TERMS.rules.easy_order, change_until=at("2026-11-01 12:30").time())
    found = next_shipment(EasyOrder("e1", date(2026, 11, 10)), rule, WorkingDays())
    assert found.change_until == at("2026-11-09 12:30")


def test_a_day_a_person_entered_is_a_holiday_too() -> None:
    days = WorkingDays({date(2026, 11, 10)})
    found = next_shipment(EasyOrder("e1", date(2026, 11, 10)), TERMS.rules.easy_order, days)
    assert found.ships == date(2026, 11, 11)


def test_beyond_the_calendar_nobody_guesses() -> None:
    with pytest.raises(Refused, match=r"calendar\.not_covered"):
        next_shipment(EasyOrder("e1", date(2031, 1, 6)), TERMS.rules.easy_order, WorkingDays())


def test_a_boutique_takes_none() -> None:
    with pytest.raises(Refused, match=r"order\.easy_order_not_at_boutique"):
        refuse_at_boutique()
