"""The Plus programme (terms 9 (8)): what a machine's plan gives, how long, how often, and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from pos.domain.calendar import end_of_day, korean_day
from pos.domain.catalogue import Range
from pos.domain.money import Won


class Plan(msgspec.Struct, frozen=True):
    """What a machine brings: an amount for each coffee order in turn, the last one the final benefit (9 (8) 4).

    It runs `days` from its first day, which is not counted; an order needs `min_capsules` paid capsules of `ranges`.
    """

    id: str
    amounts: tuple[Won, ...]
    days: int
    min_capsules: int
    ranges: tuple[Range, ...]

    @property
    def worth(self) -> Won:
        """All its amounts together."""
        return sum(self.amounts)


class Entitlement(msgspec.Struct, frozen=True):
    """A member's right to a plan, from one machine. It keeps the plan as it was when the machine was bought.

    `id` is stable: the sale that began it, where a boutique did. Bought elsewhere it begins at shipment (9 (8) 2).
    `serial` is the machine's; it moves to another one when the machine is exchanged.
    """

    id: str
    member: str
    plan: Plan
    machine: str
    bought_at: datetime
    at_boutique: bool
    serial: str = ""
    shipped_at: datetime | None = None
    ended: Literal["", "returned", "cancelled", "left"] = ""

    @property
    def benefit(self) -> str:
        """Its name wherever benefits are counted."""
        return f"plus:{self.id}"

    @property
    def starts_at(self) -> datetime | None:
        """The instant from which it can be used, None before the machine is shipped."""
        return self.bought_at if self.at_boutique else self.shipped_at


class Use(msgspec.Struct, frozen=True):
    """A benefit was used by a sale. One sale uses a benefit once, whoever tells of it.

    `amount` is what it took off, less what went back with goods that were returned since.
    """

    benefit: str
    sale: str
    amount: Won = 0


def last_day(entitlement: Entitlement) -> date | None:
    """The last day it can be used, not moved by holidays; None before it starts."""
    start = entitlement.starts_at
    return None if start is None else korean_day(start) + timedelta(days=entitlement.plan.days)


def used(benefit: str, uses: Iterable[Use]) -> int:
    """How many sales have used a benefit."""
    return len({use.sale for use in uses if use.benefit == benefit})


def left(entitlement: Entitlement, uses: Iterable[Use]) -> int:
    """How many orders it still pays for; an ended one pays for none."""
    if entitlement.ended:
        return 0
    return max(len(entitlement.plan.amounts) - used(entitlement.benefit, uses), 0)


def reason_against(entitlement: Entitlement, uses: Iterable[Use], moment: datetime) -> str:
    """Why it cannot be used at `moment`, "" where it can."""
    if entitlement.ended:
        return "plus.none"
    if left(entitlement, uses) == 0:
        return "plus.used_up"
    start, last = entitlement.starts_at, last_day(entitlement)
    if start is None or last is None or moment < start:
        return "plus.not_started"
    return "plus.expired" if moment >= end_of_day(last) else ""


def runs(entitlement: Entitlement, uses: Iterable[Use], moment: datetime) -> bool:
    """Whether it stands in the way of a second one: it can be used, or will once its machine is shipped (9 (8) 5)."""
    return reason_against(entitlement, uses, moment) in ("", "plus.not_started")


def to_use(
    entitlements: Iterable[Entitlement], uses: Sequence[Use], moment: datetime
) -> tuple[Entitlement | None, str]:
    """The entitlement an order at `moment` would use, and the reason where it cannot.

    Of several that can be used the one that ends first; where none can, the newest says why.
    """
    reasons = [(one, reason_against(one, uses, moment)) for one in entitlements]
    usable = [one for one, reason in reasons if not reason]
    if usable:
        return (min(usable, key=lambda one: (last_day(one), one.id)) if len(usable) > 1 else usable[0]), ""
    newest_first = sorted(reasons, key=lambda pair: (pair[0].bought_at, pair[0].id), reverse=True)
    for one, reason in newest_first:
        if not one.ended:
            return one, reason
    return None, "plus.none"


def best_plan(plans: Iterable[Plan]) -> Plan | None:
    """Of machines bought together the plan worth most in all; of equals the first (9 (8) 5 as read)."""
    best: Plan | None = None
    for plan in plans:
        if best is None or plan.worth > best.worth:
            best = plan
    return best
