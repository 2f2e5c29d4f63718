"""The tables of what the tax office is told: cash receipts, and apart from them the sealed numbers of customers."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, text

from pos.storage.columns import bytes_of as _bytes
from pos.storage.columns import number_of as _number
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

# --- views of the facts ----------------------------------------------------------------------------------------------

cash_receipt = _table(
    "cash_receipt",
    _text("id", primary_key=True),
    _number("epoch"),
    _number("seq"),
    _text("sale"),
    _text("back"),
    _text("use"),
    _text("masked"),
    _text("number"),
    _number("amount"),
    _number("vat"),
    _text("at"),
    _text("due"),
    Column("cancels", Text),
    Column("cancels_approval", Text),
    Column("cancels_on", Text),
    Column("cancels_reason", Integer),
    _text("state"),
    _text("attempt"),
    _text("reason"),
    _text("approval_number"),
    _text("issued_at"),
    Index("cash_receipt_by_sale", "sale"),
    Index("cash_receipt_by_number", "number", sqlite_where=text("number <> ''")),
    Index("cash_receipt_open", "epoch", "seq", sqlite_where=text("state <> 'issued'")),
    sqlite_with_rowid=False,
)

VIEWS: Final = (cash_receipt,)

# --- kept apart from the facts ---------------------------------------------------------------------------------------

receipt_number = _table(
    "receipt_number",
    _text("id", primary_key=True),
    _text("sale"),
    _bytes("sealed"),
    Index("receipt_number_by_sale", "sale"),
)

receipt_number_key = _table(
    "receipt_number_key",
    Column("id", Text, ForeignKey("receipt_number.id"), primary_key=True, nullable=False),
    _bytes("secret"),
)
