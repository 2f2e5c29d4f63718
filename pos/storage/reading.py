"""The journal read by people: pages, days, and the chain's state. It writes nothing, and reads in bounded pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from pos.domain.audit.flags import Place
from pos.domain.audit.lines import Line, Wanted, line_of
from pos.domain.journal import Break, Entry, find_break
from pos.domain.signed import is_claimed
from pos.storage.engine import Database, cursor_of
from pos.storage.journal import entries, read_head
from pos.storage.outbox import next_expected
from pos.storage.signatures import is_signed
from pos.till.day.journal import Head, Link, Page

SLICE = 2_000
"""So many places of the chain are searched in one go."""
AROUND = 500
"""People sign in before the first sale of a day and out after the last: no sums say where that is."""

_DAYS = "SELECT day FROM day_total WHERE day < ? ORDER BY day DESC LIMIT ?"
_BEGINS = "SELECT first_epoch, first_seq FROM day_total WHERE day >= ? ORDER BY day LIMIT 1"
_BEFORE = "SELECT last_epoch, last_seq FROM day_total WHERE day < ? ORDER BY day DESC LIMIT 1"
_ENDS = "SELECT max(last_epoch), max(last_seq) FROM day_total WHERE day <= ?"
_FOLLOWS = "SELECT first_epoch, first_seq FROM day_total WHERE day > ? ORDER BY day LIMIT 1"
_HEAD = "SELECT epoch, seq FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1"
_END_OF_EPOCH = "SELECT max(seq) FROM journal WHERE epoch = ?"
_COLUMNS = "epoch, seq, at, day, who, kind, payload, previous, hash"
_FOLLOWING = "(epoch, seq) IN (SELECT epoch, seq FROM journal WHERE (epoch, seq) > (?, ?) ORDER BY epoch, seq LIMIT ?)"
_SPAN = "(epoch, seq) >= (?, ?) AND (epoch, seq) < (?, ?) AND day BETWEEN ? AND ?"


class SqlJournal:
    """Implements `pos.till.day.journal.Journal`; used on the disk lane only."""

    def __init__(self, database: Database, *, till: str, public_key: bytes) -> None:
        self._database, self._till = database, till
        self._key = Ed25519PublicKey.from_public_bytes(public_key)

    def days(self, *, before: date, most: int) -> tuple[date, ...]:
        """See Journal."""
        with self._database.read() as connection:
            rows = cursor_of(connection).execute(_DAYS, (before.isoformat(), most)).fetchall()
        return tuple(date.fromisoformat(row[0]) for row in reversed(rows))

    def of_day(self, day: date) -> tuple[Entry, ...]:
        """See Journal."""
        with self._database.read() as connection:
            low, high = _bounds(cursor_of(connection), day, day)
            return tuple(entries(connection, self._till, _SPAN, (*low, *high, day.isoformat(), day.isoformat())))

    def page(self, wanted: Wanted, *, before: Place | None = None, most: int = 100) -> Page:
        """See Journal."""
        with self._database.read() as connection:
            if wanted.places:
                return Page(_named(connection, self._till, wanted.places))
            cursor = cursor_of(connection)
            low, high = _bounds(cursor, wanted.first, wanted.last)
            high = min(before, high) if before is not None else high
            start, following = _slice(cursor, low, high)
            found: list[Line] = []
            for row in _search(cursor, wanted, start, high):
                line = line_of(Entry(self._till, *row))
                if wanted.has(line.amount):
                    found.append(line)
                    if len(found) == most:
                        return Page(tuple(found), line.place)
        return Page(tuple(found), following)

    def head(self) -> Head:
        """See Journal."""
        with self._database.read() as connection:
            found = read_head(connection)
            return Head((found.epoch, found.seq), found.hash.hex(), next_expected(connection))

    def check(self, link: Link, *, most: int = 150) -> Link:
        """See Journal. A chain cannot know its own end, but the mall knows how far it goes."""
        if link.broken is not None:
            return link
        with self._database.read() as connection:
            found = entries(connection, self._till, _FOLLOWING, (link.epoch, link.seq, most))
            expects = next_expected(connection)
        broken = find_break(found, previous=link.hash, next_seq=link.seq + 1)
        if broken is None:
            broken = next((Break(one.seq, "signature") for one in found if not self._is_signed(one)), None)
        if broken is not None:
            return msgspec.structs.replace(link, broken=broken, is_end=True)
        if found:
            return Link(found[-1].epoch, found[-1].seq, found[-1].hash)
        is_short = link.seq + 1 < expects
        return msgspec.structs.replace(link, broken=Break(link.seq + 1, "gap") if is_short else None, is_end=True)

    def _is_signed(self, entry: Entry) -> bool:
        return not is_claimed(entry) or is_signed(entry, self._key)


def _named(connection: Connection, till: str, places: Sequence[Place]) -> tuple[Line, ...]:
    marks = ", ".join(["(?, ?)"] * len(places))
    values = tuple(number for place in places for number in place)
    found = entries(connection, till, f"(epoch, seq) IN (VALUES {marks})", values)
    return tuple(line_of(entry) for entry in reversed(found))


def _search(cursor: Any, wanted: Wanted, low: Place, high: Place) -> Iterator[Any]:
    """The rows of one slice, newest first, as they are asked for."""
    where = [_SPAN]
    values: list[object] = [*low, *high, wanted.first.isoformat(), wanted.last.isoformat()]
    if wanted.who:
        where.append("who = ?")
        values.append(wanted.who)
    if kinds := wanted.kinds:
        where.append(f"kind IN ({', '.join('?' * len(kinds))})")
        values.extend(kinds)
    query = f"SELECT {_COLUMNS} FROM journal WHERE {' AND '.join(where)} ORDER BY epoch DESC, seq DESC"
    yield from cursor.execute(query, values)


def _slice(cursor: Any, low: Place, high: Place) -> tuple[Place, Place | None]:
    """Where one go begins, and where the next one ends; None where nothing is left before it."""
    epoch, seq = high
    start = (epoch, max(seq - SLICE, 0))
    if start <= low:
        return low, None
    if start[1] > 0:
        return start, start
    (end,) = cursor.execute(_END_OF_EPOCH, (epoch - 1,)).fetchone()
    return start, (epoch - 1, end + 1) if end is not None else None


def _bounds(cursor: Any, first: date, last: date) -> tuple[Place, Place]:
    """Between which places (the second left out) the entries of some days stand, as the sums of days know it."""
    begins = (
        cursor.execute(_BEGINS, (first.isoformat(),)).fetchone()
        or cursor.execute(_BEFORE, (first.isoformat(),)).fetchone()
    )
    low = (begins[0], max(begins[1] - AROUND, 0)) if begins else (0, 0)
    newest = cursor.execute(_HEAD).fetchone() or (1, 0)
    high = (newest[0], newest[1] + 1)
    ends, follows = (cursor.execute(query, (last.isoformat(),)).fetchone() for query in (_ENDS, _FOLLOWS))
    if follows:
        known = max(follows, ends) if ends[0] is not None else follows
        high = min(high, (known[0], known[1] + AROUND))
    return low, high
