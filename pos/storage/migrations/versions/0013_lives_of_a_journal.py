"""A journal goes on after an old copy was put back: its places are counted on over all of its lives."""

from alembic import op

revision = "0013"
down_revision = "0011"

STATEMENTS = (
    "CREATE TABLE epoch_line ( epoch INTEGER NOT NULL, opened INTEGER NOT NULL, after_epoch INTEGER NOT NULL, "
    "after_seq INTEGER NOT NULL, after_hash BLOB NOT NULL, PRIMARY KEY (epoch) ) WITHOUT ROWID",
    "ALTER TABLE put_aside ADD COLUMN owner TEXT DEFAULT 'office' NOT NULL",
    "DROP TRIGGER journal_has_no_gap",
    "CREATE TRIGGER journal_has_no_gap BEFORE INSERT ON journal "
    "WHEN NEW.seq <> 1 + coalesce((SELECT seq FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1), 0) "
    "OR NEW.epoch < (SELECT max(epoch) FROM journal) "
    "BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END",
)


def upgrade() -> None:
    """Add what is new; what is there stays."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
