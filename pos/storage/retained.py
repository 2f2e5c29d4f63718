"""The separate store: what the law keeps of former members, in a file and under a key of its own, until its day.

Nothing else reads it, and selling does not need it: what is wrong with it is said where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection

from pos.domain.errors import Unavailable
from pos.domain.people.retention import Kept
from pos.storage.engine import Database
from pos.till.people.registry import Unreported

NAME: Final = "retained.db"
VERSION: Final = 1
"""What `user_version` says of a file of this shape."""

_MAKE = (
    "CREATE TABLE kept (id TEXT NOT NULL PRIMARY KEY, member TEXT NOT NULL, kind TEXT NOT NULL, until TEXT NOT NULL, "
    "body BLOB NOT NULL) WITHOUT ROWID",
    "CREATE INDEX kept_by_member ON kept (member)",
    "CREATE INDEX kept_by_day ON kept (until, kind)",
    "CREATE TABLE destroyed (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, count INTEGER NOT NULL)",
    f"PRAGMA user_version = {VERSION}",
)
_KEEP = "INSERT OR IGNORE INTO kept (id, member, kind, until, body) VALUES (?, ?, ?, ?, ?)"
_OF_ALL = "SELECT body FROM kept ORDER BY until, id"
_OF_ONE = "SELECT body FROM kept WHERE member = ? ORDER BY until, id"
_COUNT = "INSERT INTO destroyed (kind, count) SELECT kind, count(*) FROM kept WHERE until < ? GROUP BY kind"
_DESTROY = "DELETE FROM kept WHERE until < ?"
_UNREPORTED = "SELECT kind, sum(count), max(number) FROM destroyed GROUP BY kind ORDER BY kind"
_REPORTED = "DELETE FROM destroyed WHERE number <= ?"

_encode = msgspec.json.Encoder().encode
_kept = msgspec.json.Decoder(Kept)


class Retained:
    """The file, opened when it is first needed. Mutable: it remembers that it is open.

    `key` finds the file's key, and makes one where there was none; it is asked when the file is opened or made.
    Everything raises Unavailable: ("retained.broken") for a file that this key does not open, or that is damaged, a
    disk's code, or a key's.
    """

    def __init__(self, path: Path, *, key: Callable[[], bytes]) -> None:
        self.path, self._key = path, key
        self._database: Database | None = None

    @property
    def is_there(self) -> bool:
        """Whether there is a file with something in it: an empty one holds nothing of what was kept."""
        return self.path.exists() and self.path.stat().st_size > 0

    def keep(self, records: Iterable[Kept]) -> None:
        """Put records in, each once; makes the file where there is none."""
        rows = [(one.id, one.member, one.kind, one.until.isoformat(), _encode(one)) for one in records]
        with self._write() as connection:
            if rows:
                connection.exec_driver_sql(_KEEP, rows)
        self._tidy()

    def kept(self, number: str = "") -> tuple[Kept, ...]:
        """What is in it, of one member or all, what goes first at the front."""
        with self._told(), self._opened().read() as connection:
            query, values = (_OF_ONE, (number,)) if number else (_OF_ALL, ())
            return tuple(_kept.decode(body) for body in connection.exec_driver_sql(query, values).scalars())

    def destroy_due(self, today: date) -> Unreported | None:
        """Destroy what was kept until yesterday or before, counted in the same transaction; see `Registry`."""
        with self._write() as connection:
            connection.exec_driver_sql(_COUNT, (today.isoformat(),))
            connection.exec_driver_sql(_DESTROY, (today.isoformat(),))
            rows = connection.exec_driver_sql(_UNREPORTED).all()
        self._tidy()
        return Unreported(str(max(row[2] for row in rows)), {row[0]: row[1] for row in rows}) if rows else None

    def reported(self, count_id: str) -> None:
        """An entry tells of what was destroyed so far."""
        with self._write() as connection:
            connection.exec_driver_sql(_REPORTED, (int(count_id),))

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _tidy(self) -> None:
        """What was destroyed is still in the write-ahead log: move it into the file, where it is written over."""
        with self._told():
            self._opened().checkpoint()

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._told(), self._opened().write() as connection:
            yield connection

    def _opened(self) -> Database:
        if self._database is None:
            database = Database(self.path, self._key())
            try:
                _bring_up(database)
            except BaseException:
                database.close()
                raise
            self._database = database
        return self._database

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A key that does not fit and a damaged file are this file's trouble, not the till's."""
        try:
            yield
        except Unavailable as error:
            if error.code not in ("key.wrong", "database.broken"):
                raise
            self.close()
            raise Unavailable("retained.broken", file=self.path.name) from error


def _bring_up(database: Database) -> None:
    with database.write() as connection:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if version > VERSION:
            raise Unavailable("database.newer", found=str(version), known=str(VERSION))
        if version == 0:
            for statement in _MAKE:
                connection.exec_driver_sql(statement)
