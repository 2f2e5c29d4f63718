"""What the chain's office decides about claims of deliveries: nothing of it is known of before."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add what is new."""
    op.get_bind().exec_driver_sql(
        "CREATE TABLE claim_decided ( claim TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, "
        "at TEXT NOT NULL, PRIMARY KEY (claim) ) WITHOUT ROWID"
    )
