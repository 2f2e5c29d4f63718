"""The first till: journal, views, work in hand, copies of what the mall owns."""

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    "CREATE TABLE attempt ( id TEXT NOT NULL, sale TEXT NOT NULL, seq INTEGER NOT NULL, tender TEXT NOT NULL, "
    "amount INTEGER NOT NULL, instalments INTEGER NOT NULL, outcome TEXT NOT NULL, approval BLOB NOT NULL, "
    "PRIMARY KEY (id) )",
    "CREATE INDEX attempt_by_sale ON attempt (sale)",
    "CREATE TABLE barcode ( barcode TEXT NOT NULL, product TEXT NOT NULL, PRIMARY KEY (barcode) ) WITHOUT ROWID",
    "CREATE INDEX barcode_by_product ON barcode (product)",
    "CREATE TABLE draft ( id TEXT NOT NULL, held_at TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id) )",
    "CREATE TABLE job ( position INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT "
    "NULL, state TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (position), UNIQUE (id) )",
    "CREATE TABLE journal ( epoch INTEGER NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, day TEXT NOT NULL,"
    " who TEXT NOT NULL, kind TEXT NOT NULL, payload BLOB NOT NULL, previous BLOB NOT NULL, hash BLOB NOT "
    "NULL, signature BLOB NOT NULL, PRIMARY KEY (epoch, seq) ) WITHOUT ROWID",
    "CREATE TABLE member ( number TEXT NOT NULL, standing TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (number) )",
    "CREATE TABLE person_key ( number TEXT NOT NULL, secret BLOB NOT NULL, PRIMARY KEY (number) )",
    "CREATE TABLE pin_failure ( staff TEXT NOT NULL, failures INTEGER NOT NULL, locked_until TEXT NOT NULL, "
    "last_at TEXT NOT NULL, PRIMARY KEY (staff) )",
    "CREATE TABLE policy ( version TEXT NOT NULL, effective_from TEXT NOT NULL, document TEXT NOT NULL, "
    "PRIMARY KEY (version) )",
    "CREATE TABLE product ( place INTEGER NOT NULL, code TEXT NOT NULL, name_key TEXT NOT NULL, favourite "
    "INTEGER, body BLOB NOT NULL, PRIMARY KEY (place), UNIQUE (code) )",
    "CREATE INDEX ix_product_favourite ON product (favourite)",
    "CREATE INDEX product_by_name ON product (name_key)",
    "CREATE TABLE sale ( id TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, number INTEGER NOT "
    "NULL, day TEXT NOT NULL, at TEXT NOT NULL, cashier TEXT NOT NULL, shift TEXT NOT NULL, terms TEXT NOT "
    "NULL, goods INTEGER NOT NULL, discount INTEGER NOT NULL, total INTEGER NOT NULL, taxable INTEGER NOT "
    "NULL, exempt INTEGER NOT NULL, vat INTEGER NOT NULL, PRIMARY KEY (id), UNIQUE (number) ) WITHOUT ROWID",
    "CREATE INDEX sale_by_shift ON sale (shift)",
    "CREATE TABLE setting ( name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name) )",
    "CREATE TABLE shift ( id TEXT NOT NULL, day TEXT NOT NULL, opened_at TEXT NOT NULL, cashier TEXT NOT NULL,"
    " float_won INTEGER NOT NULL, PRIMARY KEY (id) )",
    "CREATE TABLE staff ( id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id) )",
    "CREATE TABLE payment ( sale TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT "
    "NULL, amount INTEGER NOT NULL, handed_over INTEGER NOT NULL, PRIMARY KEY (sale, position), FOREIGN "
    "KEY(sale) REFERENCES sale (id) ) WITHOUT ROWID",
    "CREATE TABLE sale_line ( sale TEXT NOT NULL, position INTEGER NOT NULL, product TEXT NOT NULL, range "
    "TEXT, tax TEXT NOT NULL, quantity INTEGER NOT NULL, unit_price INTEGER NOT NULL, amount INTEGER NOT NULL,"
    " discount INTEGER NOT NULL, PRIMARY KEY (sale, position), FOREIGN KEY(sale) REFERENCES sale (id) ) "
    "WITHOUT ROWID",
    "CREATE VIRTUAL TABLE product_grams USING fts5(two, three, content='', contentless_delete=1, detail=full, "
    'tokenize="unicode61 remove_diacritics 0")',
    "CREATE TRIGGER journal_is_never_edited BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the past is "
    "never edited'); END",
    "CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the past is "
    "never deleted'); END",
    "CREATE TRIGGER journal_has_no_gap BEFORE INSERT ON journal WHEN NEW.seq <> 1 + (SELECT coalesce(max(seq),"
    " 0) FROM journal WHERE epoch = NEW.epoch) BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END",
    "CREATE TRIGGER sale_is_never_edited BEFORE UPDATE ON sale BEGIN SELECT RAISE(ABORT, 'a sale is never "
    "edited'); END",
    "CREATE TRIGGER sale_is_never_deleted BEFORE DELETE ON sale BEGIN SELECT RAISE(ABORT, 'a sale is never "
    "deleted'); END",
)


def upgrade() -> None:
    """Make every table, index and trigger."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
