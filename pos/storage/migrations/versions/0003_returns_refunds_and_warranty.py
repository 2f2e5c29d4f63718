"""Returns, refunds, claims, machines, holidays: their views; sealed photographs; cards by their last four digits."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    "ALTER TABLE payment ADD COLUMN card TEXT",
    "CREATE INDEX payment_by_card ON payment (card) WHERE card IS NOT NULL",
    "ALTER TABLE benefit_use ADD COLUMN amount INTEGER DEFAULT 0 NOT NULL",
    "CREATE INDEX benefit_use_by_benefit ON benefit_use (benefit)",
    "CREATE INDEX delivery_order_stopped ON delivery_order (sale) WHERE state = 'stopped'",
    "CREATE TABLE back ( id TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, number INTEGER NOT NULL, "
    "day TEXT NOT NULL, at TEXT NOT NULL, cashier TEXT NOT NULL, shift TEXT NOT NULL, sale TEXT NOT NULL, original "
    "TEXT NOT NULL, member TEXT, amount INTEGER NOT NULL, vat INTEGER NOT NULL, clawback INTEGER NOT NULL, refund "
    "INTEGER NOT NULL, unpaid INTEGER NOT NULL, claim TEXT, PRIMARY KEY (id), UNIQUE (number) ) WITHOUT ROWID",
    "CREATE INDEX back_by_cashier ON back (cashier, at)",
    "CREATE INDEX back_by_sale ON back (sale)",
    "CREATE INDEX back_by_member ON back (member, at) WHERE member IS NOT NULL",
    "CREATE TABLE back_line ( back TEXT NOT NULL, place INTEGER NOT NULL, position INTEGER NOT NULL, product TEXT NOT "
    "NULL, quantity INTEGER NOT NULL, condition TEXT NOT NULL, reason TEXT NOT NULL, replaced INTEGER NOT NULL, "
    "amount INTEGER NOT NULL, PRIMARY KEY (back, place), FOREIGN KEY(back) REFERENCES back (id) ) WITHOUT ROWID",
    "CREATE TABLE refund_part ( back TEXT NOT NULL, place INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, "
    "amount INTEGER NOT NULL, how TEXT NOT NULL, interest INTEGER NOT NULL, paid_epoch INTEGER, paid_seq INTEGER, "
    "PRIMARY KEY (back, place), FOREIGN KEY(back) REFERENCES back (id) ) WITHOUT ROWID",
    "CREATE INDEX refund_part_owed ON refund_part (back) WHERE how = ''",
    "CREATE TABLE refund_attempt ( id TEXT NOT NULL, back TEXT NOT NULL, seq INTEGER NOT NULL, part BLOB NOT NULL, "
    "amount INTEGER NOT NULL, recharge TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (id) )",
    "CREATE INDEX refund_attempt_by_back ON refund_attempt (back)",
    "CREATE TABLE claim ( id TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, sale TEXT NOT NULL, at TEXT "
    "NOT NULL, settled_by TEXT, settled_at TEXT, PRIMARY KEY (id) ) WITHOUT ROWID",
    "CREATE INDEX claim_open ON claim (seq) WHERE settled_by IS NULL",
    "CREATE TABLE machine ( serial TEXT NOT NULL, state TEXT NOT NULL, product TEXT NOT NULL, sold_on TEXT NOT NULL, "
    "months INTEGER NOT NULL, sale TEXT NOT NULL, member TEXT, registered_by TEXT, registered_on TEXT, PRIMARY KEY "
    "(serial) ) WITHOUT ROWID",
    "CREATE INDEX machine_by_sale ON machine (sale)",
    "CREATE TABLE entitlement_change ( id TEXT NOT NULL, member TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (id) ) "
    "WITHOUT ROWID",
    "CREATE INDEX entitlement_change_by_member ON entitlement_change (member)",
    "CREATE TABLE holiday ( day TEXT NOT NULL, PRIMARY KEY (day) ) WITHOUT ROWID",
    "CREATE TABLE photograph ( id TEXT NOT NULL, claim TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (id) )",
    "CREATE INDEX photograph_by_claim ON photograph (claim)",
    "CREATE TABLE photograph_key ( id TEXT NOT NULL, secret BLOB NOT NULL, PRIMARY KEY (id), FOREIGN KEY(id) "
    "REFERENCES photograph (id) )",
    "CREATE TABLE till_key ( boutique TEXT NOT NULL, till TEXT NOT NULL, public_key BLOB NOT NULL, PRIMARY KEY "
    "(boutique, till) ) WITHOUT ROWID",
    "CREATE TRIGGER back_is_never_edited BEFORE UPDATE ON back BEGIN SELECT RAISE(ABORT, 'a return is never "
    "edited'); END",
    "CREATE TRIGGER back_is_never_deleted BEFORE DELETE ON back BEGIN SELECT RAISE(ABORT, 'a return is never "
    "deleted'); END",
)

# What the views now say, the journal has said all along.
CARDS = (
    "UPDATE payment SET card = found.card FROM (SELECT sale.id AS sale, each.key + 1 AS position, "
    "substr(json_extract(each.value, '$.approval.masked_number'), -4) AS card "
    "FROM sale JOIN journal USING (epoch, seq), json_each(CAST(journal.payload AS TEXT), '$.sale.payments') AS each) "
    "AS found WHERE payment.sale = found.sale AND payment.position = found.position "
    "AND found.card GLOB '[0-9][0-9][0-9][0-9]'"
)
AMOUNTS = (
    "UPDATE benefit_use SET amount = found.amount FROM (SELECT sale.id AS sale, "
    "json_extract(off.value, '$.cause.benefit') AS benefit, sum(json_extract(off.value, '$.amount')) AS amount "
    "FROM sale JOIN journal USING (epoch, seq), json_each(CAST(journal.payload AS TEXT), '$.sale.lines') AS line, "
    "json_each(line.value, '$.discounts') AS off WHERE sale.id IN (SELECT sale FROM benefit_use) "
    "GROUP BY sale.id, benefit) AS found "
    "WHERE benefit_use.sale = found.sale AND benefit_use.benefit = found.benefit"
)
# A row of `serial` is a machine that is out; the newest sale of one counts. Its warranty was not written down then.
MACHINES = (
    "INSERT OR REPLACE INTO machine (serial, state, product, sold_on, months, sale, member) "
    "SELECT serial.serial, 'out', serial.product, "
    "substr(json_extract(CAST(journal.payload AS TEXT), '$.sale.at'), 1, 10), 0, sale.id, sale.member "
    "FROM serial JOIN sale ON sale.id = serial.sale JOIN journal USING (epoch, seq) ORDER BY sale.number"
)
# Older programs read past what they did not know: the keys of the chain's tills may have come already.
FEED_ANEW = "DELETE FROM setting WHERE name = 'cursor'"


def upgrade() -> None:
    """Add what is new; what is there stays, with what the journal says of it."""
    for statement in (*STATEMENTS, CARDS, AMOUNTS, MACHINES, "DROP TABLE serial", FEED_ANEW):
        op.get_bind().exec_driver_sql(statement)
