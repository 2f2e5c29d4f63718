"""What is known of people beside their fields; marks are in order of the number, by what is typed of a text.

The marks are made anew when all tables are as this program knows them: see `pos.storage.schema`.
"""

from alembic import op

revision = "0009"
down_revision = "0008"

STATEMENTS = (
    "CREATE TABLE subject_request ( id TEXT NOT NULL, member TEXT NOT NULL, kind TEXT NOT NULL, shown TEXT NOT NULL, "
    "made_on TEXT NOT NULL, due TEXT NOT NULL, fields TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (id) ) "
    "WITHOUT ROWID",
    "CREATE INDEX subject_request_by_member ON subject_request (member)",
    "CREATE INDEX subject_request_open ON subject_request (due) WHERE outcome = ''",
    "CREATE TABLE suspension ( member TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, lifted INTEGER NOT "
    "NULL, reason INTEGER NOT NULL, note TEXT NOT NULL, since TEXT NOT NULL, cure_until TEXT NOT NULL, explain_until "
    "TEXT, takes_effect TEXT, PRIMARY KEY (member) ) WITHOUT ROWID",
    "CREATE TABLE opening ( at TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, who TEXT NOT NULL, member "
    "TEXT NOT NULL, what TEXT NOT NULL, purpose TEXT NOT NULL, refused INTEGER NOT NULL, PRIMARY KEY (at, epoch, seq) "
    ") WITHOUT ROWID",
    "CREATE INDEX opening_by_member ON opening (member, at)",
    "CREATE INDEX opening_by_who ON opening (who, at)",
    "CREATE TABLE gone ( member TEXT NOT NULL, at TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (member) ) WITHOUT "
    "ROWID",
    "CREATE TABLE member_waiting ( number TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY "
    "(number) ) WITHOUT ROWID",
    "CREATE TABLE member_alias ( number TEXT NOT NULL, into_number TEXT NOT NULL, PRIMARY KEY (number) ) WITHOUT ROWID",
    "CREATE INDEX member_alias_by_into ON member_alias (into_number)",
    "DROP TABLE member_mark",
    "CREATE TABLE member_mark ( mark BLOB NOT NULL, number TEXT NOT NULL, PRIMARY KEY (mark, number) ) WITHOUT ROWID",
)


def upgrade() -> None:
    """Add what is new; what is there stays."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
