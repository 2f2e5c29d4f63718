"""A sale of five lines, from "exact cash" until the counter says it is paid, against the same rows by plain `sqlite3`.

Ours: the till's verb, its lane, the encrypted database, chain, signature, views and print jobs. The floor: the standard
library's sqlite3, no key, prepared rows, WAL, `synchronous=FULL`, the same disk. Beside it a flush of the same bytes.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import create_mock_engine

from benchmarks.catalogue import products
from benchmarks.figures import Bench, Figure, quantile, seconds
from benchmarks.shop import Hands, Till
from pos.storage import tables
from pos.till import checkout, selling
from pos.till.changes import Touched

TABLES = (tables.journal, tables.sale, tables.sale_line, tables.payment, tables.draft, tables.job)
LINES = 5
BETWEEN_CHECKPOINTS = 50
Rows = list[tuple[str, list[tuple[object, ...]]]]


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures."""
    till = Till(bench.place("sale"))
    stock = products(200)
    till.stock(stock)
    hands, known = Hands(till), Known()
    hands.counter.listeners.append(known)
    plain = Plain(bench.folder / "plain.db")
    flushed = Flushed(bench.folder / "flushed")
    whole: list[float] = []
    ours: list[float] = []
    theirs: list[float] = []
    flushes: list[float] = []
    for number in range(bench.pick(tiny=3, usual=1_500, long=10_000)):
        fill(hands, [stock[(number * LINES + place) % len(stock)].code for place in range(LINES)])
        start = time.perf_counter()
        hands.headless.play(checkout.pay_exact(hands.counter))
        whole.append(time.perf_counter() - start)
        ours.append(known.at - start)
        rows = rows_of(till, hands)
        hands.headless.settle()
        theirs.append(plain.write(rows))
        flushes.append(flushed.write(plain.last_bytes))
        if number % BETWEEN_CHECKPOINTS == 0:
            till.database.checkpoint()
            plain.checkpoint()
    till.close()
    return tuple(figures(ours, whole, theirs, flushes))


class Known:
    """Remembers when the counter last said that the payment is through. Mutable: it listens."""

    at = 0.0

    def __call__(self, noun: Touched) -> None:
        if noun == "payment":
            self.at = time.perf_counter()


def figures(ours: list[float], whole: list[float], theirs: list[float], flushes: list[float]) -> Iterator[Figure]:
    """The middle and the slowest, with what the disk alone takes."""
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        flush, end = quantile(flushes, share) * 1e3, quantile(whole, share) * 1e3
        mine, floor = quantile(ours, share) * 1e3, quantile(theirs, share) * 1e3
        note = f"the flush alone {flush:.2f} ms; with its first print job under way {end:.2f} ms"
        what = "five lines committed through the till; plain sqlite3, FULL, same rows"
        yield Figure(f"sale {name}", what, mine, floor, "ms", "≤ 2 ×", mine <= 2 * floor, note)


def fill(hands: Hands, codes: list[str]) -> None:
    """Ring up, and wait until the draft is on disk."""
    for code in codes:
        selling.add(hands.counter, code)
    hands.headless.settle()


def rows_of(till: Till, hands: Hands) -> Rows:
    """The rows that the newest sale wrote, table by table, read back from the till's own database."""
    sale = hands.counter.last_sale
    assert sale is not None
    chosen = {
        "journal": "* FROM journal WHERE seq >= (SELECT seq FROM sale WHERE id = ?)",
        "sale": "* FROM sale WHERE id = ?",
        "sale_line": "* FROM sale_line WHERE sale = ?",
        "payment": "* FROM payment WHERE sale = ?",
        "job": "NULL, id, kind, subject, state, code FROM job WHERE subject = ?",
    }
    with till.database.read() as connection:
        return [
            (name, [tuple(row) for row in connection.exec_driver_sql(f"SELECT {what}", (sale.id,))])
            for name, what in chosen.items()
        ]


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


VERSIONS = f"sqlite {sqlite3.sqlite_version}, sqlcipher's {sqlcipher.sqlite_version}"
