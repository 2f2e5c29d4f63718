"""The till's own check: walks the journal, its chain and signatures, rebuilds every view and compares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from pos.domain.errors import Unavailable
from pos.domain.facts import EpochOpened, Fact, decode_fact, kind_of
from pos.domain.journal import START, Break, Entry, entry_hash
from pos.domain.signed import is_claimed
from pos.storage import tables
from pos.storage.engine import Database
from pos.storage.journal import entries
from pos.storage.outbox import next_expected
from pos.storage.recounting import Shifts
from pos.storage.signatures import is_signed
from pos.storage.views import project

_BATCH = 2_000
_NEXT_BATCH = "seq IN (SELECT seq FROM journal WHERE seq > ? ORDER BY seq LIMIT ?)"
_TRIGGERS = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
_NEVER_FOUND = {
    "journal.numbers": "SELECT 1 FROM (SELECT count(*) AS count, max(number) AS most, min(number) AS least FROM sale) "
    "WHERE count <> most OR least < 1",
    "journal.payments": "SELECT 1 FROM sale WHERE total <> "
    "(SELECT coalesce(sum(amount), 0) FROM payment WHERE payment.sale = sale.id)",
    "journal.refund_numbers": "SELECT 1 FROM (SELECT count(*) AS count, max(number) AS most, min(number) AS least "
    "FROM back) WHERE count <> most OR least < 1",
    "journal.refunds": "SELECT 1 FROM back WHERE refund < 0 OR refund <> amount - clawback + unpaid "
    "OR (refund > 0 AND unpaid > 0) "
    "OR refund <> (SELECT coalesce(sum(refund_part.amount), 0) FROM refund_part WHERE refund_part.back = back.id) "
    "UNION ALL SELECT 1 FROM refund_part WHERE paid_seq IS NOT NULL AND amount + interest <> "
    "(SELECT coalesce(sum(amount), 0) FROM returned_payment WHERE (epoch, seq) = (paid_epoch, paid_seq)) "
    "UNION ALL SELECT 1 WHERE (SELECT count(*) FROM journal WHERE kind = 'RefundPaid') <> "
    "(SELECT count(*) FROM refund_part WHERE paid_seq IS NOT NULL)",
    "journal.returns": "SELECT 1 FROM back JOIN sale ON sale.id = back.sale GROUP BY sale.id "
    "HAVING sum(back.amount) > sale.total OR sum(back.refund) > sale.total "
    "UNION ALL SELECT 1 FROM back JOIN sale ON sale.id = back.sale JOIN back_line ON back_line.back = back.id "
    "LEFT JOIN sale_line ON sale_line.sale = sale.id AND sale_line.position = back_line.position "
    "WHERE NOT replaced GROUP BY sale.id, back_line.position "
    "HAVING sum(back_line.quantity) > coalesce(sale_line.quantity, 0)",
    "journal.report_numbers": "SELECT 1 FROM (SELECT count(*) AS count, max(number) AS most, min(number) AS least "
    "FROM report) WHERE count <> most OR least < 1",
    "journal.draft": "SELECT 1 FROM draft JOIN sale ON sale.id = draft.id",
}
_DAMAGE = ("database.broken", "disk.failed")


class Verdict(msgspec.Struct, frozen=True):
    """What the check found. `broken` names the first entry that does not hold; `differing` the views that differ.

    `faults` are codes that have words: "journal.unguarded" where the triggers that guard the past are not as they were
    made, "journal.numbers" where receipt numbers have gaps, "journal.payments" where a sale's payments are not its
    total, "journal.draft" where a basket is open that was sold, "journal.refund_numbers" where refund numbers have
    gaps, "journal.refunds" where a refund is not its parts, not what came back less what was taken off it, or went
    out twice or as another amount, "journal.returns" where more of a sale came back than it had,
    "journal.report_numbers" where Z numbers have gaps, "journal.reports" where a Z report is not what its shift's
    entries come to. `broken_file`: parts of the file cannot be read.
    """

    entries: int
    sales: int
    head: str
    broken: Break | None = None
    differing: tuple[str, ...] = ()
    broken_file: bool = False
    faults: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        return self.broken is None and not (self.differing or self.broken_file or self.faults)


def verify(database: Database, *, till: str, public_key: bytes) -> Verdict:
    """Check the whole journal and every view. Read only; memory grows with the views, not with the journal.

    A damaged file is a finding. One that does not open at all raises what opening it raises.
    """
    rebuilt = create_engine("sqlite://", module=sqlcipher, poolclass=StaticPool)
    tables.metadata.create_all(rebuilt, tables=list(tables.VIEWS))
    walker = _Walker(till, public_key)
    differing, faults, is_whole = tuple[str, ...](), tuple[str, ...](), False
    try:
        with database.read() as connection, rebuilt.begin() as views:
            walker.walk_all(connection, views)
            faults = (*_faults(connection), *(() if walker.broken or walker.shifts.agree else ("journal.reports",)))
            differing = () if walker.broken else tuple(_differing(connection, views))
            is_whole = connection.exec_driver_sql("PRAGMA quick_check").scalars().all() == ["ok"]
    except Unavailable as error:
        if error.code not in _DAMAGE:
            raise
    finally:
        rebuilt.dispose()
    head = walker.previous.hex()
    return Verdict(walker.count, walker.sales, head, walker.broken, differing, not is_whole, faults)


class _Walker:
    """Goes along the chain once; mutable because it walks."""

    def __init__(self, till: str, public_key: bytes) -> None:
        self.till, self.public_key = till, public_key
        self.key = Ed25519PublicKey.from_public_bytes(public_key)
        self.previous, self.next, self.at, self.is_signed = START, 1, "", False
        self.epoch = 1
        self.count = self.sales = 0
        self.broken: Break | None = None
        self.shifts = Shifts()

    def walk_all(self, connection: Connection, views: Connection) -> None:
        """From the first entry to the newest, or to the first that does not hold."""
        while not self.broken and (batch := entries(connection, self.till, _NEXT_BATCH, (self.next - 1, _BATCH))):
            for entry in batch:
                self.broken = self.broken or self._walk(entry, views)
        held = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
        if not self.broken:
            self.broken = self._end(expected=max(held + 1, next_expected(connection), 2))

    def _end(self, *, expected: int) -> Break | None:
        """A chain cannot know its own end. But it begins, the mall knows how far it goes, and its end is signed."""
        if self.next != expected:
            return Break(self.next, "gap")
        return None if self.is_signed else Break(self.next - 1, "signature")

    def _walk(self, entry: Entry, views: Connection) -> Break | None:
        try:
            fault = self._fault(entry)
            if fault is None:
                fact = decode_fact(entry.payload)
                fault = self._fault_of(entry, fact)
                project(views, entry, fact)
                self.shifts.add(entry, fact)
        except (TypeError, ValueError, AttributeError, msgspec.DecodeError, DBAPIError):
            return Break(self.next, "payload")
        if fault is not None:
            return fault
        self.previous, self.next, self.at, self.epoch = entry.hash, entry.seq + 1, entry.at, entry.epoch
        self.is_signed = bool(entry.signature)
        self.count += 1
        self.sales += entry.kind == "SaleCompleted"
        return None

    def _fault(self, entry: Entry) -> Break | None:
        if entry.seq != self.next:
            return Break(self.next, "gap")
        if entry.previous != self.previous:
            return Break(entry.seq, "previous")
        if entry_hash(entry) != entry.hash:
            return Break(entry.seq, "hash")
        if entry.at < self.at:
            return Break(entry.seq, "time")
        if is_claimed(entry) and not is_signed(entry, self.key):
            return Break(entry.seq, "signature")
        return None

    def _fault_of(self, entry: Entry, fact: Fact) -> Break | None:
        """A fact of the kind it is filed under; the first of each epoch, and no other, opens it with the till's key."""
        if kind_of(fact) != entry.kind:
            return Break(entry.seq, "payload")
        is_first = entry.seq == 1 or entry.epoch > self.epoch
        if is_first != isinstance(fact, EpochOpened) or entry.epoch < self.epoch:
            return Break(entry.seq, "payload")
        if not isinstance(fact, EpochOpened):
            return None
        if fact.opens != entry.epoch or (fact.follows is None) != (entry.seq == 1):
            return Break(entry.seq, "payload")
        return None if fact.public_key == self.public_key.hex() else Break(entry.seq, "signature")


def _faults(connection: Connection) -> Iterator[str]:
    found = connection.exec_driver_sql(_TRIGGERS).scalars().all()
    if sorted(found) != sorted(tables.TRIGGERS):
        yield "journal.unguarded"
    for code, query in _NEVER_FOUND.items():
        if connection.exec_driver_sql(query).first() is not None:
            yield code


def _differing(stored: Connection, rebuilt: Connection) -> Iterable[str]:
    for table in tables.VIEWS:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        everything = f"SELECT {columns} FROM {table.name} ORDER BY {columns}"
        pairs = zip_longest(stored.exec_driver_sql(everything), rebuilt.exec_driver_sql(everything))
        if any(one is None or other is None or tuple(one) != tuple(other) for one, other in pairs):
            yield table.name
