"""Who stands behind each number: what tills and the office told, field by field, the newest entry's word each.

A till changes only what its own entries are about. Of who is gone nothing is kept, whatever still arrives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.people.joining import MemberJoined
from pos.domain.people.rights import Field, RequestDone, RequestMade
from pos.mall import aliases, people, person_facts, tables
from pos.mall.person_facts import BEFORE_ALL, Stamp, Told, Word
from pos.mall.statements import put, read_one
from pos.sync.contract import PersonPut, TillName
from pos.till.feed import Member

_MOST_BYTES = 64 * 1024
_c = tables.person.c
_FIELDS = {
    **{name: name for name in ("name", "mobile", "email", "phone", "sex", "guardian", "joined_on")},
    "address": "addresses",
}
"""What of a record is told by tills, by the name that entries have for it. Consents and standing stand in entries."""


class Held(msgspec.Struct, frozen=True):
    """Personal. What was told under one number, and since when each of it is so."""

    member: Member
    stamps: dict[str, Stamp]


def read_put(body: bytes, number: str) -> PersonPut:
    """What a till brings. Raises Refused("request.invalid"), which repeats nothing of it."""
    if len(body) > _MOST_BYTES:
        raise Refused("request.invalid", cause="size")
    try:
        asked = msgspec.json.decode(body, type=PersonPut)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused("request.invalid", cause="member") from None
    if asked.member.number != number:
        raise Refused("request.invalid", cause="number")
    return asked


def held(connection: sa.Connection, number: str) -> Held | None:
    """What was told under a number."""
    row = connection.execute(sa.select(_c.document, _c.stamps).where(_c.number == number)).one_or_none()
    if row is None:
        return None
    stamps = msgspec.json.decode(row.stamps, type=dict[str, Stamp])
    return Held(msgspec.json.decode(row.document, type=Member), stamps)


def adopt(connection: sa.Connection, number: str) -> None:
    """Somebody the chain knew before any till told of them: from now on told of like the others."""
    if held(connection, number) is not None:
        return
    c = tables.member.c
    own = read_one(connection, sa.select(c.document).where(c.number == number, c.standing != "withdrawn"), Member)
    if own is not None:
        _keep(connection, Held(own, dict.fromkeys(_told_in(own), BEFORE_ALL)))


def say(connection: sa.Connection, member: Member, *, at: str) -> None:
    """The office says who somebody is: what is other than it was known is so since now."""
    stamp = (at, *BEFORE_ALL[1:])
    before = held(connection, member.number) or Held(Member(member.number, "", ""), {})
    known = people.known(connection, member.number) or before.member
    names = _FIELDS | {"consents": "consents", "standing": "standing"}
    said = {field: name for field, name in names.items() if getattr(known, name) != getattr(member, name)}
    values: dict[str, Any] = {name: getattr(member, name) for name in said.values()}
    _keep(connection, Held(replace(before.member, **values), before.stamps | dict.fromkeys(said, stamp)))


def learn(connection: sa.Connection, name: TillName, told: PersonPut) -> None:
    """Take in of a till's record what its entries up to the place it names are about."""
    entries = person_facts.told_of(connection, aliases.numbers_of(connection, told.member.number))
    asked = {one.fact.request: one.fact.fields for one in entries if isinstance(one.fact, RequestMade)}
    by_number: dict[str, dict[str, Stamp]] = {}
    for entry in entries:
        _, boutique, till, epoch, seq = entry.stamp
        if (boutique, till, epoch) == (name.boutique, name.till, told.epoch) and seq <= told.seq:
            touched = dict.fromkeys(_touched(entry, told.member, asked), entry.stamp)
            by_number.setdefault(entry.fact.member, {}).update(touched)
    for number, stamps in by_number.items():
        if stamps:
            adopt(connection, number)
            before = held(connection, number) or Held(Member(number, "", ""), {})
            _keep(connection, _newer(before, told.member, stamps))


def put_together(connection: sa.Connection, number: str) -> Member | None:
    """A member as all that was told under their numbers has them; None while nobody said who it is.

    What a newer word took the place of is kept under none of them.
    """
    numbers = aliases.numbers_of(connection, number)
    rows = {one: row for one in numbers if (row := held(connection, one)) is not None}
    if not rows:
        return None
    first = next(iter(rows.values())).member
    newest = _newest(rows.values())
    values = {_FIELDS[field]: value for field, (_, value) in newest.items() if field != "joined_on"}
    member = replace(Member(numbers[0], "", ""), joined_on=first.joined_on, **values)
    if not (member.name and member.mobile):
        return None
    for row in rows.values() if len(rows) > 1 else ():
        stamps = {field: stamp for field, (stamp, _) in newest.items() if field in row.stamps and field != "joined_on"}
        _keep(connection, _newer(row, member, stamps))
    told, words = person_facts.told_of(connection, numbers), {one: _word(row) for one, row in rows.items()}
    merged = {one: aliases.merged_at(connection, one) for one in numbers}
    limited = person_facts.is_suspended(told, words, merged)
    consents = person_facts.consents_of(told, words.values())
    return replace(member, standing="suspended" if limited else "active", consents=consents)


def destroy(connection: sa.Connection, number: str) -> None:
    """Nothing is left of what was told under a number."""
    connection.execute(tables.person.delete().where(_c.number == number))


def is_read(connection: sa.Connection, name: TillName, epoch: int, seq: int) -> bool:
    """Whether a till's entry is here and was read."""
    c = tables.projected.c
    query = sa.select(c.next).where(c.boutique == name.boutique, c.till == name.till, c.epoch == epoch)
    return (connection.execute(query).scalar_one_or_none() or 1) > seq


def is_anybody(connection: sa.Connection, number: str) -> bool:
    """Whether a number is, or was, a member's."""
    return people.known(connection, number) is not None or person_facts.joined(connection, number) is not None


def _keep(connection: sa.Connection, row: Held) -> None:
    documents = {"document": msgspec.json.encode(row.member), "stamps": msgspec.json.encode(row.stamps)}
    put(connection, tables.person, {"number": row.member.number} | documents)


def _touched(entry: Told, member: Member, asked: Mapping[str, tuple[Field, ...]]) -> Iterable[str]:
    """The fields that an entry is about: who joins says nothing by what they leave out, who corrects does."""
    match entry.fact:
        case MemberJoined():
            return _told_in(member)
        case RequestDone(request=request, outcome="done"):
            return asked.get(request, ())
        case _:
            return ()


def _told_in(member: Member) -> list[str]:
    return [field for field, name in _FIELDS.items() if getattr(member, name)]


def _newer(before: Held, member: Member, stamps: Mapping[str, Stamp]) -> Held:
    """What was told before, with what `member` has for each field that is newer by `stamps`."""
    fresh = {field: stamp for field, stamp in stamps.items() if before.stamps.get(field, BEFORE_ALL) <= stamp}
    values: dict[str, Any] = {_FIELDS[field]: getattr(member, _FIELDS[field]) for field in fresh}
    return Held(replace(before.member, **values), before.stamps | fresh)


def _newest(rows: Iterable[Held]) -> dict[str, tuple[Stamp, Any]]:
    """The newest word on each field, of those that were said at all."""
    found: dict[str, tuple[Stamp, Any]] = {}
    for row in rows:
        for field in _FIELDS.keys() & row.stamps.keys():
            stamp = row.stamps[field]
            if field not in found or found[field][0] < stamp:
                found[field] = (stamp, getattr(row.member, _FIELDS[field]))
    return found


def _word(row: Held) -> Word:
    """What the office said, which stands in its record alone."""
    said, stamps = row.member, row.stamps
    consents_at, standing_at = stamps.get("consents", BEFORE_ALL), stamps.get("standing", BEFORE_ALL)
    return Word(consents_at, said.consents, standing_at, said.standing == "suspended")
