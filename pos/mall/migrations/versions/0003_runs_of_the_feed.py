"""Which cursors of the feed were ever given."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Which cursors of the feed were ever given."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "feed_run",
        sa.Column("begun", number, autoincrement=False, nullable=False),
        sa.Column("ended", number, nullable=True),
        sa.PrimaryKeyConstraint("begun"),
    )
