"""The mall's tables about who is who: the authority that tills believe, and what was taken in for those shut out."""

from __future__ import annotations

import sqlalchemy as sa

from pos.mall.tables import metadata

_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

authority = sa.Table(
    "authority",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("certificate", sa.Text, nullable=False),
)
"""One row, where the chain has an authority of its own: its certificate (PEM), which is no secret."""

salvaged = sa.Table(
    "salvaged",
    metadata,
    sa.Column("boutique", sa.Text, primary_key=True),
    sa.Column("till", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("taken_in_by", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("first", _Number, nullable=False),
    sa.Column("last", _Number, nullable=False),
    sa.Column("new_entries", _Number, nullable=False),
    sa.Column("written_since", _Number, nullable=False),
    sa.Column("letters", _Number, nullable=False),
    sa.Column("letters_left", _Number, nullable=False),
)
"""Files with the entries of a till that could not send them: who took each in, when, and what was new in it.
`written_since` counts entries with a time after the till was shut out; `letters_left` what nobody would have."""
