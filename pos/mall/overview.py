"""All tills of the chain at a glance: when they were heard, what is held, what waits, what somebody has to look at.

Nothing in it is personal, and no entry is opened for it.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from pos.mall import tables
from pos.mall.tables_of_service import heard, held
from pos.sync.contract import TillName

MOST = 500


class TillSeen(msgspec.Struct, frozen=True):
    """A till as the mall has it. `held` entries in all its epochs, `head` of the newest, `unread` of them not read."""

    name: TillName
    heard_at: str | None
    held: int
    head: bytes
    unread: int
    revoked_at: str | None


class ToLookAt(msgspec.Struct, frozen=True):
    """An entry that somebody has to look at."""

    name: TillName
    epoch: int
    seq: int
    reason: str
    at: str


class Alarm(msgspec.Struct, frozen=True):
    """A place where a journal did not hold."""

    name: TillName
    epoch: int
    seq: int
    how: str
    times: int
    last_at: str


def tills_of(connection: sa.Connection, only: str = "") -> tuple[TillSeen, ...]:
    """The tills of the boutiques whose names begin so, by boutique; at most so many."""
    t, h = tables.till, heard
    both = t.outerjoin(h, (t.c.boutique == h.c.boutique) & (t.c.till == h.c.till))
    query = sa.select(t.c.boutique, t.c.till, h.c.at, t.c.revoked_at).select_from(both)
    query = query.where(t.c.boutique.startswith(only, autoescape=True)) if only else query
    rows = connection.execute(query.order_by(t.c.boutique, t.c.till).limit(MOST)).all()
    ends = _ends(connection, sorted({row.boutique for row in rows}))
    return tuple(
        TillSeen(TillName(row.boutique, row.till), row.at, *ends.get((row.boutique, row.till), _NONE), row.revoked_at)
        for row in rows
    )


_NONE = (0, b"", 0)


def _ends(connection: sa.Connection, boutiques: list[str]) -> dict[tuple[str, str], tuple[int, bytes, int]]:
    """How many entries of each till are held, the newest hash, and how many are not read."""
    h, p = held.c, tables.projected.c
    both = held.outerjoin(tables.projected, (h.boutique == p.boutique) & (h.till == p.till) & (h.epoch == p.epoch))
    query = sa.select(h.boutique, h.till, h.first, h.next, h.head, p.next.label("read")).select_from(both)
    query = query.where(h.boutique.in_(boutiques))
    found: dict[tuple[str, str], tuple[int, bytes, int]] = {}
    for row in connection.execute(query.order_by(h.boutique, h.till, h.epoch)):
        count, _, unread = found.get((row.boutique, row.till), _NONE)
        behind = row.next - (row.first if row.read is None else row.read)
        found[row.boutique, row.till] = (count + row.next - row.first, row.head, unread + behind)
    return found


def to_look_at(connection: sa.Connection) -> tuple[ToLookAt, ...]:
    """What waits for somebody, the oldest first; at most so many."""
    c = tables.review.c
    query = sa.select(c.boutique, c.till, c.epoch, c.seq, c.reason, c.at).order_by(c.at, c.boutique, c.till, c.seq)
    return tuple(ToLookAt(TillName(row[0], row[1]), *row[2:]) for row in connection.execute(query.limit(MOST)))


def alarms_of(connection: sa.Connection) -> tuple[Alarm, ...]:
    """Where journals did not hold, the newest first; at most so many."""
    c = tables.alarm.c
    query = sa.select(c.boutique, c.till, c.epoch, c.seq, c.how, c.times, c.last_at).order_by(c.last_at.desc())
    return tuple(Alarm(TillName(row[0], row[1]), *row[2:]) for row in connection.execute(query.limit(MOST)))
