"""Opening the encrypted database, and nothing else: the key, the pragmas, one writer, readers that only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from pos.domain.errors import Unavailable

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a database in WAL mode."""

DRIVER_ERROR: type[Exception] = sqlcipher.Error

# What goes wrong is said once, by us, in words; the cipher would tell the terminal, too.
_QUIET = "PRAGMA cipher_log_level = NONE"
# Small pages with a code of 32 bytes: a sale touches a dozen pages, and each is encrypted, coded and flushed whole.
_CIPHER = ("PRAGMA cipher_page_size = 2048", "PRAGMA cipher_hmac_algorithm = HMAC_SHA256")
_EVERY = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16384",
    "PRAGMA busy_timeout = 5000",
)
_WRITER = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 0")
_READER = ("PRAGMA query_only = ON",)


class Database:
    """The file with its key: one connection that writes, a few that read. The key is in no URL and no log."""

    def __init__(self, path: Path, key: bytes) -> None:
        if len(key) != 32:
            raise ValueError("a database key has 32 bytes")
        if sqlcipher.sqlite_version_info < OLDEST_SQLITE:
            raise Unavailable("database.old_sqlite", version=sqlcipher.sqlite_version)
        self.path = path
        self._writer = _engine(path, key, (*_EVERY, *_WRITER), size=1)
        self._reader = _engine(path, key, (*_EVERY, *_READER), size=3)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, flushed to the disk when it ends; an error takes all of it back."""
        with self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One reader's view of the database."""
        with self._reader.connect() as connection:
            yield connection

    @contextmanager
    def outside_transaction(self) -> Iterator[Any]:
        """The writer's raw connection, for checkpoints, vacuums and the making of the schema."""
        connection = self._writer.raw_connection()
        try:
            yield connection.driver_connection
        finally:
            connection.close()

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file; for idle moments, never inside a sale."""
        with self.outside_transaction() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def reopen(self) -> None:
        """Let go of every connection; the next use opens the file anew."""
        self._writer.dispose()
        self._reader.dispose()

    def close(self) -> None:
        """Let go of the file."""
        self.reopen()


def cursor_of(connection: Connection) -> Any:
    """The driver's own cursor inside the same transaction, for statements that every sale pays for.

    It costs a fifth of `exec_driver_sql`, and raises the driver's errors: `DRIVER_ERROR`.
    """
    return connection.connection.cursor()


def _engine(path: Path, key: bytes, pragmas: tuple[str, ...], *, size: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=_opener(path, key, pragmas),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_reset_on_return="rollback",
    )
    # The driver would begin late and deferred; two writers could then meet at the COMMIT.
    begin = "BEGIN" if _READER[0] in pragmas else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        cursor_of(connection).execute(begin)

    return engine


def _opener(path: Path, key: bytes, pragmas: tuple[str, ...]) -> Callable[[], Any]:
    unlock = f"PRAGMA key = \"x'{key.hex()}'\""

    def open_() -> Any:
        connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False)
        try:
            for pragma in (_QUIET, unlock, *_CIPHER):
                connection.execute(pragma)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in pragmas:
                connection.execute(pragma)
        except sqlcipher.DatabaseError as error:
            connection.close()
            raise translate(error) from error
        return connection

    return open_


def translate(error: Exception) -> Unavailable:
    """What a driver's error means to a person."""
    told = str(error).lower()
    if "not a database" in told or "encrypted" in told:
        return Unavailable("key.wrong")
    if "full" in told:
        return Unavailable("disk.full")
    if "malformed" in told:
        return Unavailable("database.broken", cause=str(error)[:120])
    if "unable to open" in told or "readonly" in told:
        return Unavailable("disk.unwritable")
    return Unavailable("disk.failed", cause=str(error)[:120])
