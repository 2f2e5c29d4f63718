"""Suspending a membership, and losing it (terms 7): eight reasons, time to put it right, time to explain."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, TypeAlias

import msgspec

from pos.domain.calendar import WorkingDays
from pos.domain.errors import Refused
from pos.domain.policy import Membership
from pos.domain.refusal import check_note

REASONS = range(1, 9)
"""Article 7 (2) numbers them: 1 false registration, 2 unpaid debts, 3 disturbing others or another's identity, 4 abuse
of staff, 5 repeated cancellations or returns, 6 resale or unjust gain, 7 others' rights, 8 what law or terms forbid."""

Telling: TypeAlias = Literal["suspension", "loss", "lifted"]


class MemberSuspended(msgspec.Struct, frozen=True, tag="MemberSuspended"):
    """A membership is limited, for one of the eight reasons; until the end of `cure_until` it can be put right."""

    member: str
    reason: int
    note: str
    cure_until: date


class SuspensionLifted(msgspec.Struct, frozen=True, tag="SuspensionLifted"):
    """A membership is whole again."""

    member: str
    note: str


class LossAnnounced(msgspec.Struct, frozen=True, tag="LossAnnounced"):
    """The member is told that the registration will be cancelled (7 (4)).

    Until the end of `explain_until` they may explain; on `takes_effect` at the earliest it is cancelled.
    """

    member: str
    note: str
    explain_until: date
    takes_effect: date


class MembershipLost(msgspec.Struct, frozen=True, tag="MembershipLost"):
    """The registration is cancelled, after its announcement."""

    member: str


class MemberTold(msgspec.Struct, frozen=True, tag="MemberTold"):
    """A member was told something at the counter (8); letters and mails are the mall's."""

    member: str
    about: Telling


class MemberLeft(msgspec.Struct, frozen=True, tag="MemberLeft"):
    """A member left, at once (7 (1)): what is personal is destroyed here, their benefits end."""

    member: str


class Suspension(msgspec.Struct, frozen=True):
    """How a limited membership stands; days are Korean, and each lasts to its end.

    Where another till limited it and this one announced the loss, the reason stands there: it is 0 here, and `since`
    and `cure_until` say nothing.
    """

    member: str
    reason: int
    note: str
    since: date
    cure_until: date
    explain_until: date | None = None
    takes_effect: date | None = None


def check_suspension(reason: int | None, note: str) -> int:
    """The reason. Raises Refused("member.reason") unless it is one of the eight, and what `check_note` raises."""
    if reason is None or reason not in REASONS:
        raise Refused("member.reason", reason=reason)
    check_note(note)
    return reason


def cure_until(day: date, rule: Membership, days: WorkingDays) -> date:
    """The last day to put it right, of a suspension on `day` (7 (3))."""
    return days.period_end(day, days=rule.cure_days)


def announced_loss(day: date, rule: Membership, days: WorkingDays) -> tuple[date, date]:
    """Of a loss announced on `day`: the last day to explain, and the day it takes effect at the earliest (7 (4))."""
    last = days.period_end(day, days=rule.explain_days)
    return last, last + timedelta(days=1)
