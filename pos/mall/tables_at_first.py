"""The mall's tables as they were before there were migrations; the first of them makes what of it is lacking.

It never changes. What the mall has now stands in `tables.py` and beside it.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _place() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("boutique", sa.Text, primary_key=True), sa.Column("till", sa.Text, primary_key=True)


chain = sa.Table(
    "chain",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("signing_key", sa.LargeBinary, nullable=False),
    sa.Column("pepper", sa.LargeBinary, nullable=False),
    sa.Column("cursor", _Number, nullable=False),
)
"""One row: the mall's key, the pepper of its PINs, and the cursor of the newest change."""

staff_taken = sa.Table(
    "staff_taken",
    metadata,
    *_place(),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", _Number, primary_key=True, autoincrement=False),
    sa.Column("staff", sa.Text, nullable=False, index=True),
)
"""The entries whose change of a person was taken in."""

invitation = sa.Table(
    "invitation",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("boutique", sa.Text, nullable=False),
    sa.Column("till", sa.Text, nullable=False),
    sa.Column("until", sa.Text, nullable=False),
    sa.Column("public_key", sa.LargeBinary),
)
"""One-time codes, as their digests; `public_key` is the till's that used it."""

till = sa.Table(
    "till",
    metadata,
    *_place(),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("enrolled_at", sa.Text, nullable=False),
    sa.Column("revoked_at", sa.Text),
)

entry = sa.Table(
    "entry",
    metadata,
    *_place(),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", _Number, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("previous", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("received_at", sa.Text, nullable=False),
)
"""The journals, as the tills wrote them."""

alarm = sa.Table(
    "alarm",
    metadata,
    *_place(),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", _Number, primary_key=True, autoincrement=False),
    sa.Column("how", sa.Text, primary_key=True),
    sa.Column("first_at", sa.Text, nullable=False),
    sa.Column("last_at", sa.Text, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
)
"""Where a journal that was sent does not follow from what is held."""

projected = sa.Table(
    "projected",
    metadata,
    *_place(),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("next", _Number, nullable=False),
)
"""How far a till's entries have been read into the tables below."""

review = sa.Table(
    "review",
    metadata,
    *_place(),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", _Number, primary_key=True, autoincrement=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""Entries that are held and could not be read into anything: somebody has to look."""

sale = sa.Table(
    "sale",
    metadata,
    *_place(),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("seq", _Number, nullable=False),
    sa.Column("number", _Number, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("cashier", sa.Text, nullable=False),
    sa.Column("member", sa.Text),
    sa.Column("goods", _Number, nullable=False),
    sa.Column("discount", _Number, nullable=False),
    sa.Column("total", _Number, nullable=False),
    sa.Column("taxable", _Number, nullable=False),
    sa.Column("exempt", _Number, nullable=False),
    sa.Column("vat", _Number, nullable=False),
    sa.Index("sale_day", "boutique", "till", "day"),
    sa.Index("sale_number", "boutique", "till", "number"),
)

back = sa.Table(
    "back",
    metadata,
    *_place(),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("seq", _Number, nullable=False),
    sa.Column("number", _Number, nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("day", "at", "cashier")),
    sa.Column("member", sa.Text),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("sale", "sold_boutique", "sold_till")),
    sa.Column("amount", _Number, nullable=False),
    sa.Column("refund", _Number, nullable=False),
    sa.Column("is_counted", sa.Boolean, nullable=False),
    sa.Index("back_sale", "sold_boutique", "sold_till", "sale"),
)
"""What came back, of which sale; all of it stands in its entry. `is_counted` once its sale was here to compare."""

paid_out = sa.Table(
    "paid_out",
    metadata,
    *_place(),
    sa.Column("back", sa.Text, primary_key=True),
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
)
"""The parts of refunds that reached the customer, by the return of that till they belong to."""

cash_receipt = sa.Table(
    "cash_receipt",
    metadata,
    *_place(),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("seq", _Number, nullable=False),
    *(
        sa.Column(name, sa.Text, nullable=False)
        for name in ("sale", "state", "attempt", "approval_number", "issued_at")
    ),
    sa.Column("document", sa.LargeBinary, nullable=False),
    sa.Index("cash_receipt_sale", "sale"),
)
"""What tills tell the tax office, as far as they got; `document` is the receipt, which knows its customer masked."""

machine = sa.Table(
    "machine",
    metadata,
    sa.Column("serial", sa.Text, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("boutique", "sale")),
    sa.Column("document", sa.LargeBinary, nullable=False),
    sa.Index("machine_sale", "boutique", "sale"),
)
"""Machines by their serial number, as they stand, and the sale they went out with last."""

change = sa.Table(
    "change",
    metadata,
    sa.Column("cursor", _Number, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("boutique", sa.Text, nullable=False),
    sa.Column("document", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("kind", "key", "boutique"),
)
"""The feed: the newest version of everything, in the order in which it changed. A `boutique` of "" means all."""

member = sa.Table(
    "member",
    metadata,
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("mobile", sa.Text, nullable=False, index=True),
    sa.Column("last_four", sa.Text, nullable=False, index=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
)
"""The members of the whole chain, each once, and where the mall finds them. Of who has left only the number is kept."""

member_alias = sa.Table(
    "member_alias",
    metadata,
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("into", sa.Text, nullable=False, index=True),
    sa.Column("merged_at", sa.Text, nullable=False),
)
"""Numbers that are somebody else's as well: the member is kept under `into`, which is no alias itself."""

person = sa.Table(
    "person",
    metadata,
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
    sa.Column("stamps", sa.LargeBinary, nullable=False),
)
"""Personal. What was told under each number of who has two or was told of by a till, with which entry made each field
so; a member is put together from it. Nothing is left of who is gone."""

person_entry = sa.Table(
    "person_entry",
    metadata,
    *_place(),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", _Number, primary_key=True, autoincrement=False),
    sa.Column("member", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False, index=True),
    sa.Column("at", sa.Text, nullable=False),
)
"""Where the entries about each number stand: consents, standing, requests are read from them."""

mark = sa.Table(
    "mark",
    metadata,
    sa.Column("member", sa.Text, primary_key=True),
    sa.Column("mark", sa.Text, primary_key=True),
)

entitlement = sa.Table(
    "entitlement",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("member", sa.Text, nullable=False, index=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
)

benefit_use = sa.Table(
    "benefit_use",
    metadata,
    sa.Column("benefit", sa.Text, primary_key=True),
    sa.Column("sale", sa.Text, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("boutique", "till")),
    sa.Column("member", sa.Text, index=True),
    sa.Column("place", _Number, nullable=False),
    sa.Column("amount", _Number, nullable=False, server_default="0"),
    sa.Index("benefit_use_sale", "sale"),
)
"""Which sales used which benefits, each once; `place` numbers the uses of a benefit as the mall heard of them.

`amount` is what a use took off, less what went back with goods.
"""

voucher = sa.Table(
    "voucher",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
)
"""Payback vouchers as they were issued; whose they are and which sales used them is read from `benefit_use`."""

easy_order = sa.Table(
    "easy_order",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("member", sa.Text, nullable=False, index=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
)

stock = sa.Table(
    "stock",
    metadata,
    sa.Column("boutique", sa.Text, primary_key=True),
    sa.Column("product", sa.Text, primary_key=True),
    sa.Column("units", _Number, nullable=False),
    sa.Column("document", sa.LargeBinary, nullable=False),
)
"""What each shop has of what the mall keeps stock of. `document` is the level as tills hear it, with `seen`."""

delivery_order = sa.Table(
    "delivery_order",
    metadata,
    sa.Column("sale", sa.Text, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("boutique", "till", "state", "leaves", "latest")),
)

recipient = sa.Table(
    "recipient",
    metadata,
    *_place(),
    sa.Column("sale", sa.Text, primary_key=True),
    sa.Column("document", sa.LargeBinary, nullable=False),
)
"""Where orders go. Personal, and therefore apart from everything else."""
