"""Korean time, working days and legal periods. Outside the years it covers it raises; it never guesses."""

from __future__ import annotations

import calendar as _months
from collections.abc import Collection
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from pos.domain.errors import Refused

KST = timezone(timedelta(hours=9), "KST")

FIRST_YEAR, LAST_YEAR = 2020, 2030
"""What the holiday calendar covers. Korean law moves holidays at short notice; further ahead nothing is certain."""


@lru_cache(maxsize=32)
def _holidays_of(year: int) -> frozenset[date]:
    import holidays  # takes longer than to paint a window, and no sale needs it

    return frozenset(holidays.country_holidays("KR", years=year))


class WorkingDays:
    """The calendar of working days: public holidays, and those a manager entered by hand.

    Saturdays, Sundays, public holidays and Labour Day are not working days.
    """

    __slots__ = ("_added",)

    def __init__(self, added: Collection[date] = ()) -> None:
        self._added = frozenset(added)

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is a public holiday. Raises Refused("calendar.not_covered") outside the calendar."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused("calendar.not_covered", day=day.isoformat())
        return day in _holidays_of(day.year) or day in self._added

    def is_working_day(self, day: date) -> bool:
        """Whether work is done on `day`: neither a weekend nor a holiday."""
        return not self.is_holiday(day) and day.weekday() < 5

    def next_working_day(self, day: date) -> date:
        """`day` itself where it is a working day, otherwise the first one after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def after(self, day: date, *, working_days: int) -> date:
        """The day on which a period of working days ends; `day` itself is not counted (Civil Act, article 157)."""
        for _ in range(working_days):
            day = self.next_working_day(day + timedelta(days=1))
        return day

    def period_end(self, first: date, *, days: int = 0, months: int = 0) -> date:
        """The last day of a legal period that begins on `first`.

        Civil Act, articles 157, 160, 161: the first day is left out; months run to the same number of the month
        (or its last day); a last day on a Saturday or a holiday moves to the next working day.
        """
        return self.next_working_day(add_months(first, months) + timedelta(days=days))


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _months.monthrange(year, month + 1)[1]))


def end_of_day(day: date) -> datetime:
    """The instant a period that ends on `day` is over: 24:00, Korean time."""
    return datetime.combine(day + timedelta(days=1), time(), KST)


def korean_day(moment: datetime) -> date:
    """The calendar day of an instant, in Korea."""
    return moment.astimezone(KST).date()
