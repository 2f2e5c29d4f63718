"""The table of what the mall holds of each day, as it said when it was asked. Not read from the journal."""

from __future__ import annotations

from sqlalchemy import Index, text

from pos.storage.columns import bytes_of as _bytes
from pos.storage.columns import number_of as _number
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

agreement = _table(
    "agreement",
    _text("day", primary_key=True),
    _text("at"),
    _number("seq"),
    _text("verdict"),
    _bytes("body"),
    Index("agreement_open", "day", sqlite_where=text("verdict <> 'equal'")),
    sqlite_with_rowid=False,
)
