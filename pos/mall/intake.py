"""Taking in a till's journal: what is expected next, whether it follows, and storing it whole or not at all.

Storing never judges business; that is done beside it.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa

from pos.domain.errors import Refused
from pos.domain.journal import START, Entry, find_break
from pos.domain.signed import SIGNED
from pos.mall import tables
from pos.mall.entrance import KnownTill
from pos.sync.contract import Push, TillName
from pos.sync.signing import is_signed

_FIELDS = Entry.__struct_fields__[1:]  # all but the till, which the table names more fully
_LONGEST_TEXT = 64


class Held(msgspec.Struct, frozen=True):
    """How far the mall has an epoch of a till's journal."""

    next: int = 1
    head: bytes = START
    at: str = ""


def held_of(connection: sa.Connection, name: TillName, epoch: int) -> Held:
    """The end of what is held."""
    table = tables.entry
    query = sa.select(table.c.seq, table.c.hash, table.c.at).where(_of(name, epoch))
    row = connection.execute(query.order_by(table.c.seq.desc()).limit(1)).one_or_none()
    return Held() if row is None else Held(row.seq + 1, row.hash, row.at)


def take_in(connection: sa.Connection, till: KnownTill, push: Push, *, now: datetime) -> Held:
    """Store what is new of a push and tell how far the journal is held now. After a gap nothing is stored.

    Raises Refused("journal.broken", seq, how) where it does not follow from what is held, and Refused("journal.epoch")
    for an epoch that nobody approved.
    """
    if push.epoch != 1:
        raise Refused("journal.epoch", epoch=push.epoch)
    _check_place(till.name, push)
    held = held_of(connection, till.name, push.epoch)
    if push.first > held.next:
        return held
    known = held.next - push.first
    _check_same(connection, till.name, push.entries[:known])
    fresh = push.entries[known:]
    if not fresh:
        return held
    _check_chain(till, fresh, held)
    connection.execute(tables.entry.insert(), [_row(entry, till.name, now) for entry in fresh])
    last = fresh[-1]
    return Held(last.seq + 1, last.hash, last.at)


def entries_of(
    connection: sa.Connection, name: TillName, epoch: int, *, since: int = 1, until: int = 2**62
) -> tuple[Entry, ...]:
    """The entries held with since <= seq < until, as they were sent."""
    table = tables.entry
    query = sa.select(*(table.c[field] for field in _FIELDS)).where(
        _of(name, epoch), table.c.seq >= since, table.c.seq < until
    )
    return tuple(Entry(name.till, *row) for row in connection.execute(query.order_by(table.c.seq)))


def _check_place(name: TillName, push: Push) -> None:
    """Every entry is this till's, of this epoch, in its place, and its texts are such as can be stored."""
    for place, entry in enumerate(push.entries):
        seq = push.first + place
        if entry.seq != seq:
            raise _broken(seq, "gap")
        if entry.till != name.till or entry.epoch != push.epoch:
            raise _broken(seq, "place")
        if not all(_is_plain(text) for text in (entry.at, entry.day, entry.who, entry.kind)):
            raise _broken(seq, "text")


def _is_plain(text: str) -> bool:
    return len(text) <= _LONGEST_TEXT and (text.isprintable() or not text)


def _check_same(connection: sa.Connection, name: TillName, sent: tuple[Entry, ...]) -> None:
    """What is sent again is what was sent before, to the byte; otherwise the journal has forked."""
    if not sent:
        return
    held = entries_of(connection, name, sent[0].epoch, since=sent[0].seq, until=sent[-1].seq + 1)
    for ours, theirs in zip(held, sent, strict=True):
        if ours != theirs:
            raise _broken(theirs.seq, "fork")


def _check_chain(till: KnownTill, fresh: tuple[Entry, ...], held: Held) -> None:
    found = find_break(fresh, previous=held.head, next_seq=held.next)
    if found is not None:
        raise _broken(found.seq, found.how)
    if fresh[0].at < held.at:
        raise _broken(fresh[0].seq, "time")
    for entry in fresh:
        claims = bool(entry.signature) or entry.kind in SIGNED
        if claims and not is_signed(entry.hash, signature=entry.signature, public_key=till.public_key):
            raise _broken(entry.seq, "signature")


def _broken(seq: int, how: str) -> Refused:
    return Refused("journal.broken", seq=seq, how=how)


def _row(entry: Entry, name: TillName, now: datetime) -> dict[str, object]:
    row: dict[str, object] = {field: getattr(entry, field) for field in _FIELDS}
    return row | {"boutique": name.boutique, "till": name.till, "received_at": now.isoformat()}


def _of(name: TillName, epoch: int) -> sa.ColumnElement[bool]:
    c = tables.entry.c
    return (c.boutique == name.boutique) & (c.till == name.till) & (c.epoch == epoch)


def raise_alarm(connection: sa.Connection, name: TillName, epoch: int, refused: Refused, *, now: datetime) -> None:
    """Remember where a journal does not hold; a till that goes on sending it raises one alarm and not thousands."""
    table = tables.alarm
    key = {
        "boutique": name.boutique,
        "till": name.till,
        "epoch": epoch,
        "seq": refused.facts["seq"],
        "how": refused.facts["how"],
    }
    same = sa.and_(*(table.c[column] == value for column, value in key.items()))
    again = table.update().where(same).values(times=table.c.times + 1, last_at=now.isoformat())
    if connection.execute(again).rowcount == 0:
        times = {"first_at": now.isoformat(), "last_at": now.isoformat(), "times": 1}
        connection.execute(table.insert().values(key | times))
