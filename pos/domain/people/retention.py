"""What the law keeps of former members (privacy policy 3; terms 17 (4)), and the day on which it is destroyed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from pos.domain.calendar import add_months, korean_day
from pos.domain.policy import Retention
from pos.domain.sale import Sale

RecordKind: TypeAlias = Literal["contract", "payment", "visit"]
KINDS: tuple[RecordKind, ...] = ("contract", "payment", "visit")


class Kept(msgspec.Struct, frozen=True):
    """Personal. A record of a former member, apart from all else: of what (`subject` is a sale or a return), of which
    day, and the last day on which it is kept. `name` and `mobile` are whose it was."""

    id: str
    member: str
    kind: RecordKind
    subject: str
    day: date
    until: date
    name: str = ""
    mobile: str = ""


class RecordsDestroyed(msgspec.Struct, frozen=True, tag="RecordsDestroyed"):
    """Records whose time was up are destroyed: how many of which kind, and nothing about them."""

    counts: dict[str, int]


def kept_until(kind: RecordKind, day: date, rule: Retention) -> date:
    """The last day on which a record of `day` is kept; no holiday moves it."""
    if kind == "contract":
        return add_months(day, 12 * rule.contract_years)
    if kind == "payment":
        return add_months(day, 12 * rule.payment_years)
    return add_months(day, rule.visit_months)


def records_of(
    member: str, name: str, mobile: str, *, sales: Iterable[Sale], visits: Iterable[date], rule: Retention
) -> tuple[Kept, ...]:
    """What the law keeps of a member who goes: each sale's contract and payment, and the days they were here.

    The ids are the same whenever it is asked, so that a going that was tried twice keeps everything once.
    """
    of: list[tuple[RecordKind, str, date]] = [("visit", day.isoformat(), day) for day in sorted(set(visits))]
    for sale in sales:
        day = korean_day(sale.at)
        of += [("contract", sale.id, day), ("payment", sale.id, day)]
    return tuple(
        Kept(f"{member}:{kind}:{subject}", member, kind, subject, day, kept_until(kind, day, rule), name, mobile)
        for kind, subject, day in of
    )
