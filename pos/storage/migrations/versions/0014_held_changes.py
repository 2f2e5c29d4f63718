"""What the feed brings and a manager has to look at, and what changed on the shelf within the hours that count."""

from alembic import op

revision = "0014"
down_revision = "0013"

STATEMENTS = (
    "CREATE TABLE held_change ( kind TEXT NOT NULL, key TEXT NOT NULL, reasons TEXT NOT NULL, digest TEXT NOT NULL, "
    "arrived_at TEXT NOT NULL, cursor INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, key) ) WITHOUT ROWID",
    "CREATE TABLE range_change ( code TEXT NOT NULL, at TEXT NOT NULL, delivery INTEGER NOT NULL, "
    "before BLOB NOT NULL, PRIMARY KEY (code) ) WITHOUT ROWID",
)


def upgrade() -> None:
    """Add what is new; what is there stays."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
