"""Limiting a membership and taking it away (terms 7 (2) to (4)): a manager's, with a reason, by the day's terms."""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.calendar import korean_day
from pos.domain.errors import Refused
from pos.domain.people.standing import (
    LossAnnounced,
    MembershipLost,
    MemberSuspended,
    MemberTold,
    Suspension,
    SuspensionLifted,
    Telling,
    announced_loss,
    check_suspension,
    cure_until,
)
from pos.domain.refusal import check_note
from pos.till.counter import Counter
from pos.till.people.leaving import let_go
from pos.till.people.records import known
from pos.till.ports import Commit


async def suspend(counter: Counter, number: str, reason: int | None, note: str) -> MemberSuspended:
    """Limit a membership. What they may still do: buy without benefits, return goods, ask for their data, leave.

    Raises Refused("staff.not_allowed"), ("member.reason"), ("member.suspended") for who is, and a bad note's.
    """
    counter.who_may("suspend_member")
    reason = check_suspension(reason, note)
    number = known(counter, number).number
    until = cure_until(korean_day(counter.now()), counter.policy().rules.membership, counter.calendar())
    fact = MemberSuspended(number, reason, note.strip(), until)

    def entry() -> Commit:
        if known(counter, number).standing == "suspended":
            raise Refused("member.suspended", member=number)
        return counter.commit_of(facts=(fact,))

    await counter.write(entry)
    _refresh(counter)
    return fact


async def lift(counter: Counter, number: str, note: str) -> None:
    """The membership is whole again. Raises Refused("staff.not_allowed"), ("member.not_suspended")."""
    counter.who_may("suspend_member")
    check_note(note)
    number = known(counter, number).number

    def entry() -> Commit:
        _suspended(counter, number)
        return counter.commit_of(facts=(SuspensionLifted(number, note.strip()),))

    await counter.write(entry)
    _refresh(counter)


async def announce_loss(counter: Counter, number: str, note: str) -> LossAnnounced:
    """Tell a limited member that the registration will be cancelled.

    Raises Refused("staff.not_allowed"), ("member.not_suspended"), ("member.announced") for the second time.
    """
    counter.who_may("suspend_member")
    check_note(note)
    number = known(counter, number).number
    explain, effect = announced_loss(korean_day(counter.now()), counter.policy().rules.membership, counter.calendar())
    fact = LossAnnounced(number, note.strip(), explain, effect)

    def entry() -> Commit:
        stands = _suspended(counter, number)
        if stands is not None and stands.takes_effect is not None:
            raise Refused("member.announced", until=stands.takes_effect.isoformat())
        return counter.commit_of(facts=(replace(fact, member=stands.member if stands else number),))

    await counter.write(entry)
    _refresh(counter)
    return fact


async def cancel_membership(counter: Counter, number: str) -> None:
    """Cancel the registration, announced long enough. Raises Refused("staff.not_allowed"), ("member.not_announced"),
    ("member.too_early", until=the first day on which it can be), ("member.not_suspended") where it was lifted since."""
    counter.who_may("suspend_member")
    stands = _suspended(counter, number)
    if stands is None or stands.takes_effect is None:
        raise Refused("member.not_announced", member=number)
    if korean_day(counter.now()) < stands.takes_effect:
        raise Refused("member.too_early", until=stands.takes_effect.isoformat())
    await let_go(counter, number, MembershipLost(number))


async def told(counter: Counter, number: str, about: Telling) -> None:
    """Write down that a member was told at the counter (terms 8)."""
    counter.who_may("sell")
    number = known(counter, number).number
    await counter.write(lambda: counter.commit_of(facts=(MemberTold(number, about),)))
    counter.touch("member")


def _suspended(counter: Counter, number: str) -> Suspension | None:
    """How it stands, None where another till limited it. Raises Refused("member.not_suspended") where it is whole."""
    if known(counter, number).standing != "suspended":
        raise Refused("member.not_suspended", member=number)
    return counter.ports.people.suspension(number)


def _refresh(counter: Counter) -> None:
    counter.look_at_offers_again()
    counter.touch("member")
