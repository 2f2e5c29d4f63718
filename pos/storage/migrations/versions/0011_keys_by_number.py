"""The key of a person lies where its number is looked up: ten members read as somebody types are ten pages fewer."""

from alembic import op

revision = "0011"
down_revision = "0010"

STATEMENTS = (
    "CREATE TABLE person_key_by_number ( number TEXT NOT NULL, secret BLOB NOT NULL, PRIMARY KEY (number) ) "
    "WITHOUT ROWID",
    "INSERT INTO person_key_by_number (number, secret) SELECT number, secret FROM person_key ORDER BY number",
    "DROP TABLE person_key",
    "ALTER TABLE person_key_by_number RENAME TO person_key",
)


def upgrade() -> None:
    """Put each where it belongs."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
