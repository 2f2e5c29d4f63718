"""What entries about members change: who is one, to what they agree, how they stand, that they are gone.

What contradicts is kept, and the reason says what somebody should look at.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from pos.domain.journal import Entry
from pos.domain.people.joining import ConsentsChanged, MemberJoined
from pos.domain.people.standing import (
    LossAnnounced,
    MemberLeft,
    MembershipLost,
    MemberSuspended,
    SuspensionLifted,
)
from pos.mall import aliases, changes, dossiers, merging, people, person_facts, persons, reviews
from pos.mall.person_facts import PersonFact
from pos.sync.contract import PersonPut, TillName

UNKNOWN = "member.unknown"
_LONGEST_NUMBER = 64


class Taken(msgspec.Struct, frozen=True):
    """What is wrong with an entry, or "", and the members that it concerns."""

    reason: str = ""
    members: frozenset[str] = frozenset()


def take(connection: sa.Connection, name: TillName, entry: Entry, fact: PersonFact, *, at: str) -> Taken:
    """Take an entry about a member in; `at` is the time it is now."""
    number = fact.member
    if not (0 < len(number) <= _LONGEST_NUMBER and number.isprintable()):
        return Taken("entry.unstorable")
    was_anybody, was_gone = persons.is_anybody(connection, number), people.is_gone(connection, number)
    if isinstance(fact, MemberJoined) and was_anybody:
        return Taken("member.twice")
    reason = _reason_against(connection, fact, is_gone=was_gone) if was_anybody else UNKNOWN
    person_facts.remember(connection, name, entry, fact)
    match fact:
        case MemberJoined():
            _is_known(connection, number)
            return Taken()
        case MemberLeft() | MembershipLost():
            merging.let_go(connection, number, left_at=entry.at, at=at)
        case ConsentsChanged() | MemberSuspended() | SuspensionLifted() if not was_gone:
            persons.adopt(connection, number)
            merging.refresh(connection, number)
    return Taken(reason, frozenset((number,)))


def bring(connection: sa.Connection, name: TillName, told: PersonPut, *, at: str) -> str:
    """A till tells who somebody is; the number they are kept under. Who is gone is not told of any more.

    The caller has seen to it that nobody else changes a member, and that the entry is read.
    """
    number = told.member.number
    if people.is_gone(connection, number):
        return number
    persons.learn(connection, name, told)
    root = merging.settle(connection, number, at=at)
    if name.boutique not in people.knowers(connection, root):
        dossiers.introduce(connection, name.boutique, root)
    dossiers.tell(connection, [root])
    kept = people.known(connection, root)
    if kept is not None and kept != told.member:  # while it waits to tell of somebody, a till hears nothing of them
        changes.announce_again(connection, changes.change_of(kept, name.boutique))
    return root


def _reason_against(connection: sa.Connection, fact: PersonFact, *, is_gone: bool) -> str:
    """What somebody should look at in an entry about a member, "" for nothing."""
    match fact:
        case ConsentsChanged() | MemberSuspended() | SuspensionLifted() | LossAnnounced() if is_gone:
            return "member.left_before"
        case SuspensionLifted() | LossAnnounced():
            return "" if _is_suspended(connection, fact.member) else "member.not_suspended"
        case MembershipLost() if not is_gone:
            told = person_facts.told_of(connection, aliases.numbers_of(connection, fact.member))
            return "" if any(isinstance(one.fact, LossAnnounced) for one in told) else "member.not_announced"
    return ""


def _is_suspended(connection: sa.Connection, number: str) -> bool:
    """By what entries and the office say; nobody needs to know yet who it is."""
    member = people.known(connection, number)
    if member is not None:
        return member.standing == "suspended"
    told = person_facts.told_of(connection, [number])
    return person_facts.is_suspended(told, {}, {})


def _is_known(connection: sa.Connection, number: str) -> None:
    """Nobody has to look any more at what was said of a number before it was known."""
    for one in person_facts.told_of(connection, [number]):
        if reviews.reason_of(connection, one.place) == UNKNOWN:
            reviews.clear(connection, one.place)
