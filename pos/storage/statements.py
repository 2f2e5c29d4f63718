"""SQL texts made once from the tables, so that a sale pays for no compilation."""

from __future__ import annotations

from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect()


def insertion(table: Table) -> str:
    """INSERT of a whole row of `table`, values in the columns' order."""
    return str(insert(table).compile(dialect=_DIALECT))


def replacement(table: Table) -> str:
    """The same, replacing a row with the same key."""
    return str(insert(table).prefix_with("OR REPLACE").compile(dialect=_DIALECT))
