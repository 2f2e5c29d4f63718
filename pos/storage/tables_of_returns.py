"""The tables of what came back: returns, refunds, claims, machines, holidays; and the keys of the chain's tills."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, text

from pos.storage.columns import bytes_of as _bytes
from pos.storage.columns import number_of as _number
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

# --- views of the facts ----------------------------------------------------------------------------------------------

back = _table(
    "back",
    _text("id", primary_key=True),
    _number("epoch"),
    _number("seq"),
    _number("number", unique=True),
    _text("day"),
    _text("at"),
    _text("cashier"),
    _text("shift"),
    _text("sale"),
    _text("original"),
    Column("member", Text),
    _number("amount"),
    _number("vat"),
    _number("clawback"),
    _number("refund"),
    _number("unpaid"),
    Column("claim", Text),
    Index("back_by_sale", "sale"),
    Index("back_by_cashier", "cashier", "at"),
    Index("back_by_member", "member", "at", sqlite_where=text("member IS NOT NULL")),
    sqlite_with_rowid=False,
)

back_line = _table(
    "back_line",
    Column("back", Text, ForeignKey("back.id"), primary_key=True),
    _number("place", primary_key=True),
    _number("position"),
    _text("product"),
    _number("quantity"),
    _text("condition"),
    _text("reason"),
    _number("replaced"),
    _number("amount"),
    sqlite_with_rowid=False,
)

refund_part = _table(
    "refund_part",
    Column("back", Text, ForeignKey("back.id"), primary_key=True),
    _number("place", primary_key=True),
    _text("id"),
    _text("kind"),
    _number("amount"),
    _text("how"),
    _number("interest"),
    Column("paid_epoch", Integer),
    Column("paid_seq", Integer),
    Index("refund_part_owed", "back", sqlite_where=text("how = ''")),
    sqlite_with_rowid=False,
)

refund_attempt = _table(
    "refund_attempt",
    _text("id", primary_key=True),
    _text("back"),
    _number("seq"),
    _bytes("part"),
    _number("amount"),
    _text("recharge"),
    _text("outcome"),
    Index("refund_attempt_by_back", "back"),
)

claim = _table(
    "claim",
    _text("id", primary_key=True),
    _number("epoch"),
    _number("seq"),
    _text("sale"),
    _text("at"),
    Column("settled_by", Text),
    Column("settled_at", Text),
    Index("claim_open", "seq", sqlite_where=text("settled_by IS NULL")),
    sqlite_with_rowid=False,
)

machine = _table(
    "machine",
    _text("serial", primary_key=True),
    _text("state"),
    _text("product"),
    _text("sold_on"),
    _number("months"),
    _text("sale"),
    Column("member", Text),
    Column("registered_by", Text),
    Column("registered_on", Text),
    Index("machine_by_sale", "sale"),
    sqlite_with_rowid=False,
)

entitlement_change = _table(
    "entitlement_change",
    _text("id", primary_key=True),
    _text("member"),
    _bytes("body"),
    Index("entitlement_change_by_member", "member"),
    sqlite_with_rowid=False,
)

holiday = _table("holiday", _text("day", primary_key=True), sqlite_with_rowid=False)

VIEWS: Final = (back, back_line, refund_part, refund_attempt, claim, machine, entitlement_change, holiday)

# --- kept apart from the facts ---------------------------------------------------------------------------------------

photograph = _table(
    "photograph",
    _text("id", primary_key=True),
    _text("claim"),
    _bytes("sealed"),
    Index("photograph_by_claim", "claim"),
)

photograph_key = _table(
    "photograph_key",
    Column("id", Text, ForeignKey("photograph.id"), primary_key=True, nullable=False),
    _bytes("secret"),
)

till_key = _table(
    "till_key",
    _text("boutique", primary_key=True),
    _text("till", primary_key=True),
    _bytes("public_key"),
    sqlite_with_rowid=False,
)
