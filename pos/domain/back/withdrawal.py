"""What may come back, and until when (terms 9 (8) 3, 14, 15): by product, condition and reason, under the sale's terms.

A no is never the end: every refusal says which path is still open to the customer.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

import msgspec

from pos.domain.back.returns import AT_FAULT, CLAIMS, Condition, Reason
from pos.domain.calendar import WorkingDays, add_months, end_of_day, korean_day
from pos.domain.policy import Rules

Path: TypeAlias = Literal["warranty", "defect", "refund", "service"]
"""What is still open: the machine's warranty, the longer periods where something is wrong, a refund in place of the
same product, the service number."""


class Deadline(msgspec.Struct, frozen=True):
    """A legal period with its arithmetic: from the day after `first`, so many days or months, to `reckoned`.

    `last` is where that moves to the next working day; the period is over at 24:00 of it.
    """

    clause: str
    first: date
    reckoned: date
    last: date
    days: int = 0
    months: int = 0

    @property
    def over_at(self) -> datetime:
        """The instant from which it is too late."""
        return end_of_day(self.last)


class Asked(msgspec.Struct, frozen=True):
    """What somebody wants to bring back: a product's kind ("capsule", "machine", ...), its condition, and why.

    `supplied` is the day the customer got it, `noticed` the day they saw that something is wrong with it.
    """

    kind: str
    condition: Condition
    reason: Reason
    supplied: date
    noticed: date
    warranty_until: date | None = None


class Verdict(msgspec.Struct, frozen=True):
    """Accepted (no `code`), refused, or for a manager to decide; of the `deadlines` it rests on the first counts."""

    code: str = ""
    needs_approval: bool = False
    deadlines: tuple[Deadline, ...] = ()
    paths: tuple[Path, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether nobody at the counter can accept it."""
        return bool(self.code) and not self.needs_approval


def judge(asked: Asked, rules: Rules, calendar: WorkingDays, now: datetime) -> Verdict:
    """Whether it may come back for a refund at `now`, by the rules of the sale's own terms (15, 9 (8) 3)."""
    if asked.reason in AT_FAULT:
        return _at_fault(asked, rules, calendar, now)
    return _change_of_mind(asked, rules, calendar, now)


def judge_replacement(asked: Asked, rules: Rules, calendar: WorkingDays, now: datetime) -> Verdict:
    """Whether the same product is given for it: a delivery within eight days (14 (2)), otherwise as for a refund."""
    if asked.reason not in CLAIMS:
        return judge(asked, rules, calendar, now)
    rule = rules.inspection
    deadline = _deadline(rule.clause, asked.supplied, calendar, days=rule.days)
    if now < deadline.over_at:
        return Verdict(deadlines=(deadline,))
    is_refundable = not judge(asked, rules, calendar, now).code
    return Verdict("claim.too_late", deadlines=(deadline,), paths=("refund",) if is_refundable else ("service",))


def _change_of_mind(asked: Asked, rules: Rules, calendar: WorkingDays, now: datetime) -> Verdict:
    """Over the counter the boutique's own days, unopened, coffee excepted; a machine by 9 (8) 3."""
    if asked.kind == "capsule":
        return Verdict("return.coffee_not_at_boutique", paths=("defect", "service"))
    is_machine = asked.kind == "machine"
    rule = rules.withdrawal
    days = rules.plus.return_days if is_machine else rule.boutique_days
    clause = rules.plus.clause if is_machine else rule.clause
    deadline = _deadline(clause, asked.supplied, calendar, days=max(days, rule.boutique_days))
    paths = _other_paths(asked, now)
    if asked.condition == "used":
        return Verdict("return.used", deadlines=(deadline,), paths=paths)
    if now >= deadline.over_at:
        return Verdict("return.too_late", deadlines=(deadline,), paths=paths)
    if asked.condition == "opened_unused":
        return Verdict("return.opened", needs_approval=True, deadlines=(deadline,), paths=paths)
    return Verdict(deadlines=(deadline,))


def _at_fault(asked: Asked, rules: Rules, calendar: WorkingDays, now: datetime) -> Verdict:
    """Three months of supply and thirty days of noticing; both must hold, so that the earlier end counts (15 (3))."""
    rule = rules.withdrawal
    noticed = min(max(asked.noticed, asked.supplied), max(korean_day(now), asked.supplied))
    ends = (
        _deadline(rule.clause, asked.supplied, calendar, months=rule.not_as_described_months),
        _deadline(rule.clause, noticed, calendar, days=rule.not_as_described_days),
    )
    first, second = sorted(ends, key=lambda one: one.last)
    if now < first.over_at:
        return Verdict(deadlines=(first, second))
    paths: tuple[Path, ...] = ("warranty", "service") if _in_warranty(asked, now) else ("service",)
    return Verdict("return.too_late", deadlines=(first, second), paths=paths)


def _other_paths(asked: Asked, now: datetime) -> tuple[Path, ...]:
    return ("defect", "warranty", "service") if _in_warranty(asked, now) else ("defect", "service")


def _in_warranty(asked: Asked, now: datetime) -> bool:
    return asked.warranty_until is not None and now < end_of_day(asked.warranty_until)


def _deadline(clause: str, first: date, calendar: WorkingDays, *, days: int = 0, months: int = 0) -> Deadline:
    reckoned = add_months(first, months) + timedelta(days=days)
    return Deadline(clause, first, reckoned, calendar.period_end(first, days=days, months=months), days, months)
