"""The table of what the chain's office decided about claims of deliveries, apart from the claims themselves."""

from __future__ import annotations

from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

claim_decided = _table(
    "claim_decided",
    _text("claim", primary_key=True),
    _text("verdict"),
    _text("reason"),
    _text("at"),
    sqlite_with_rowid=False,
)
