"""A holiday that was announced late, entered by hand: legal periods and refunds reckon with it from then on."""

from __future__ import annotations

from datetime import date

from pos.domain.calendar import FIRST_YEAR, LAST_YEAR
from pos.domain.errors import Refused
from pos.domain.facts import HolidayEntered
from pos.till import approving
from pos.till.counter import Counter


async def enter(counter: Counter, day: date, *, by: str, pin: str, reason: str) -> None:
    """Enter a holiday; a manager allows it. Again is the same.

    Raises Refused("calendar.not_covered") outside the calendar, and what `approving.approve` raises.
    """
    counter.who_may("sell")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused("calendar.not_covered", day=day.isoformat())
    if day in counter.ports.past.holidays():
        return
    about = day.isoformat()
    given = await approving.approve(counter, "calendar.holiday", about, by=by, pin=pin, reason=reason, sale="")
    await counter.write(counter.commit_of(facts=(HolidayEntered(day, given),)))
    counter.touch("returning")
