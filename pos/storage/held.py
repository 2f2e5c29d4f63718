"""What the feed brought and nobody believes yet, in a table of its own; it changes nothing of what is sold."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from pos.domain.plus import Plan
from pos.domain.promotions import Promotion
from pos.storage.engine import Database, cursor_of
from pos.till.held_changes import HeldChange

_ALL = "SELECT kind, key, reasons, digest, arrived_at, cursor, body FROM held_change ORDER BY kind, key"
_ONE = "SELECT kind, key, reasons, digest, arrived_at, cursor, body FROM held_change WHERE kind = ? AND key = ?"
_COUNT = "SELECT count(*) FROM held_change"
_DIGESTS = "SELECT kind, key, digest FROM held_change"
_PUT = (
    "INSERT OR REPLACE INTO held_change (kind, key, reasons, digest, arrived_at, cursor, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_DROP = "DELETE FROM held_change WHERE kind = ? AND key = ?"
_BODY = "SELECT body FROM {table} WHERE id = ?"
_plan = msgspec.json.Decoder(Plan)
_promotion = msgspec.json.Decoder(Promotion)


class SqlHeld:
    """Implements `pos.till.held_changes.HeldChanges`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[HeldChange, ...]:
        """See HeldChanges."""
        with self._database.read() as connection:
            return everything(connection)

    def count(self) -> int:
        """See HeldChanges."""
        with self._database.read() as connection:
            return int(connection.exec_driver_sql(_COUNT).scalar_one())

    def plan(self, plan_id: str) -> Plan | None:
        """See HeldChanges."""
        body = self._body("plan", plan_id)
        return _plan.decode(body) if body else None

    def promotion(self, promotion_id: str) -> Promotion | None:
        """See HeldChanges."""
        body = self._body("promotion", promotion_id)
        return _promotion.decode(body) if body else None

    def _body(self, table: str, name: str) -> bytes:
        with self._database.read() as connection:
            return connection.exec_driver_sql(_BODY.format(table=table), (name,)).scalar() or b""


def everything(connection: Connection) -> tuple[HeldChange, ...]:
    """Everything that is held, in order of kind and key."""
    return tuple(map(_read, cursor_of(connection).execute(_ALL).fetchall()))


def find(connection: Connection, kind: str, key: str) -> HeldChange | None:
    """One thing that is held."""
    row = cursor_of(connection).execute(_ONE, (kind, key)).fetchone()
    return _read(row) if row else None


def digests(connection: Connection) -> dict[tuple[str, str], str]:
    """In which version each thing is held."""
    return {(kind, key): digest for kind, key, digest in cursor_of(connection).execute(_DIGESTS).fetchall()}


def put(connection: Connection, one: HeldChange) -> None:
    """Hold a thing, in place of an earlier version of it."""
    row = (one.kind, one.key, " ".join(one.reasons), one.digest, one.arrived_at, one.cursor, one.body)
    cursor_of(connection).execute(_PUT, row)


def drop(connection: Connection, kind: str, key: str) -> None:
    """Hold a thing no longer."""
    cursor_of(connection).execute(_DROP, (kind, key))


def _read(row: tuple[str, str, str, str, str, int, bytes]) -> HeldChange:
    kind, key, reasons, digest, arrived_at, cursor, body = row
    return HeldChange(kind, key, tuple(reasons.split()), digest, arrived_at, cursor, bytes(body))
