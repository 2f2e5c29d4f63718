"""What tills change of the people who work in a boutique: taken once, announced to all of its tills.

A till is believed about what its own journal says; of two that changed the same thing the later one to arrive counts.
"""

from __future__ import annotations

from typing import get_args

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from pos.domain.errors import Refused
from pos.domain.facts import decode_fact
from pos.domain.people.staff import BadgeSet, PinSet, StaffAdded, StaffChanged, StaffFact, StaffRemoved
from pos.mall import changes, tables
from pos.mall.changes import change_of
from pos.sync.contract import StaffPut, TillName
from pos.till.feed import Staff

_MOST_BYTES = 16 * 1024
_TOGETHER = 3
"""So many entries are written of somebody at once: that they begin, their first PIN, their badge."""
_ANYTHING = object()
_PIN = dict.fromkeys(("pin_verifier", "demo_pin", "pin_digits"), _ANYTHING)


def read_put(body: bytes, staff: str) -> StaffPut:
    """What a till brings. Raises Refused("request.invalid"), which repeats nothing of it."""
    if len(body) > _MOST_BYTES:
        raise Refused("request.invalid", cause="size")
    try:
        asked = msgspec.json.decode(body, type=StaffPut)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refused("request.invalid", cause="staff") from None
    if asked.change.id != staff:
        raise Refused("request.invalid", cause="staff")
    return asked


def take(connection: sa.Connection, name: TillName, asked: StaffPut) -> None:
    """Take a change in and tell the boutique's tills; again is nothing.

    Raises Refused("staff.no_entry") where the till's journal does not say so, ("staff.unknown") for a change of nobody.
    """
    changes.newest(connection, lock=True)
    if _is_taken(connection, name, asked):
        return
    _check_entry(connection, name, asked)
    document = changes.find(connection, "staff", asked.change.id, name.boutique)
    before = None if document is None else msgspec.json.decode(document, type=Staff)
    after = asked.change.of(before)
    if after is None:
        raise Refused("staff.unknown")
    changes.announce(connection, [change_of(after, name.boutique)])
    row = _place(name, asked) | {"staff": asked.change.id}
    connection.execute(tables.staff_taken.insert().values(row))


def is_theirs(connection: sa.Connection, boutique: str, staff: str) -> bool:
    """Whether a till of the boutique ever changed a person: what a document said of them counts no more."""
    c = tables.staff_taken.c
    return connection.execute(sa.select(c.seq).where(c.boutique == boutique, c.staff == staff)).first() is not None


def _is_taken(connection: sa.Connection, name: TillName, asked: StaffPut) -> bool:
    found = sa.select(tables.staff_taken.c.staff).filter_by(**_place(name, asked))
    return connection.execute(found).first() is not None


def _check_entry(connection: sa.Connection, name: TillName, asked: StaffPut) -> None:
    """Whether the entry, with those right before it about the same person, says all that the change does."""
    may_say: dict[str, object] = {}
    for seq in range(asked.seq, asked.seq - _TOGETHER, -1):
        fact = _fact_at(connection, _place(name, asked) | {"seq": seq})
        if fact is None or fact.staff != asked.change.id:
            break
        may_say = _said(fact) | may_say
    if not may_say or not all(_is_said(may_say, *one) for one in msgspec.structs.asdict(asked.change).items()):
        raise Refused("staff.no_entry")


def _fact_at(connection: sa.Connection, place: dict[str, str | int]) -> StaffFact | None:
    payload = connection.execute(sa.select(tables.entry.c.payload).filter_by(**place)).scalar_one_or_none()
    try:
        fact = None if payload is None else decode_fact(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return fact if isinstance(fact, get_args(StaffFact)) else None


def _said(fact: StaffFact) -> dict[str, object]:
    """What an entry says of somebody, by the fields of a change; names and verifiers are in none."""
    match fact:
        case StaffAdded():
            return _standing(fact) | _PIN | {"must_change": True, "badge": ""}
        case StaffChanged():
            return _standing(fact)
        case StaffRemoved(_, None):
            return {"active": False, "badge": ""}
        case StaffRemoved(_, last_day):
            return {"valid_until": last_day}
        case PinSet(_, how):
            return _PIN | {"must_change": how == "first"}
        case BadgeSet(_, has_one):
            return {"badge": _ANYTHING if has_one else ""}
        case _:
            return {}


def _standing(fact: StaffAdded | StaffChanged) -> dict[str, object]:
    names = ("role", "valid_from", "valid_until", "trained_on")
    return {name: getattr(fact, name) for name in names} | dict.fromkeys(("name", "language"), _ANYTHING)


def _is_said(may_say: dict[str, object], name: str, value: object) -> bool:
    return name == "id" or value is UNSET or may_say.get(name, UNSET) in (value, _ANYTHING)


def _place(name: TillName, asked: StaffPut) -> dict[str, str | int]:
    return {"boutique": name.boutique, "till": name.till, "epoch": asked.epoch, "seq": asked.seq}
