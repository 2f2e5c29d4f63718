"""Benefits that were claimed, what the mall said of them, and how much money an entry that was put aside is about."""

from alembic import op

revision = "0016"
down_revision = "0015"

STATEMENTS = (
    "CREATE TABLE benefit_claim ( sale TEXT NOT NULL, benefit TEXT NOT NULL, amount INTEGER NOT NULL, "
    "at TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, back TEXT, PRIMARY KEY (sale, benefit), "
    "FOREIGN KEY(sale) REFERENCES sale (id) ) WITHOUT ROWID",
    "CREATE INDEX benefit_claim_open ON benefit_claim (at) WHERE state = 'open'",
    "CREATE INDEX benefit_claim_by_back ON benefit_claim (back) WHERE back IS NOT NULL",
    "CREATE TABLE claim_told ( sale TEXT NOT NULL, benefit TEXT NOT NULL, amount INTEGER NOT NULL, "
    "reason TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (sale, benefit) ) WITHOUT ROWID",
    "ALTER TABLE put_aside ADD COLUMN amount INTEGER DEFAULT 0 NOT NULL",
)


def upgrade() -> None:
    """Add what is new; what is there stays."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
