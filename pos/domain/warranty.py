"""How long a machine is under warranty (terms 9 (8) 8, 18): from its purchase, longer if it was registered in time."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from pos.domain.calendar import WorkingDays, add_months, end_of_day
from pos.domain.policy import Plus


class Machine(msgspec.Struct, frozen=True):
    """A machine by its serial number: sold when, by which sale, registered by which member on which day.

    `member` is the buyer's number, None where nobody said. `months` is its warranty as it was sold. `is_back` once it
    was returned.
    """

    serial: str
    product: str
    sold_on: date
    months: int
    sale: str = ""
    member: str | None = None
    registered_by: str | None = None
    registered_on: date | None = None
    is_back: bool = False


def register_until(sold_on: date, rule: Plus, calendar: WorkingDays) -> date:
    """The last day on which registering doubles the warranty; a legal period, moved by holidays."""
    return calendar.period_end(sold_on, days=rule.registration_days)


def warranty_until(machine: Machine, rule: Plus, calendar: WorkingDays) -> date:
    """The last day of the warranty, as it is printed: not moved by holidays."""
    months = machine.months
    if machine.registered_on is not None and machine.registered_on <= register_until(machine.sold_on, rule, calendar):
        months += rule.registration_months
    return add_months(machine.sold_on, months)


def is_in_time(sold_on: date, rule: Plus, calendar: WorkingDays, now: datetime) -> bool:
    """Whether registering now doubles the warranty."""
    return now < end_of_day(register_until(sold_on, rule, calendar))


def last_day_if(sold_on: date, months: int, rule: Plus, *, registered: bool) -> date:
    """The last day of a warranty that begins with a sale, as its receipt says it."""
    return add_months(sold_on, months + (rule.registration_months if registered else 0))
