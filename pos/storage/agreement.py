"""Which days the mall is to be asked about, what this till holds of them, and what was found: see `domain.agreement`.

Sums are those of the tables that the till's own figures are made of, places those of the journal. It asks nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from pos.domain.agreement import Checked, Confirmed, Due, Figures, Verdict, first_place, midnight
from pos.storage.engine import Database, cursor_of
from pos.storage.outbox import next_expected

FIRST_TIME = timedelta(days=31)
"""A till that never asked asks about so much of its past."""
LANDMARKS = ("ShiftCounted", "ShiftClosed")
"""After these somebody wants to know what the mall has."""

_EPOCHS = "SELECT max(epoch) FROM journal WHERE epoch < ?"
_NEWEST = "SELECT seq, day FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1"
_SINCE = "SELECT max(seq) FROM agreement"
_AGAIN = "SELECT day, seq FROM agreement WHERE verdict <> 'equal' AND at < ? ORDER BY seq"
_OVER = "SELECT 1 FROM agreement WHERE seq >= ? LIMIT 1"
_KEEP = "INSERT OR REPLACE INTO agreement (day, at, seq, verdict, body) VALUES (?, ?, ?, ?, ?)"
_OF = "SELECT body FROM agreement WHERE day BETWEEN ? AND ? ORDER BY day"
_DIFFERING = "SELECT body FROM agreement WHERE verdict <> 'equal' AND verdict = 'differs' ORDER BY day"
_BEFORE = "SELECT day FROM day_total WHERE day < ? ORDER BY day DESC LIMIT 1"
_CHUNK = 500
_END = 2**53


class _Named(msgspec.Struct, frozen=True):
    id: str


class _Sold(msgspec.Struct, frozen=True):
    sale: _Named


class _Returned(msgspec.Struct, frozen=True):
    back: _Named


_ID_IN: dict[str, Callable[[bytes], str]] = {
    "SaleCompleted": lambda payload: msgspec.json.decode(payload, type=_Sold).sale.id,
    "ReturnCompleted": lambda payload: msgspec.json.decode(payload, type=_Returned).back.id,
}
"""As much of an entry as it takes to find the row it is about."""


class SqlAgreements:
    """Implements `pos.till.agreements.Agreements`; used on the disk lane."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, *, again_before: str) -> tuple[Due, ...]:
        """See Agreements."""
        self._forget_what_is_over()
        with self._database.read() as connection:
            cursor = cursor_of(connection)
            newest = cursor.execute(_NEWEST).fetchone()
            if newest is None:
                return ()
            lives, expects = _epochs(cursor), next_expected(connection)
            kinds = ", ".join("?" * len(LANDMARKS))
            query = (
                f"SELECT day, max(seq), max(kind IN ({kinds})) FROM journal WHERE epoch IN ({lives}) "
                "AND seq > ? AND seq < ? GROUP BY day ORDER BY max(seq)"
            )
            found = cursor.execute(query, (*LANDMARKS, _since(cursor, lives, newest), expects)).fetchall()
            due = {day: seq for day, seq, is_landmark in found if is_landmark or day < newest[1]}
            again = dict(cursor.execute(_AGAIN, (again_before,)))
        return tuple(Due(day, seq) for day, seq in (again | due).items())

    def figures(self, day: str, until: int) -> Figures:
        """See Agreements."""
        with self._database.read() as connection:
            rows = _entries_of(cursor_of(connection), day, until)
            sales = _added_up(connection, "sale", "total", _ids(rows, "SaleCompleted"), day)
            returns = _added_up(connection, "back", "refund", _ids(rows, "ReturnCompleted"), day)
        last = rows[-1] if rows else (0, "", b"", b"")
        return Figures(len(rows), *sales, *returns, last[0], last[3])

    def places(self, day: str, until: int) -> tuple[int, ...]:
        """See Agreements."""
        with self._database.read() as connection:
            return tuple(row[0] for row in _entries_of(cursor_of(connection), day, until))

    def keep(self, checked: Checked) -> None:
        """See Agreements."""
        row = (checked.day, checked.at, checked.ours.seq, checked.verdict, msgspec.json.encode(checked))
        with self._database.write() as connection:
            connection.exec_driver_sql(_KEEP, row)

    def of(self, first: date, last: date) -> tuple[Checked, ...]:
        """See Agreements."""
        return self._read(_OF, (first.isoformat(), last.isoformat()))

    def differing(self) -> tuple[Checked, ...]:
        """See Agreements."""
        return self._read(_DIFFERING, ())

    def confirmed(self, day: date) -> Confirmed:
        """See Agreements."""
        with self._database.read() as connection:
            cursor, expects = cursor_of(connection), next_expected(connection)
            places = [row[0] for row in _entries_of(cursor, day.isoformat(), _END)]
            before = cursor.execute(_BEFORE, (day.isoformat(),)).fetchone()
        earlier = before[0] if before else ""
        acknowledged = sum(place < expects for place in places)
        compared, verdict = self._verdict(day.isoformat())
        before_compared, before_verdict = self._verdict(earlier)
        return Confirmed(len(places), acknowledged, compared, verdict, earlier, before_compared, before_verdict)

    def _forget_what_is_over(self) -> None:
        """What was found of entries that the mall expects again says nothing: it went back to an older copy."""
        with self._database.read() as connection:
            expects = next_expected(connection)
            is_over = connection.exec_driver_sql(_OVER, (expects,)).first() is not None
        if is_over:
            with self._database.write() as connection:
                connection.exec_driver_sql("DELETE FROM agreement WHERE seq >= ?", (expects,))

    def _verdict(self, day: str) -> tuple[int, Verdict | Literal[""]]:
        found = self._read(_OF, (day, day))
        return (found[0].ours.entries, found[0].verdict) if found else (0, "")

    def _read(self, query: str, values: tuple[str, ...]) -> tuple[Checked, ...]:
        with self._database.read() as connection:
            rows = cursor_of(connection).execute(query, values).fetchall()
        return tuple(msgspec.json.decode(body, type=Checked) for (body,) in rows)


def _epochs(cursor: Any) -> str:
    """The lives of the journal, as a list for a query; each is found by the one after it, for the table is long."""
    found, epoch = list[int](), _END
    while (epoch := cursor.execute(_EPOCHS, (epoch,)).fetchone()[0]) is not None:
        found.append(epoch)
    return ", ".join(str(one) for one in found) or "0"


def _since(cursor: Any, lives: str, newest: tuple[int, str]) -> int:
    """The last place that was asked about; at first one some weeks ago."""
    asked: int | None = cursor.execute(_SINCE).fetchone()[0]
    if asked is not None:
        return asked
    began = date.fromisoformat(newest[1]) - FIRST_TIME
    return _first(cursor, lives, began.isoformat(), newest[0]) - 1


def _first(cursor: Any, lives: str, day: str, last: int) -> int:
    def at(seq: int) -> str:
        found = cursor.execute(f"SELECT at FROM journal WHERE epoch IN ({lives}) AND seq = ?", (seq,)).fetchone()
        return found[0] if found else ""

    return first_place(last, midnight(day), at)


def _entries_of(cursor: Any, day: str, until: int) -> list[Any]:
    """Place, kind, what it says where that is counted, and hash of each entry of a day up to a place."""
    newest = cursor.execute(_NEWEST).fetchone()
    if newest is None:
        return []
    lives, last = _epochs(cursor), min(until, newest[0])
    query = (
        "SELECT seq, kind, CASE WHEN kind IN ('SaleCompleted', 'ReturnCompleted') THEN payload END, hash FROM journal "
        f"WHERE epoch IN ({lives}) AND seq BETWEEN ? AND ? AND day = ? ORDER BY seq"
    )
    rows: list[Any] = cursor.execute(query, (_first(cursor, lives, day, last), last, day)).fetchall()
    return rows


def _ids(rows: Sequence[Any], kind: str) -> list[str]:
    """The sales or returns that entries tell of; what cannot be read is none, which `verify` says."""
    found = list[str]()
    for row in rows:
        if row[1] == kind:
            with suppress(msgspec.DecodeError):
                found.append(_ID_IN[kind](row[2]))
    return found


def _added_up(connection: Connection, table: str, amount: str, ids: list[str], day: str) -> tuple[int, int]:
    """How many of these rows there are, and what they come to, as the till's own figures have it."""
    count = total = 0
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        query = f"SELECT count(*), coalesce(sum({amount}), 0) FROM {table} WHERE id IN ({marks}) AND day = ?"
        found = connection.exec_driver_sql(query, (*some, day)).one()
        count, total = count + found[0], total + found[1]
    return count, total
