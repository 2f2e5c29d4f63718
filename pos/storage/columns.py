"""What tables are made of: one register of them all, and columns that always hold something."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

metadata = MetaData()


def table_of(name: str, *columns: SchemaItem, **dialect: Any) -> Table:
    """A table of the schema."""
    table: Table = Table(name, metadata, *columns, **dialect)
    return table


def text_of(name: str, **more: Any) -> Column[Any]:
    """A column of text."""
    return Column(name, Text, nullable=False, **more)


def number_of(name: str, **more: Any) -> Column[Any]:
    """A column of whole numbers."""
    return Column(name, Integer, nullable=False, **more)


def bytes_of(name: str) -> Column[Any]:
    """A column of bytes."""
    return Column(name, LargeBinary, nullable=False)
