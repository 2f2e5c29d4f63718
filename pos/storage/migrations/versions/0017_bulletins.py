"""What the chain's office tells, and who read it: nothing of either is known of before."""

from alembic import op

revision = "0017"
down_revision = "0016"

STATEMENTS = (
    "CREATE TABLE bulletin ( id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id) )",
    "CREATE TABLE bulletin_read ( bulletin TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, "
    "PRIMARY KEY (bulletin, who) ) WITHOUT ROWID",
)


def upgrade() -> None:
    """Add what is new."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
