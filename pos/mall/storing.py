"""Putting entries into the table of journals: by COPY into PostgreSQL, row by row into SQLite. It checks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

import psycopg
import sqlalchemy as sa

from pos.domain.journal import Entry
from pos.mall import tables
from pos.mall.tables_of_service import held
from pos.sync.contract import TillName

_OWN = Entry.__struct_fields__[1:]  # all but the till, which the table names more fully
_COLUMNS = ("boutique", "till", *_OWN, "received_at")
_PG_TYPES = {sa.Text: "text", sa.Integer: "int4", sa.BigInteger: "int8", sa.LargeBinary: "bytea"}
_TYPES = tuple(_PG_TYPES[type(tables.entry.c[name].type)] for name in _COLUMNS)
_END = sa.text(
    f"INSERT INTO {held.name} (boutique, till, epoch, first, next, head, received_at)"
    " VALUES (:boutique, :till, :epoch, :first, :next, :head, :received_at) ON CONFLICT (boutique, till, epoch)"
    " DO UPDATE SET next = excluded.next, head = excluded.head, received_at = excluded.received_at"
)
_COPY = f"COPY entry ({', '.join(_COLUMNS)}) FROM STDIN (FORMAT BINARY)".encode()


def store(connection: sa.Connection, name: TillName, entries: Sequence[Entry], *, now: datetime) -> None:
    """Store entries of a till, at least one, and where its journal ends now.

    A place that is taken is an error of the database's, and nothing is stored.
    """
    received = now.isoformat()
    rows = [
        (
            *(name.boutique, name.till, one.epoch, one.seq, one.at, one.day, one.who, one.kind),
            *(one.payload, one.previous, one.hash, one.signature, received),
        )
        for one in entries
    ]
    if connection.dialect.name == "postgresql":
        _copy(connection, rows)
    else:
        connection.execute(tables.entry.insert(), [dict(zip(_COLUMNS, row, strict=True)) for row in rows])
    last = entries[-1]
    end = {
        "epoch": last.epoch,
        "first": entries[0].seq,
        "next": last.seq + 1,
        "head": last.hash,
        "received_at": received,
    }
    connection.execute(_END, {"boutique": name.boutique, "till": name.till, "received_at": received} | end)


def _copy(connection: sa.Connection, rows: Sequence[tuple[object, ...]]) -> None:
    """In the transaction that SQLAlchemy's connection is in; a third of the time of an INSERT of many rows."""
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.set_types(_TYPES)
        for row in rows:
            copy.write_row(row)
