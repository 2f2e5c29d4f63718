"""The mall's table of claims about deliveries, and of what the office decided about them."""

from __future__ import annotations

import sqlalchemy as sa

from pos.mall.tables import metadata

delivery_claim = sa.Table(
    "delivery_claim",
    metadata,
    sa.Column("boutique", sa.Text, primary_key=True),
    sa.Column("till", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
"""`state` is "open", "accepted", "refused", or "over" once a return settled it or the till closed it."""
