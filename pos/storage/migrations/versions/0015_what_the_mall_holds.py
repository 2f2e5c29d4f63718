"""What the mall holds of each day, as it said when it was asked: nothing of it is known of days before."""

from alembic import op

revision = "0015"
down_revision = "0014"

STATEMENTS = (
    "CREATE TABLE agreement ( day TEXT NOT NULL, at TEXT NOT NULL, seq INTEGER NOT NULL, verdict TEXT NOT NULL, "
    "body BLOB NOT NULL, PRIMARY KEY (day) ) WITHOUT ROWID",
    "CREATE INDEX agreement_open ON agreement (day) WHERE verdict <> 'equal'",
)


def upgrade() -> None:
    """Add what is new."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
