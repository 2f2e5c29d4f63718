"""The tables of what the chain's office tells, and apart from that of who read it here."""

from __future__ import annotations

from typing import Final

from pos.storage.columns import bytes_of as _bytes
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

# --- views of the facts ----------------------------------------------------------------------------------------------

bulletin_read = _table(
    "bulletin_read",
    _text("bulletin", primary_key=True),
    _text("who", primary_key=True),
    _text("at"),
    sqlite_with_rowid=False,
)

VIEWS: Final = (bulletin_read,)

# --- what the mall owns, as copies -----------------------------------------------------------------------------------

bulletin = _table("bulletin", _text("id", primary_key=True), _bytes("body"))
