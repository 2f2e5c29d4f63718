"""The tables of what days and months came to, kept up in the transaction of every sale; and of papers that are kept."""

from __future__ import annotations

from typing import Final

from pos.storage.columns import bytes_of as _bytes
from pos.storage.columns import number_of as _number
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

# A day's rows lie together, so that a sale touches few pages; a period reads months, which are made once.
day_total = _table(
    "day_total",
    _text("day", primary_key=True),
    _number("sales"),
    _number("discounts"),
    _number("delivery_fees"),
    _number("returns"),
    _number("cancelled"),
    _number("vat"),
    _number("exempt"),
    _number("sale_count"),
    _number("return_count"),
    _number("cancelled_count"),
    _number("first_epoch"),
    _number("first_seq"),
    _number("last_epoch"),
    _number("last_seq"),
    sqlite_with_rowid=False,
)

day_sum = _table(
    "day_sum",
    _text("day", primary_key=True),
    _text("dimension", primary_key=True),
    _text("name", primary_key=True),
    _number("amount"),
    _number("count"),
    sqlite_with_rowid=False,
)

month_sum = _table(
    "month_sum",
    _text("month", primary_key=True),
    _text("dimension", primary_key=True),
    _text("name", primary_key=True),
    _number("amount"),
    _number("count"),
    sqlite_with_rowid=False,
)

oddity = _table(
    "oddity",
    _text("kind", primary_key=True),
    _text("day", primary_key=True),
    _number("epoch", primary_key=True),
    _number("seq", primary_key=True),
    _text("who"),
    sqlite_with_rowid=False,
)

VIEWS: Final = (day_total, day_sum, month_sum, oddity)

kept_paper = _table(
    "kept_paper",
    _text("kind", primary_key=True),
    _text("id", primary_key=True),
    _bytes("body"),
)
