"""What the feed brought and nobody believes yet, in a table of its own; it changes nothing of what is sold."""

from __future__ import annotations

from sqlalchemy import Connection

from pos.storage.engine import cursor_of
from pos.till.held_changes import HeldChange

_ALL = "SELECT kind, key, reasons, digest, arrived_at, cursor, body FROM held_change ORDER BY kind, key"
_ONE = "SELECT kind, key, reasons, digest, arrived_at, cursor, body FROM held_change WHERE kind = ? AND key = ?"
_DIGESTS = "SELECT kind, key, digest FROM held_change"
_PUT = (
    "INSERT OR REPLACE INTO held_change (kind, key, reasons, digest, arrived_at, cursor, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_DROP = "DELETE FROM held_change WHERE kind = ? AND key = ?"


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
