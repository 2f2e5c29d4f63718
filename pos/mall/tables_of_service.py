"""The mall's tables about its own running: how far each journal is held, and when each till was last heard."""

from __future__ import annotations

import sqlalchemy as sa

from pos.mall.tables import metadata

_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

held = sa.Table(
    "held",
    metadata,
    sa.Column("boutique", sa.Text, primary_key=True),
    sa.Column("till", sa.Text, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("first", _Number, nullable=False),
    sa.Column("next", _Number, nullable=False),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Column("received_at", sa.Text, nullable=False),
)
"""The end of each journal, written with its entries: what waits to be read is found here without walking them."""

heard = sa.Table(
    "heard",
    metadata,
    sa.Column("boutique", sa.Text, primary_key=True),
    sa.Column("till", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
)
"""When a till last asked anything, to the minute: more would be a write for each question."""

feed_run = sa.Table(
    "feed_run",
    metadata,
    sa.Column("begun", _Number, primary_key=True, autoincrement=False),
    sa.Column("ended", _Number),
)
"""From which cursor to which the feed was given, each time the mall ran; the last run has no end yet."""
