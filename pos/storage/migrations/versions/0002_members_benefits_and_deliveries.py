"""Members, benefits, stock and deliveries: their views, the mall's copies, sealed addresses, blind indexes."""

import os

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    "ALTER TABLE sale ADD COLUMN member TEXT",
    "ALTER TABLE sale ADD COLUMN delivery_fee INTEGER DEFAULT 0 NOT NULL",
    "CREATE INDEX sale_by_member ON sale (member, at) WHERE member IS NOT NULL",
    "CREATE TABLE serial ( serial TEXT NOT NULL, sale TEXT NOT NULL, product TEXT NOT NULL, PRIMARY KEY "
    "(serial, sale), FOREIGN KEY(sale) REFERENCES sale (id) ) WITHOUT ROWID",
    "CREATE TABLE benefit_use ( sale TEXT NOT NULL, benefit TEXT NOT NULL, member TEXT, PRIMARY KEY (sale, "
    "benefit), FOREIGN KEY(sale) REFERENCES sale (id) ) WITHOUT ROWID",
    "CREATE INDEX benefit_use_by_member ON benefit_use (member)",
    "CREATE TABLE entitlement ( sale TEXT NOT NULL, id TEXT NOT NULL, member TEXT NOT NULL, ended TEXT NOT "
    "NULL, body BLOB NOT NULL, PRIMARY KEY (sale), FOREIGN KEY(sale) REFERENCES sale (id) ) WITHOUT ROWID",
    "CREATE INDEX entitlement_by_member ON entitlement (member)",
    "CREATE TABLE movement ( product TEXT NOT NULL, seq INTEGER NOT NULL, epoch INTEGER NOT NULL, change "
    "INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (product, seq, epoch) ) WITHOUT ROWID",
    "CREATE TABLE delivery_order ( number INTEGER NOT NULL, sale TEXT NOT NULL, member TEXT, state TEXT NOT "
    "NULL, cancelled_epoch INTEGER, cancelled_seq INTEGER, PRIMARY KEY (number), UNIQUE (sale), FOREIGN "
    "KEY(sale) REFERENCES sale (id) )",
    "CREATE INDEX delivery_order_cancelled ON delivery_order (member) WHERE state = 'cancelled'",
    "CREATE TABLE returned_payment ( epoch INTEGER NOT NULL, seq INTEGER NOT NULL, position INTEGER NOT NULL, "
    "sale TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL, shift TEXT NOT NULL, "
    "PRIMARY KEY (epoch, seq, position) ) WITHOUT ROWID",
    "CREATE INDEX returned_payment_by_shift ON returned_payment (shift)",
    "CREATE TABLE recipient ( id TEXT NOT NULL, sale TEXT NOT NULL, place TEXT NOT NULL, state TEXT NOT NULL, "
    "sealed BLOB NOT NULL, PRIMARY KEY (id) )",
    "CREATE INDEX recipient_by_place ON recipient (place)",
    "CREATE INDEX recipient_by_sale ON recipient (sale)",
    "CREATE INDEX recipient_waiting ON recipient (sale) WHERE state = 'waiting'",
    "CREATE TABLE recipient_key ( id TEXT NOT NULL, secret BLOB NOT NULL, PRIMARY KEY (id), FOREIGN KEY(id) "
    "REFERENCES recipient (id) )",
    "CREATE TABLE member_mark ( mark BLOB NOT NULL, number TEXT NOT NULL, PRIMARY KEY (mark, number) ) WITHOUT ROWID",
    "CREATE INDEX member_mark_by_number ON member_mark (number)",
    "CREATE TABLE dossier ( member TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (member) )",
    "CREATE TABLE plan ( id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id) )",
    "CREATE TABLE promotion ( id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id) )",
    "CREATE TABLE stock_level ( product TEXT NOT NULL, units INTEGER NOT NULL, at TEXT NOT NULL, seen INTEGER "
    "NOT NULL, PRIMARY KEY (product) ) WITHOUT ROWID",
)

# Until now every sale was taken along at once: its units left this shop's stock.
MOVED = (
    "INSERT INTO movement (product, seq, epoch, change, reason) "
    "SELECT sale_line.product, sale.seq, sale.epoch, -sum(sale_line.quantity), 'sale' "
    "FROM sale_line JOIN sale ON sale.id = sale_line.sale GROUP BY sale.id, sale_line.product"
)
SECRET = "INSERT INTO setting (name, value) VALUES ('blind_secret', ?)"


def upgrade() -> None:
    """Add what is new; what is there stays. Nothing that was sold before used a benefit, or was delivered."""
    connection = op.get_bind()
    for statement in (*STATEMENTS, MOVED):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(SECRET, (os.urandom(32).hex(),))
