"""SQL texts made once from the tables, so that a sale pays for no compilation, and what they are done through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect()


class Rows(Protocol):
    """What rows are written through: a driver's cursor."""

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Any:
        """Do a statement. What comes of a question has `fetchone()` and `fetchall()`."""

    def executemany(self, statement: str, rows: Sequence[Sequence[object]], /) -> object:
        """Do it with each of several rows."""


class Slowly:
    """The same through SQLAlchemy, whose errors say what was tried."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object] = ()) -> Any:
        return self._connection.exec_driver_sql(statement, tuple(values))

    def executemany(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        self._connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def insertion(table: Table) -> str:
    """INSERT of a whole row of `table`, values in the columns' order."""
    return str(insert(table).compile(dialect=_DIALECT))
