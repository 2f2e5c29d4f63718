"""Who works here: the mall's copy, and over it what was changed here until the mall has taken it in.

So a feed that is older than a change made here undoes nothing of it, and a till without the mall goes on with its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

import msgspec
from sqlalchemy import Connection

from pos.domain.journal import Entry
from pos.domain.people.staff import StaffFact
from pos.storage.engine import cursor_of
from pos.till.feed import Staff, StaffChange, StaffSent
from pos.till.ports import Commit

_KINDS = frozenset(kind.__name__ for kind in get_args(StaffFact))
_PUT = "INSERT OR REPLACE INTO staff (id, body) VALUES (?, ?)"
_ALL = "SELECT body FROM staff"
_ONE = "SELECT body FROM staff WHERE id = ?"
_CHANGED = "INSERT INTO staff_change (epoch, seq, body) VALUES (?, ?, ?)"
_CHANGES = "SELECT body FROM staff_change ORDER BY epoch, seq"
_UNSENT = "SELECT epoch, seq, body FROM staff_change WHERE seq < ? ORDER BY seq LIMIT ?"
_SENT = "DELETE FROM staff_change WHERE seq = ?"
_encode = msgspec.json.Encoder().encode
_staff = msgspec.json.Decoder(Staff)
_change = msgspec.json.Decoder(StaffChange)


def take_in(connection: Connection, arrived: Iterable[Staff]) -> None:
    """People as the mall has them."""
    for one in arrived:
        connection.exec_driver_sql(_PUT, (one.id, _encode(one)))


def follow(cursor: Any, commit: Commit, written: tuple[Entry, ...]) -> None:
    """Keep what changed of a person beside the entry that says so."""
    if commit.staff is None:
        return
    entry = next(one for one in reversed(written) if one.kind in _KINDS)
    cursor.execute(_CHANGED, (entry.epoch, entry.seq, _encode(commit.staff)))


def everybody(connection: Connection) -> tuple[Staff, ...]:
    """People as they are, in order of their id."""
    cursor = cursor_of(connection)
    found = {one.id: one for one in (_staff.decode(row[0]) for row in cursor.execute(_ALL).fetchall())}
    for (body,) in cursor.execute(_CHANGES).fetchall():
        change = _change.decode(body)
        after = change.of(found.get(change.id))
        if after is not None:
            found[after.id] = after
    return tuple(found[name] for name in sorted(found))


def unsent(cursor: Any, *, before: int, most: int) -> tuple[StaffSent, ...]:
    """Changes whose entries the mall holds, in order."""
    rows = cursor.execute(_UNSENT, (before, most)).fetchall()
    return tuple(StaffSent(epoch, seq, _change.decode(body)) for epoch, seq, body in rows)


def set_sent(cursor: Any, sent: StaffSent) -> None:
    """The mall has it: it stands in the copy until the feed brings it, and a page that is on its way is newer."""
    row = cursor.execute(_ONE, (sent.change.id,)).fetchone()
    after = sent.change.of(_staff.decode(row[0]) if row else None)
    if after is not None:
        cursor.execute(_PUT, (after.id, _encode(after)))
    cursor.execute(_SENT, (sent.seq,))
