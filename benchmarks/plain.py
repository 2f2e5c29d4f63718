"""The floors of a sale: the same rows by plain `sqlite3`, and a flush of as many bytes. Neither knows a key."""

from __future__ import annotations

import os
import sqlite3
from itertools import count
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import create_mock_engine

from benchmarks.figures import seconds
from pos.storage import tables

SALE = (tables.journal, tables.sale, tables.sale_line, tables.payment, tables.movement, tables.job)
TABLES = (*SALE, tables.draft)
Rows: TypeAlias = list[tuple[str, list[tuple[object, ...]]]]


class Plain:
    """The floor: the same tables without a key, written with prepared statements. It holds its own drafts to drop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 0", "cache_size = -16384"):
            self._connection.execute(f"PRAGMA {pragma}")
        made = create_mock_engine("sqlite://", lambda text, *_: self._connection.execute(str(text.compile())))
        tables.metadata.create_all(made, tables=list(TABLES), checkfirst=False)
        self._drafts = count()
        self.last_bytes = 0

    def write(self, rows: Rows) -> float:
        """Write a sale's rows in one transaction, drop its draft; returns the seconds."""
        draft, connection = str(next(self._drafts)), self._connection
        connection.execute("INSERT INTO draft VALUES (?, '', ?)", (draft, bytes(600)))
        before = self._log_size()
        places = {name: ", ".join("?" * len(some[0])) for name, some in rows}

        def sale() -> None:
            connection.execute("BEGIN IMMEDIATE")
            for name, some in rows:
                connection.executemany(f"INSERT INTO {name} VALUES ({places[name]})", some)
            connection.execute("DELETE FROM draft WHERE id = ?", (draft,))
            connection.execute("COMMIT")

        taken = seconds(sale)
        self.last_bytes = max(self._log_size() - before, 4096)
        return taken

    def checkpoint(self) -> None:
        """Move the log into the file, as the till does in idle moments."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _log_size(self) -> int:
        return self._path.with_name(self._path.name + "-wal").stat().st_size


class Flushed:
    """A file to which bytes are appended and flushed."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, size: int) -> float:
        """Append so many bytes and flush them; returns the seconds."""
        content = os.urandom(size)

        def append() -> None:
            os.write(self._file, content)
            os.fdatasync(self._file)

        return seconds(append)
