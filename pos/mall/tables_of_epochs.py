"""The epochs of tills' journals after their first, who let them begin, and what was settled of what was put aside."""

from __future__ import annotations

import sqlalchemy as sa

from pos.mall.tables import metadata

_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _till() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("boutique", sa.Text, primary_key=True), sa.Column("till", sa.Text, primary_key=True)


epoch = sa.Table(
    "epoch",
    metadata,
    *_till(),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("after_epoch", sa.Integer, nullable=False),
    sa.Column("after_seq", _Number, nullable=False),
    sa.Column("written", sa.Integer, nullable=False),
    sa.Column("opened", _Number),
    sa.Column("begun_at", sa.Text, nullable=False),
)
"""Epochs that go on from a place of an earlier one. Before `opened`, where their own first entry stands, are entries
that the till wrote in the epoch `written` and that stand beside what the mall had there."""

epoch_permit = sa.Table(
    "epoch_permit",
    metadata,
    *_till(),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""What the office allowed: that a till's next epoch leaves what is held at an earlier place."""

review_settled = sa.Table(
    "review_settled",
    metadata,
    *_till(),
    sa.Column("epoch", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", _Number, primary_key=True, autoincrement=False),
    sa.Column("reason", sa.Text, primary_key=True),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""What somebody looked at of what was put aside, who, and what they found: it is not put aside for that again."""
