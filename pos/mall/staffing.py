"""What tills change of the people who work in a boutique: taken once, announced to all of its tills.

A till is believed about what its own journal says; of two that changed the same thing the later one to arrive counts.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from pos.domain.errors import Refused
from pos.domain.facts import decode_fact
from pos.domain.people.staff import BadgeSet, PinSet, PinUnlocked, StaffAdded, StaffChanged, StaffRemoved
from pos.mall import changes, tables
from pos.mall.changes import change_of
from pos.sync.contract import StaffPut, TillName
from pos.till.feed import Staff

_MOST_BYTES = 16 * 1024
_KINDS = (StaffAdded, StaffChanged, StaffRemoved, PinSet, BadgeSet, PinUnlocked)


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
    payload = connection.execute(
        sa.select(tables.entry.c.payload).filter_by(**_place(name, asked))
    ).scalar_one_or_none()
    try:
        fact = None if payload is None else decode_fact(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        fact = None
    if not isinstance(fact, _KINDS) or fact.staff != asked.change.id:
        raise Refused("staff.no_entry")


def _place(name: TillName, asked: StaffPut) -> dict[str, str | int]:
    return {"boutique": name.boutique, "till": name.till, "epoch": asked.epoch, "seq": asked.seq}
