"""The tables of benefits that were claimed because nobody could be asked, and apart from them what the mall said."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Text, text

from pos.storage.columns import number_of as _number
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

# --- views of the facts ----------------------------------------------------------------------------------------------

benefit_claim = _table(
    "benefit_claim",
    Column("sale", Text, ForeignKey("sale.id"), primary_key=True),
    _text("benefit", primary_key=True),
    _number("amount"),
    _text("at"),
    _text("state"),
    _text("reason"),
    Column("back", Text),
    Index("benefit_claim_open", "at", sqlite_where=text("state = 'open'")),
    Index("benefit_claim_by_back", "back", sqlite_where=text("back IS NOT NULL")),
    sqlite_with_rowid=False,
)

VIEWS: Final = (benefit_claim,)

# --- kept apart from the facts ---------------------------------------------------------------------------------------

claim_told = _table(
    "claim_told",
    _text("sale", primary_key=True),
    _text("benefit", primary_key=True),
    _number("amount"),
    _text("reason"),
    _text("at"),
    sqlite_with_rowid=False,
)
