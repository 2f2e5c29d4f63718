"""What journals say of members, by number: where it stands, and what it comes to: consents, standing, requests.

Whatever order entries arrive in, it comes to the same: the newest word counts, by the time of its entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, TypeGuard

import msgspec
import sqlalchemy as sa

from pos.domain.facts import Fact, decode_fact
from pos.domain.journal import Entry
from pos.domain.people.joining import Consent, ConsentKind, ConsentsChanged, MemberJoined
from pos.domain.people.rights import RequestDone, RequestMade
from pos.domain.people.standing import (
    LossAnnounced,
    MemberLeft,
    MembershipLost,
    MemberSuspended,
    MemberTold,
    SuspensionLifted,
)
from pos.mall import tables
from pos.mall.reviews import Place
from pos.sync.contract import TillName

Stamp: TypeAlias = tuple[str, str, str, int, int]
"""Since when something is so: time, boutique, till, epoch, place of an entry. The office's word has the time alone."""

BEFORE_ALL: Stamp = ("", "", "", 0, 0)
ABOUT_PEOPLE = (
    *(MemberJoined, ConsentsChanged, MemberSuspended, SuspensionLifted, LossAnnounced, MembershipLost),
    *(MemberTold, MemberLeft, RequestMade, RequestDone),
)
PersonFact: TypeAlias = (
    MemberJoined
    | ConsentsChanged
    | MemberSuspended
    | SuspensionLifted
    | LossAnnounced
    | MembershipLost
    | MemberTold
    | MemberLeft
    | RequestMade
    | RequestDone
)

_c = tables.person_entry.c
_KINDS: tuple[ConsentKind, ...] = ("terms", "privacy", "crm", "marketing", "transfer")


class Told(msgspec.Struct, frozen=True):
    """An entry about a member: since when, by whom, and what."""

    stamp: Stamp
    who: str
    fact: PersonFact

    @property
    def place(self) -> Place:
        """Where it stands."""
        _, boutique, till, epoch, seq = self.stamp
        return Place(TillName(boutique, till), epoch, seq)


def remember(connection: sa.Connection, name: TillName, entry: Entry, fact: PersonFact) -> None:
    """Remember where an entry about a member stands."""
    place = {"boutique": name.boutique, "till": name.till, "epoch": entry.epoch, "seq": entry.seq}
    row = place | {"member": fact.member, "kind": entry.kind, "at": entry.at}
    connection.execute(tables.person_entry.insert().values(row))


def told_of(connection: sa.Connection, numbers: Iterable[str] | None = None) -> tuple[Told, ...]:
    """The entries about some numbers, or about all, oldest first."""
    e = tables.entry.c
    same = (e.boutique == _c.boutique) & (e.till == _c.till) & (e.epoch == _c.epoch) & (e.seq == _c.seq)
    query = sa.select(_c.at, _c.boutique, _c.till, _c.epoch, _c.seq, e.who, e.payload)
    query = query.select_from(tables.person_entry.join(tables.entry, same))
    if numbers is not None:
        query = query.where(_c.member.in_(tuple(numbers)))
    rows = connection.execute(query).all()
    found = [((row.at, row.boutique, row.till, row.epoch, row.seq), row.who, row.payload) for row in rows]
    return tuple(Told(stamp, who, fact) for stamp, who, raw in sorted(found) if is_about(fact := decode_fact(raw)))


def is_about(fact: Fact) -> TypeGuard[PersonFact]:
    """Whether a fact says something of a member that the mall remembers."""
    return isinstance(fact, ABOUT_PEOPLE)


def joined(connection: sa.Connection, number: str) -> Told | None:
    """The entry by which a number became a member's, None for one that the office gave."""
    return next((one for one in told_of(connection, [number]) if isinstance(one.fact, MemberJoined)), None)


class Word(msgspec.Struct, frozen=True):
    """What the office said of a number beside all entries: which consents, whether it is suspended."""

    consents_at: Stamp
    consents: tuple[Consent, ...]
    standing_at: Stamp
    is_suspended: bool


def consents_of(told: Iterable[Told], words: Iterable[Word]) -> tuple[Consent, ...]:
    """What a member agrees to, whichever of their numbers they said it under: of each text the newest word counts."""
    newest: dict[ConsentKind, tuple[Stamp, Consent | None]] = {}

    def say(stamp: Stamp, kind: ConsentKind, consent: Consent | None) -> None:
        if kind not in newest or newest[kind][0] <= stamp:
            newest[kind] = (stamp, consent)

    for word in words:
        given = {one.kind: one for one in word.consents}
        for kind in given if word.consents_at == BEFORE_ALL else _KINDS:
            say(word.consents_at, kind, given.get(kind))
    for entry in told:
        match entry.fact:
            case MemberJoined(consents=agreed) | ConsentsChanged(given=agreed):
                for one in agreed:
                    say(entry.stamp, one.kind, one)
        if isinstance(entry.fact, ConsentsChanged):
            for kind in entry.fact.withdrawn:
                say(entry.stamp, kind, None)
    found = (newest[kind][1] for kind in _KINDS if kind in newest)
    return tuple(one for one in found if one is not None)


def is_suspended(told: Iterable[Told], words: Mapping[str, Word], merged_at: Mapping[str, str]) -> bool:
    """Whether a member is: where one of their numbers is, and nobody lifted that since.

    What is lifted under one number is lifted under another only where they were known as one by then.
    """
    said = [(word.standing_at, number, word.is_suspended) for number, word in words.items()]
    said += [(one.stamp, one.fact.member, True) for one in told if isinstance(one.fact, MemberSuspended)]
    said += [(one.stamp, one.fact.member, False) for one in told if isinstance(one.fact, SuspensionLifted)]
    limited: set[str] = set()
    for stamp, number, is_limited in sorted(said):
        if is_limited:
            limited.add(number)
        else:
            limited -= {one for one in limited if one == number or "" < merged_at.get(one, "") < stamp[0]}
    return bool(limited)
