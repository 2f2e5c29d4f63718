"""SQL texts made once from the tables, so that a sale pays for no compilation."""

from __future__ import annotations

from sqlalchemy import Table, insert
from sqlalchemy.dialects import sqlite

_DIALECT = sqlite.dialect()


def insertion(table: Table) -> str:
    """INSERT of a whole row of `table`, values in the columns' order."""
    return str(insert(table).compile(dialect=_DIALECT))
