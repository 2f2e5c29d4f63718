"""Cash receipts, what became of them, and the sealed numbers they are issued to."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    "CREATE TABLE cash_receipt ( id TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, sale TEXT NOT NULL, "
    "back TEXT NOT NULL, use TEXT NOT NULL, masked TEXT NOT NULL, number TEXT NOT NULL, amount INTEGER NOT NULL, "
    "vat INTEGER NOT NULL, at TEXT NOT NULL, due TEXT NOT NULL, cancels TEXT, cancels_approval TEXT, cancels_on TEXT, "
    "cancels_reason INTEGER, state TEXT NOT NULL, attempt TEXT NOT NULL, reason TEXT NOT NULL, approval_number TEXT "
    "NOT NULL, issued_at TEXT NOT NULL, PRIMARY KEY (id) ) WITHOUT ROWID",
    "CREATE INDEX cash_receipt_by_number ON cash_receipt (number) WHERE number <> ''",
    "CREATE INDEX cash_receipt_by_sale ON cash_receipt (sale)",
    "CREATE INDEX cash_receipt_open ON cash_receipt (epoch, seq) WHERE state <> 'issued'",
    "CREATE TABLE receipt_number ( id TEXT NOT NULL, sale TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (id) )",
    "CREATE INDEX receipt_number_by_sale ON receipt_number (sale)",
    "CREATE TABLE receipt_number_key ( id TEXT NOT NULL, secret BLOB NOT NULL, PRIMARY KEY (id), FOREIGN KEY(id) "
    "REFERENCES receipt_number (id) )",
)


def upgrade() -> None:
    """Add what is new; what is there stays."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
