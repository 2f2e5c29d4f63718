"""Statements that are the same for both databases: put a row in its place, read a struct out of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

T = TypeVar("T")


def put(connection: sa.Connection, table: sa.Table, row: Mapping[str, Any]) -> None:
    """Insert a row, or replace the one with the same key. The caller sees to it that nobody else does meanwhile."""
    keys = [column.name for column in table.primary_key]
    same = sa.and_(*(table.c[name] == row[name] for name in keys))
    rest = {name: value for name, value in row.items() if name not in keys}
    found = connection.execute(sa.select(table.c[keys[0]]).where(same)).first()
    if found is None:
        connection.execute(table.insert().values(row))
    elif rest:
        connection.execute(table.update().where(same).values(rest))


def read_one(connection: sa.Connection, query: sa.Select[Any], kind: type[T]) -> T | None:
    """The struct in the one document that a query finds, None where it finds none."""
    document = connection.execute(query).scalar_one_or_none()
    return None if document is None else msgspec.json.decode(document, type=kind)


def read_all(connection: sa.Connection, query: sa.Select[Any], kind: type[T]) -> tuple[T, ...]:
    """The structs in the documents that a query finds."""
    return tuple(msgspec.json.decode(document, type=kind) for document in connection.execute(query).scalars())
