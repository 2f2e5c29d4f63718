"""The tables of the drawer and of shifts that are over: what went in and out, and the numbers of the Z reports."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index

from pos.storage.columns import number_of as _number
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

report = _table(
    "report",
    _text("shift", primary_key=True),
    _number("epoch"),
    _number("seq"),
    _number("number", unique=True),
    _text("day"),
    _number("net"),
    sqlite_with_rowid=False,
)

drawer_move = _table(
    "drawer_move",
    _number("epoch", primary_key=True),
    _number("seq", primary_key=True),
    _text("shift"),
    _text("kind"),
    _number("amount"),
    Index("drawer_move_by_shift", "shift"),
    sqlite_with_rowid=False,
)

VIEWS: Final = (report, drawer_move)
