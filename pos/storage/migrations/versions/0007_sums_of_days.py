"""Sums by day, kept in the transaction of each sale; Z reports kept as PDF.

What an older journal comes to is added up when all tables are as this program knows them: see `pos.storage.schema`.
"""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    "CREATE TABLE day_total ( day TEXT NOT NULL, sales INTEGER NOT NULL, discounts INTEGER NOT NULL, delivery_fees "
    "INTEGER NOT NULL, returns INTEGER NOT NULL, cancelled INTEGER NOT NULL, vat INTEGER NOT NULL, exempt INTEGER NOT"
    " NULL, sale_count INTEGER NOT NULL, return_count INTEGER NOT NULL, cancelled_count INTEGER NOT NULL, first_epoch"
    " INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_epoch INTEGER NOT NULL, last_seq INTEGER NOT NULL, PRIMARY "
    "KEY (day) ) WITHOUT ROWID",
    "CREATE TABLE day_sum ( day TEXT NOT NULL, dimension TEXT NOT NULL, name TEXT NOT NULL, amount INTEGER NOT NULL, "
    "count INTEGER NOT NULL, PRIMARY KEY (day, dimension, name) ) WITHOUT ROWID",
    "CREATE TABLE month_sum ( month TEXT NOT NULL, dimension TEXT NOT NULL, name TEXT NOT NULL, amount INTEGER NOT "
    "NULL, count INTEGER NOT NULL, PRIMARY KEY (month, dimension, name) ) WITHOUT ROWID",
    "CREATE TABLE oddity ( kind TEXT NOT NULL, day TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, who "
    "TEXT NOT NULL, PRIMARY KEY (kind, day, epoch, seq) ) WITHOUT ROWID",
    "CREATE TABLE kept_paper ( kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id) )",
)


def upgrade() -> None:
    """Add what is new; what is there stays."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
