"""The mall's database: SQLite in a file for the demo, PostgreSQL by URL, and the same statements for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

_SQLITE_WAIT_SECONDS = 30


def open_engine(url: str) -> sa.Engine:
    """An engine for `url`. Its errors name no parameters: they are people's, now and then, and errors are logged."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _open_sqlite(parsed)
    else:
        engine = sa.create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)
    return engine


def prepare(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """Make what a database lacks: tables, and columns and indexes that an older mall did not have."""
    known = sa.inspect(connection)
    names = set(known.get_table_names())
    metadata.create_all(connection, [one for one in metadata.sorted_tables if one.name not in names], checkfirst=False)
    older = [one for one in metadata.sorted_tables if one.name in names]
    if not older:
        return
    columns = known.get_multi_columns(filter_names=[one.name for one in older])
    indexes = known.get_multi_indexes(filter_names=[one.name for one in older])
    for table in older:
        _complete(connection, table, _names(columns, table), _names(indexes, table))


def _complete(connection: sa.Connection, table: sa.Table, columns: set[str], indexes: set[str]) -> None:
    for column in table.columns:
        if column.name not in columns:
            added = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {added}")
    for index in table.indexes:
        if index.name not in indexes:
            index.create(connection)


def _names(found: Mapping[Any, Sequence[Mapping[str, Any]]], table: sa.Table) -> set[str]:
    return {str(one["name"]) for one in found.get((None, table.name), ())}


def _open_sqlite(url: sa.URL) -> sa.Engine:
    """With a rollback journal: in some versions of the system's own SQLite a write-ahead log can be corrupted."""
    engine = sa.create_engine(url, connect_args={"timeout": _SQLITE_WAIT_SECONDS}, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # the driver's connection, whose type SQLAlchemy hides
        connection.isolation_level = None
        for pragma in ("journal_mode = TRUNCATE", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
