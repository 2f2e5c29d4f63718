"""Korean working days and legal periods; the dates are those of the terms' scenarios and of published calendars."""

from datetime import date, datetime

import pytest

from pos.domain.calendar import KST, WorkingDays, add_months, end_of_day, korean_day
from pos.domain.errors import Refused


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-11-02", "2026-11-05"),
        ("2026-11-06", "2026-11-11"),
        ("2026-02-12", "2026-02-20"),
        ("2027-02-04", "2027-02-11"),
        ("2026-09-22", "2026-09-29"),
        ("2025-10-01", "2025-10-13"),
        ("2025-01-24", "2025-02-04"),
        ("2026-04-30", "2026-05-07"),
        ("2026-07-16", "2026-07-22"),
        ("2026-12-30", "2027-01-05"),
    ],
)
def test_three_working_days_over_new_year_seollal_chuseok_and_labour_day(start: str, due: str) -> None:
    assert WorkingDays().after(date.fromisoformat(start), working_days=3) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-11-02", "2026-11-09"),
        ("2026-11-07", "2026-11-16"),
        ("2027-01-30", "2027-02-10"),
        ("2026-04-24", "2026-05-04"),
    ],
)
def test_seven_days_leave_the_first_out_and_move_off_saturdays_and_holidays(first: str, last: str) -> None:
    assert WorkingDays().period_end(date.fromisoformat(first), days=7) == date.fromisoformat(last)


def test_a_holiday_entered_by_hand_counts() -> None:
    assert WorkingDays([date(2026, 11, 4)]).after(date(2026, 11, 2), working_days=3) == date(2026, 11, 6)


@pytest.mark.parametrize("day", [date(2099, 12, 30), date(2019, 12, 31)])
def test_outside_its_years_it_raises_and_does_not_guess(day: date) -> None:
    with pytest.raises(Refused) as refused:
        WorkingDays().is_working_day(day)
    assert refused.value.code == "calendar.not_covered"


def test_a_month_without_the_day_ends_on_its_last() -> None:
    assert add_months(date(2028, 2, 29), 24) == date(2030, 2, 28)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_a_day_ends_at_midnight_in_korea() -> None:
    assert end_of_day(date(2026, 11, 9)) == datetime(2026, 11, 10, tzinfo=KST)
    assert korean_day(datetime.fromisoformat("2026-11-01T15:00:00+00:00")) == date(2026, 11, 2)
