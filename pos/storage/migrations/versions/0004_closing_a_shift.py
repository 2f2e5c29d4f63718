"""Z reports, and what goes in and out of the drawer; where in the journal each shift began."""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    "ALTER TABLE shift ADD COLUMN epoch INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE shift ADD COLUMN seq INTEGER DEFAULT 0 NOT NULL",
    "CREATE TABLE report ( shift TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, number INTEGER NOT NULL, "
    "day TEXT NOT NULL, net INTEGER NOT NULL, PRIMARY KEY (shift), UNIQUE (number) ) WITHOUT ROWID",
    "CREATE TABLE drawer_move ( epoch INTEGER NOT NULL, seq INTEGER NOT NULL, shift TEXT NOT NULL, kind TEXT NOT NULL, "
    "amount INTEGER NOT NULL, PRIMARY KEY (epoch, seq) ) WITHOUT ROWID",
    "CREATE INDEX drawer_move_by_shift ON drawer_move (shift)",
    "CREATE TRIGGER report_is_never_edited BEFORE UPDATE ON report BEGIN SELECT RAISE(ABORT, 'a report is never "
    "edited'); END",
    "CREATE TRIGGER report_is_never_deleted BEFORE DELETE ON report BEGIN SELECT RAISE(ABORT, 'a report is never "
    "deleted'); END",
)

# Where a shift began, the journal has said all along.
BEGINNINGS = (
    "UPDATE shift SET epoch = journal.epoch, seq = journal.seq FROM journal WHERE journal.kind = 'ShiftOpened' "
    "AND json_extract(CAST(journal.payload AS TEXT), '$.shift') = shift.id"
)


def upgrade() -> None:
    """Add what is new; what is there stays, with what the journal says of it."""
    for statement in (*STATEMENTS, BEGINNINGS):
        op.get_bind().exec_driver_sql(statement)
