"""Appending to the journal: the next sequence number, the chain, the signature, a time that never runs backwards."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace
from sqlalchemy import Connection

from pos.domain.calendar import KST
from pos.domain.facts import ClockMoved, EpochOpened, Fact, ReturnCompleted, SaleCompleted, ShiftClosed
from pos.domain.journal import START, Entry, make_entry, write_time
from pos.domain.signed import SIGNED
from pos.storage import tables
from pos.storage.statements import Rows, insertion
from pos.storage.tables_of_epochs import OF_EPOCHS as OF_EPOCHS
from pos.storage.views import write_rows

_INSERT = insertion(tables.journal)
_COLUMNS = "epoch, seq, at, day, who, kind, payload, previous, hash, signature"
HEAD = f"SELECT {_COLUMNS} FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1"

_BEHIND = (
    "SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'behind_until' "
    "AND NOT EXISTS (SELECT 1 FROM epoch_line WHERE opened > CAST(setting.value AS INTEGER))"
)


class Head(msgspec.Struct, frozen=True):
    """Where the chain stands: the newest entry's place, hash and time, the last receipt, refund and Z number given.

    `clock` is what the clock said then; it is before `at` while time stands still, after the clock was set back.
    """

    epoch: int
    seq: int
    hash: bytes
    at: str
    receipts: int
    refunds: int
    reports: int
    clock: str


def read_head(connection: Connection) -> Head:
    """Where the chain in the database stands."""
    newest = connection.exec_driver_sql(HEAD).first()
    receipts = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM sale").scalar_one()
    refunds = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM back").scalar_one()
    reports = connection.exec_driver_sql("SELECT coalesce(max(number), 0) FROM report").scalar_one()
    if newest is None:
        return Head(1, 0, START, "", receipts, refunds, reports, "")
    return Head(newest.epoch, newest.seq, newest.hash, newest.at, receipts, refunds, reports, newest.at)


def behind_until(connection: Connection) -> int:
    """Up to which place the mall holds entries that this journal has to go on after, 0 where it does."""
    return int(connection.exec_driver_sql(_BEHIND).scalar() or 0)


class Writer:
    """Appends facts for one till. It keeps no state of its own: the head goes in and comes out."""

    def __init__(self, till: str, key: Ed25519PrivateKey) -> None:
        self._till, self._key = till, key

    def append(
        self, rows: Rows, head: Head, facts: tuple[Fact, ...], *, who: str, at: datetime, day: date
    ) -> tuple[Head, tuple[Entry, ...]]:
        """Append `facts` in one transaction that is already open, with the rows that follow from them.

        Where the clock was set back, that is an entry first, once, and time stands still until it is made up.
        """
        if not facts:
            return head, ()
        written: list[Entry] = []
        clock = write_time(at.astimezone(KST))
        if clock < head.clock:
            facts = (ClockMoved(at), *facts)
        moment = max(clock, head.at)
        for place, fact in enumerate(facts, 1):
            head, fact = _numbered(_in_epoch(head, fact), fact)
            entry = make_entry(
                fact,
                till=self._till,
                epoch=head.epoch,
                seq=head.seq + 1,
                at=moment,
                day=day,
                who=who,
                previous=head.hash,
            )
            if entry.kind in SIGNED or place == len(facts):
                entry = replace(entry, signature=self._key.sign(entry.hash))
            write_entry(rows, entry, fact)
            head = replace(head, seq=entry.seq, hash=entry.hash, at=entry.at)
            written.append(entry)
        return replace(head, clock=clock), tuple(written)


def write_entry(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Write an entry at the end of the journal, with the rows that follow from it."""
    rows.execute(_INSERT, _row(entry))
    write_rows(rows, entry, fact)


def _in_epoch(head: Head, fact: Fact) -> Head:
    """A new epoch begins with the entry that opens it; its places are counted on."""
    return replace(head, epoch=fact.opens) if isinstance(fact, EpochOpened) and fact.opens > head.epoch else head


def _numbered(head: Head, fact: Fact) -> tuple[Head, Fact]:
    """A sale, a return and a Z report without a number get the next; each has its own row of them."""
    if isinstance(fact, SaleCompleted) and fact.sale.number == 0:
        head = replace(head, receipts=head.receipts + 1)
        return head, SaleCompleted(replace(fact.sale, number=head.receipts))
    if isinstance(fact, ReturnCompleted) and fact.back.number == 0:
        head = replace(head, refunds=head.refunds + 1)
        return head, ReturnCompleted(replace(fact.back, number=head.refunds))
    if isinstance(fact, ShiftClosed) and fact.report.number == 0:
        head = replace(head, reports=head.reports + 1)
        return head, replace(fact, report=replace(fact.report, number=head.reports))
    return head, fact


def _row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.epoch,
        entry.seq,
        entry.at,
        entry.day,
        entry.who,
        entry.kind,
        entry.payload,
        entry.previous,
        entry.hash,
        entry.signature,
    )


def entries(connection: Connection, till: str, where: str, values: tuple[object, ...] = ()) -> list[Entry]:
    """Stored entries, in order. `where` is a clause of our own, with `?` for each value."""
    rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM journal WHERE {where} ORDER BY epoch, seq", values)
    return [Entry(till, *row) for row in rows]
