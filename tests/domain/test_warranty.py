"""Until when a machine is under warranty: thirty days to register it, to the last instant."""

from datetime import date

import pytest

from pos.domain.calendar import WorkingDays
from pos.domain.warranty import Machine, is_in_time, last_day_if, register_until, warranty_until
from tests.domain.backs import CALENDAR
from tests.domain.baskets import TERMS, at

RULE = TERMS.rules.plus


@pytest.mark.parametrize(
    ("bought", "registered", "until"),
    [
        ("2026-11-02", None, "2027-11-02"),
        ("2026-11-02", "2026-11-02", "2028-11-02"),
        ("2026-11-02", "2026-12-02", "2028-11-02"),
        ("2026-11-02", "2026-12-03", "2027-11-02"),
        ("2028-02-29", "2028-02-29", "2030-02-28"),
        ("2028-02-29", None, "2029-02-28"),
        ("2026-02-28", "2026-02-28", "2028-02-28"),  # not the leap day
        ("2026-11-06", "2026-12-07", "2028-11-06"),  # the thirtieth day is a Sunday
        ("2026-11-06", "2026-12-08", "2027-11-06"),
        ("2026-12-02", "2027-01-04", "2028-12-02"),  # New Year's Day, then a weekend
        ("2026-12-02", "2027-01-05", "2027-12-02"),
        ("2027-01-08", "2027-02-10", "2029-01-08"),  # Seollal
        ("2027-01-08", "2027-02-11", "2028-01-08"),
        ("2025-12-25", None, "2026-12-25"),  # printed as it is, though it is a holiday
    ],
)
def test_thirty_days(bought: str, registered: str | None, until: str) -> None:
    day = date.fromisoformat(registered) if registered else None
    machine = Machine("UNO-1", "UNO", date.fromisoformat(bought), 12, registered_on=day)
    assert warranty_until(machine, RULE, CALENDAR) == date.fromisoformat(until)


@pytest.mark.parametrize(("now", "still"), [("2026-12-02 23:59:59", True), ("2026-12-03 00:00:00", False)])
def test_the_last_instant(now: str, still: bool) -> None:
    assert is_in_time(date(2026, 11, 2), RULE, CALENDAR, at(now)) is still


def test_a_holiday_that_was_entered_gives_a_day_more() -> None:
    assert register_until(date(2026, 11, 2), RULE, CALENDAR) == date(2026, 12, 2)
    assert register_until(date(2026, 11, 2), RULE, WorkingDays([date(2026, 12, 2)])) == date(2026, 12, 3)


def test_what_the_receipt_says() -> None:
    sold = date(2028, 2, 29)
    assert last_day_if(sold, 12, RULE, registered=False) == date(2029, 2, 28)
    assert last_day_if(sold, 12, RULE, registered=True) == date(2030, 2, 28)
