"""Opening the encrypted database, and nothing else: the key, the pragmas, one writer, readers that only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import QueuePool

from pos.domain.errors import Unavailable

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a database in WAL mode."""

# SQLAlchemy wraps what it did itself; what goes through a raw cursor or connection is the driver's own.
_LIBRARY_ERRORS: tuple[type[Exception], ...] = (DBAPIError, NoneFree, sqlcipher.Error)

# A damaged first page says the same as another key: both are a file that this key does not open.
_MEANINGS = (
    (("not a database", "encrypted"), "key.wrong"),
    (("is full",), "disk.full"),
    (("is locked", "is busy"), "disk.busy"),
    (("unable to open", "readonly"), "disk.unwritable"),
)
_DAMAGE = ("malformed", "vtable constructor failed")

# What goes wrong is said once, by us, in words; the cipher would tell the terminal, too.
_QUIET = "PRAGMA cipher_log_level = NONE"
# Small pages with a code of 32 bytes: a sale touches a dozen pages, and each is encrypted, coded and flushed whole.
_CIPHER = ("PRAGMA cipher_page_size = 2048", "PRAGMA cipher_hmac_algorithm = HMAC_SHA256")
# Once the driver's cache is full, what is new pushes out what is newest: a sale would prepare all its statements again,
# each time. A migration alone does more of them than the hundred that it keeps by itself.
_STATEMENTS_KEPT = 1_000
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
    """The file with its key: one connection that writes, a few that read. The key is in no URL and no log.

    Whatever a library says inside `write`, `read` or `outside_transaction` leaves them as Unavailable: see `translate`.
    """

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
        with _translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One reader's view of the database."""
        with _translated(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def outside_transaction(self) -> Iterator[Any]:
        """The writer's raw connection, for checkpoints, vacuums and the making of the schema."""
        with _translated():
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

    It costs a fifth of `exec_driver_sql`.
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
        hide_parameters=True,  # they are people's, now and then, and errors reach the log
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
        connection = sqlcipher.connect(
            str(path), isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS_KEPT
        )
        try:
            for pragma in (_QUIET, unlock, *_CIPHER):
                connection.execute(pragma)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in pragmas:
                connection.execute(pragma)
        except sqlcipher.Error:
            connection.close()
            raise
        return connection

    return open_


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except _LIBRARY_ERRORS as error:
        raise translate(error) from error


def translate(error: Exception) -> Unavailable:
    """What a library's error means to a person."""
    if isinstance(error, NoneFree):
        return Unavailable("disk.busy")
    told = str(error.orig if isinstance(error, DBAPIError) else error)
    for signs, code in _MEANINGS:
        if any(sign in told.lower() for sign in signs):
            return Unavailable(code)
    code = "database.broken" if any(sign in told.lower() for sign in _DAMAGE) else "disk.failed"
    return Unavailable(code, cause=told[:120])
