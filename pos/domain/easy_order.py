"""Easy-Orders (terms 9 (7)): looked up at a boutique, never taken there: when one ships, how long it can be changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from pos.domain.calendar import KST, WorkingDays
from pos.domain.errors import Refused
from pos.domain.policy import EasyOrder as EasyOrderRule


class EasyOrder(msgspec.Struct, frozen=True):
    """A member's regular delivery: the day they chose for the next one, and what is in it (product, units)."""

    id: str
    chosen: date
    every_weeks: int = 4
    lines: tuple[tuple[str, int], ...] = ()


class NextShipment(msgspec.Struct, frozen=True):
    """When an Easy-Order ships next, and the instant until which the member can change it."""

    ships: date
    change_until: datetime


def next_shipment(order: EasyOrder, rule: EasyOrderRule, days: WorkingDays) -> NextShipment:
    """The next working day from the chosen one on; changes until the hour of the day before (9 (7) 3)."""
    ships = days.next_working_day(order.chosen)
    return NextShipment(ships, datetime.combine(ships - timedelta(days=1), rule.change_until, KST))


def refuse_at_boutique() -> None:
    """It is placed by phone or online (9 (6) 2). Always raises Refused("order.easy_order_not_at_boutique")."""
    raise Refused("order.easy_order_not_at_boutique")
