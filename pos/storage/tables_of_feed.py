"""The tables of what the feed brought and nobody believes yet, and of what changed on the shelf in the last hours."""

from __future__ import annotations

from pos.storage.columns import bytes_of as _bytes
from pos.storage.columns import number_of as _number
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

held_change = _table(
    "held_change",
    _text("kind", primary_key=True),
    _text("key", primary_key=True),
    _text("reasons"),
    _text("digest"),
    _text("arrived_at"),
    _number("cursor"),
    _bytes("body"),
    sqlite_with_rowid=False,
)

range_change = _table(
    "range_change",
    _text("code", primary_key=True),
    _text("at"),
    _number("delivery"),
    _bytes("before"),
    sqlite_with_rowid=False,
)
