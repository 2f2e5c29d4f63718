"""The tables, and the triggers that refuse to change the past. Facts stand in `journal`; the views are read from it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Text, text

from pos.storage import (
    tables_of_bulletins,
    tables_of_claims,
    tables_of_closing,
    tables_of_epochs,
    tables_of_people,
    tables_of_returns,
    tables_of_sums,
    tables_of_tax,
)
from pos.storage.columns import bytes_of as _bytes
from pos.storage.columns import metadata as metadata
from pos.storage.columns import number_of as _number
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text
from pos.storage.tables_of_agreement import agreement as agreement
from pos.storage.tables_of_bulletins import bulletin as bulletin
from pos.storage.tables_of_closing import drawer_move as drawer_move
from pos.storage.tables_of_closing import report as report
from pos.storage.tables_of_decisions import claim_decided as claim_decided
from pos.storage.tables_of_feed import held_change as held_change
from pos.storage.tables_of_feed import range_change as range_change
from pos.storage.tables_of_returns import back as back
from pos.storage.tables_of_returns import back_line as back_line
from pos.storage.tables_of_returns import claim as claim
from pos.storage.tables_of_returns import entitlement_change as entitlement_change
from pos.storage.tables_of_returns import machine as machine
from pos.storage.tables_of_returns import refund_attempt as refund_attempt
from pos.storage.tables_of_returns import refund_part as refund_part
from pos.storage.tables_of_sums import day_sum as day_sum
from pos.storage.tables_of_sums import day_total as day_total
from pos.storage.tables_of_sums import kept_paper as kept_paper
from pos.storage.tables_of_sums import month_sum as month_sum
from pos.storage.tables_of_sums import oddity as oddity
from pos.storage.tables_of_tax import cash_receipt as cash_receipt

REVISION: Final = "0018"
"""The schema that this program writes; alembic's revision of the same name makes it."""

# --- facts -------------------------------------------------------------------------------------------------------

journal = _table(
    "journal",
    _number("epoch", primary_key=True),
    _number("seq", primary_key=True),
    _text("at"),
    _text("day"),
    _text("who"),
    _text("kind"),
    _bytes("payload"),
    _bytes("previous"),
    _bytes("hash"),
    _bytes("signature"),
    sqlite_with_rowid=False,
)

# --- views of the facts, written in the same transaction, rebuilt by `verify` ----------------------------------------

sale = _table(
    "sale",
    _text("id", primary_key=True),
    _number("epoch"),
    _number("seq"),
    _number("number", unique=True),
    _text("day"),
    _text("at"),
    _text("cashier"),
    _text("shift"),
    _text("terms"),
    _number("goods"),
    _number("discount"),
    _number("total"),
    _number("taxable"),
    _number("exempt"),
    _number("vat"),
    Column("member", Text),
    _number("delivery_fee", server_default=text("0")),
    Index("sale_by_shift", "shift"),
    Index("sale_by_member", "member", "at", sqlite_where=text("member IS NOT NULL")),
    sqlite_with_rowid=False,
)

sale_line = _table(
    "sale_line",
    Column("sale", Text, ForeignKey("sale.id"), primary_key=True),
    _number("position", primary_key=True),
    _text("product"),
    Column("range", Text),
    _text("tax"),
    _number("quantity"),
    _number("unit_price"),
    _number("amount"),
    _number("discount"),
    sqlite_with_rowid=False,
)

payment = _table(
    "payment",
    Column("sale", Text, ForeignKey("sale.id"), primary_key=True),
    _number("position", primary_key=True),
    _text("id"),
    _text("kind"),
    _number("amount"),
    _number("handed_over"),
    Column("card", Text),
    _number("rounded", server_default=text("0")),
    Index("payment_by_card", "card", sqlite_where=text("card IS NOT NULL")),
    sqlite_with_rowid=False,
)

shift = _table(
    "shift",
    _text("id", primary_key=True),
    _text("day"),
    _text("opened_at"),
    _text("cashier"),
    _number("float_won"),
    _number("epoch", server_default=text("0")),
    _number("seq", server_default=text("0")),
    _number("drawer", server_default=text("1")),
    _number("own", server_default=text("0")),
    _number("closed", server_default=text("0")),
    Index("shift_open", "closed", sqlite_where=text("closed = 0")),
)

attempt = _table(
    "attempt",
    _text("id", primary_key=True),
    _text("sale"),
    _number("seq"),
    _text("tender"),
    _number("amount"),
    _number("instalments"),
    _text("outcome"),
    _bytes("approval"),
    Index("attempt_by_sale", "sale"),
)

benefit_use = _table(
    "benefit_use",
    Column("sale", Text, ForeignKey("sale.id"), primary_key=True),
    _text("benefit", primary_key=True),
    Column("member", Text),
    _number("amount", server_default=text("0")),
    Index("benefit_use_by_member", "member"),
    Index("benefit_use_by_benefit", "benefit"),
    sqlite_with_rowid=False,
)

entitlement = _table(
    "entitlement",
    Column("sale", Text, ForeignKey("sale.id"), primary_key=True),
    _text("id"),
    _text("member"),
    _text("ended"),
    _bytes("body"),
    Index("entitlement_by_member", "member"),
    sqlite_with_rowid=False,
)

movement = _table(
    "movement",
    _text("product", primary_key=True),
    _number("seq", primary_key=True),
    _number("epoch", primary_key=True),
    _number("change"),
    _text("reason"),
    sqlite_with_rowid=False,
)

delivery_order = _table(
    "delivery_order",
    _number("number", primary_key=True),
    Column("sale", Text, ForeignKey("sale.id"), nullable=False, unique=True),
    Column("member", Text),
    _text("state"),
    Column("cancelled_epoch", Integer),
    Column("cancelled_seq", Integer),
    Index("delivery_order_cancelled", "member", sqlite_where=text("state = 'cancelled'")),
    Index("delivery_order_stopped", "sale", sqlite_where=text("state = 'stopped'")),
)

returned_payment = _table(
    "returned_payment",
    _number("epoch", primary_key=True),
    _number("seq", primary_key=True),
    _number("position", primary_key=True),
    _text("sale"),
    _text("id"),
    _text("kind"),
    _number("amount"),
    _text("shift"),
    _number("rounded", server_default=text("0")),
    Index("returned_payment_by_shift", "shift"),
    sqlite_with_rowid=False,
)

VIEWS: Final = (
    sale,
    sale_line,
    payment,
    shift,
    attempt,
    benefit_use,
    entitlement,
    movement,
    delivery_order,
    returned_payment,
    *tables_of_returns.VIEWS,
    *tables_of_claims.VIEWS,
    *tables_of_bulletins.VIEWS,
    *tables_of_closing.VIEWS,
    *tables_of_tax.VIEWS,
    *tables_of_sums.VIEWS,
    *tables_of_people.VIEWS,
    *tables_of_epochs.VIEWS,
)

# --- work in hand ----------------------------------------------------------------------------------------------------

draft = _table(
    "draft",
    _text("id", primary_key=True),
    _text("held_at"),
    _bytes("body"),
)

job = _table(
    "job",
    _number("position", primary_key=True),
    _text("id", unique=True),
    _text("kind"),
    _text("subject"),
    _text("state"),
    _text("code"),
)

recipient = _table(
    "recipient",
    _text("id", primary_key=True),
    _text("sale"),
    _text("place"),
    _text("state"),
    _bytes("sealed"),
    Index("recipient_by_sale", "sale"),
    Index("recipient_by_place", "place"),
    Index("recipient_waiting", "sale", sqlite_where=text("state = 'waiting'")),
)

recipient_key = _table(
    "recipient_key",
    Column("id", Text, ForeignKey("recipient.id"), primary_key=True, nullable=False),
    _bytes("secret"),
)

# --- what the mall owns, as copies -----------------------------------------------------------------------------------

product = _table(
    "product",
    _number("place", primary_key=True),
    _text("code", unique=True),
    _text("name_key"),
    Column("favourite", Integer, index=True),
    _bytes("body"),
    Index("product_by_name", "name_key"),
)

barcode = _table(
    "barcode",
    _text("barcode", primary_key=True),
    _text("product"),
    Index("barcode_by_product", "product"),
    sqlite_with_rowid=False,
)

policy = _table(
    "policy",
    _text("version", primary_key=True),
    _text("effective_from"),
    _text("document"),
)

staff = _table("staff", _text("id", primary_key=True), _bytes("body"))

staff_change = _table(
    "staff_change",
    _number("epoch", primary_key=True),
    _number("seq", primary_key=True),
    _bytes("body"),
    sqlite_with_rowid=False,
)

member = _table(
    "member",
    _text("number", primary_key=True),
    _text("standing"),
    _bytes("sealed"),
)

person_key = _table(
    "person_key",
    _text("number", primary_key=True),
    _bytes("secret"),
    sqlite_with_rowid=False,
)

member_mark = _table(
    "member_mark",
    Column("mark", LargeBinary, primary_key=True, nullable=False),
    _text("number", primary_key=True),
    sqlite_with_rowid=False,
)

dossier = _table("dossier", _text("member", primary_key=True), _bytes("body"))

plan = _table("plan", _text("id", primary_key=True), _bytes("body"))

promotion = _table("promotion", _text("id", primary_key=True), _bytes("body"))

stock_level = _table(
    "stock_level",
    _text("product", primary_key=True),
    _number("units"),
    _text("at"),
    _number("seen"),
    sqlite_with_rowid=False,
)

put_aside = _table(
    "put_aside",
    _text("till", primary_key=True),
    _number("epoch", primary_key=True),
    _number("seq", primary_key=True),
    _text("reason"),
    _text("owner", server_default=text("'office'")),
    _number("amount", server_default=text("0")),
    sqlite_with_rowid=False,
)

# --- the till itself -------------------------------------------------------------------------------------------------

setting = _table("setting", _text("name", primary_key=True), _text("value"))

GRAMS: Final = (
    "CREATE VIRTUAL TABLE product_grams USING fts5(two, three, content='', contentless_delete=1, "
    'detail=full, tokenize="unicode61 remove_diacritics 0")'
)
TRIGGERS: Final = (
    "CREATE TRIGGER journal_is_never_edited BEFORE UPDATE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the past is never edited'); END",
    "CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the past is never deleted'); END",
    "CREATE TRIGGER journal_has_no_gap BEFORE INSERT ON journal "
    "WHEN NEW.seq <> 1 + coalesce((SELECT seq FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1), 0) "
    "OR NEW.epoch < (SELECT max(epoch) FROM journal) "
    "BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END",
    "CREATE TRIGGER sale_is_never_edited BEFORE UPDATE ON sale "
    "BEGIN SELECT RAISE(ABORT, 'a sale is never edited'); END",
    "CREATE TRIGGER sale_is_never_deleted BEFORE DELETE ON sale "
    "BEGIN SELECT RAISE(ABORT, 'a sale is never deleted'); END",
    "CREATE TRIGGER back_is_never_edited BEFORE UPDATE ON back "
    "BEGIN SELECT RAISE(ABORT, 'a return is never edited'); END",
    "CREATE TRIGGER back_is_never_deleted BEFORE DELETE ON back "
    "BEGIN SELECT RAISE(ABORT, 'a return is never deleted'); END",
    "CREATE TRIGGER report_is_never_edited BEFORE UPDATE ON report "
    "BEGIN SELECT RAISE(ABORT, 'a report is never edited'); END",
    "CREATE TRIGGER report_is_never_deleted BEFORE DELETE ON report "
    "BEGIN SELECT RAISE(ABORT, 'a report is never deleted'); END",
)
