"""Entries that the mall holds and somebody has to look at."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add what is new; what is there stays."""
    op.get_bind().exec_driver_sql(
        "CREATE TABLE put_aside ( till TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, "
        "reason TEXT NOT NULL, PRIMARY KEY (till, epoch, seq) ) WITHOUT ROWID"
    )
