"""Shifts of one cashier each, which drawer they use, and what was rounded of cash."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    "ALTER TABLE shift ADD COLUMN drawer INTEGER DEFAULT 1 NOT NULL",
    "ALTER TABLE shift ADD COLUMN own INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE shift ADD COLUMN closed INTEGER DEFAULT 0 NOT NULL",
    "UPDATE shift SET closed = 1 WHERE id IN (SELECT shift FROM report)",
    "CREATE INDEX shift_open ON shift (closed) WHERE closed = 0",
    "ALTER TABLE payment ADD COLUMN rounded INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE returned_payment ADD COLUMN rounded INTEGER DEFAULT 0 NOT NULL",
)


def upgrade() -> None:
    """Add what is new; what is there stays."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
