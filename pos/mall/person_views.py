"""What the mall's operators see of members: what they agreed to, what they asked for, what was corrected; no values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
import sqlalchemy as sa

from pos.domain.people.joining import ConsentKind, ConsentsChanged, MemberJoined
from pos.domain.people.rights import Field, RequestDone, RequestKind, RequestMade, Shown
from pos.mall import aliases, person_facts
from pos.mall.person_facts import Told
from pos.sync.contract import TillName


class ConsentTold(msgspec.Struct, frozen=True):
    """A member agreed to a version of a text, or took it back (`version` is ""): under which number, when, to whom."""

    member: str
    kind: ConsentKind
    version: str
    at: str
    who: str
    till: TillName


class Request(msgspec.Struct, frozen=True):
    """What a member asked for, having shown who they are; `outcome` is "" while it is open."""

    id: str
    member: str
    kind: RequestKind
    shown: Shown
    made_at: str
    due: date
    till: TillName
    fields: tuple[Field, ...] = ()
    outcome: str = ""
    done_at: str = ""
    told: tuple[str, ...] = ()


class Correction(msgspec.Struct, frozen=True):
    """Which fields of a member were corrected, when, and which processors were told."""

    member: str
    fields: tuple[Field, ...]
    at: str
    told: tuple[str, ...]


def consents_told(connection: sa.Connection, member: str) -> tuple[ConsentTold, ...]:
    """Every word of a member on what they agree to, oldest first."""
    told = person_facts.told_of(connection, aliases.numbers_of(connection, member))
    return tuple(one for entry in told for one in _consents_in(entry))


def requests_of(connection: sa.Connection, member: str | None) -> tuple[Request, ...]:
    """What one member asked for, or all, oldest first."""
    numbers = None if member is None else aliases.numbers_of(connection, member)
    told = person_facts.told_of(connection, numbers)
    done = {one.fact.request: (one.stamp[0], one.fact) for one in told if isinstance(one.fact, RequestDone)}
    return tuple(
        Request(
            made.request,
            aliases.root_of(connection, made.member),
            made.kind,
            made.shown,
            one.stamp[0],
            made.due,
            one.place.name,
            made.fields,
            *_outcome(done.get(made.request)),
        )
        for one in told
        if isinstance(made := one.fact, RequestMade)
    )


def corrections(connection: sa.Connection) -> tuple[Correction, ...]:
    """What was corrected, in order of when it was asked for."""
    asked = requests_of(connection, None)
    done = (one for one in asked if one.kind == "correction" and one.outcome == "done")
    return tuple(Correction(one.member, one.fields, one.done_at, one.told) for one in done)


def _outcome(done: tuple[str, RequestDone] | None) -> tuple[str, str, tuple[str, ...]]:
    return ("", "", ()) if done is None else (done[1].outcome, done[0], done[1].told)


def _consents_in(told: Told) -> Iterator[ConsentTold]:
    match told.fact:
        case MemberJoined(member=number, consents=given) | ConsentsChanged(member=number, given=given):
            for one in given:
                yield ConsentTold(number, one.kind, one.version, told.stamp[0], told.who, told.place.name)
    if isinstance(told.fact, ConsentsChanged):
        for kind in told.fact.withdrawn:
            yield ConsentTold(told.fact.member, kind, "", told.stamp[0], told.who, told.place.name)
