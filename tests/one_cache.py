"""A statement is compiled once in a run and not once for each database: the cache of an engine dies with it.

A program opens one database; its tests open thousands, and spent more on compiling than on asking.
"""

from typing import Any

from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.util import LRUCache

_compiled: LRUCache[Any, Any] = LRUCache(5_000)


def share_what_is_compiled() -> None:
    """From now on every engine of one kind finds what others compiled; all of a kind are opened the same way."""
    kept = property(lambda _: _compiled, lambda _engine, _own: None)
    Engine._compiled_cache = kept  # type: ignore[assignment]  # each sets its own, and has none to look into
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):  # a dialect is a part of what is looked up
        kind.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[method-assign]  # two of a kind say the same SQL
        kind.__hash__ = lambda one: hash(type(one))  # type: ignore[method-assign,assignment]  # as above
