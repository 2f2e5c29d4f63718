"""What changed of the people who work here and the mall was not told of; wrong PINs are counted in `setting`."""

from alembic import op

revision = "0010"
down_revision = "0009"

STATEMENTS = (
    "CREATE TABLE staff_change ( epoch INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY "
    "(epoch, seq) ) WITHOUT ROWID",
    "DROP TABLE pin_failure",
)


def upgrade() -> None:
    """Add what is new. Locks of an older program last no longer than its own start."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
