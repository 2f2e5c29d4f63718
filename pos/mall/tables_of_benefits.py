"""The mall's tables of benefits that are kept for open baskets, and of those that sales claim."""

from __future__ import annotations

import sqlalchemy as sa

from pos.mall.tables import metadata

_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

reservation = sa.Table(
    "reservation",
    metadata,
    sa.Column("benefit", sa.Text, primary_key=True),
    sa.Column("nth", sa.Integer, primary_key=True, autoincrement=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("sale", "boutique", "till", "member")),
    sa.Column("until", sa.Text, nullable=False, index=True),
    sa.UniqueConstraint("sale", "benefit"),
)
"""Uses of benefits that are kept for baskets that are not paid yet: each use once, and for a basket each benefit once.

`nth` counts a benefit's uses from 0. After `until` a use is kept for nobody.
"""

claim = sa.Table(
    "claim",
    metadata,
    sa.Column("sale", sa.Text, primary_key=True),
    sa.Column("benefit", sa.Text, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("boutique", "till")),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("seq", _Number, nullable=False),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("member", "at")),
    sa.Column("asked", _Number, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("due", sa.Text, nullable=False),
    sa.Column("amount", _Number, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("settled_at", sa.Text, nullable=False),
    sa.Index("claim_benefit", "benefit"),
)
"""What sales claim that was not given, and what became of it.

`asked` is what the till would have given. A claim that waits is looked at again at `due`.
"""
