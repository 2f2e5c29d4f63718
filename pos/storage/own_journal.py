"""The till's own journal as it is held against the mall's copy: its end, its lives, and writing back what was lost."""

from __future__ import annotations

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from pos.domain.epochs import Follows
from pos.domain.errors import Refused
from pos.domain.facts import EpochOpened, Fact, SaleAbandoned, SaleCompleted, decode_fact, kind_of
from pos.domain.journal import START, Entry, find_break
from pos.domain.money import Won
from pos.domain.signed import is_claimed
from pos.storage import letters_again, settling
from pos.storage.engine import Database, cursor_of
from pos.storage.journal import OF_EPOCHS, behind_until, read_head, write_entry
from pos.storage.lines import lines_of
from pos.storage.outbox import begin_anew, expect, next_expected
from pos.storage.signatures import is_signed
from pos.storage.statements import Rows
from pos.storage.store import SqlStore
from pos.storage.taking import set_to
from pos.till.abreast import Line, epoch_of

_AT = f"SELECT hash FROM journal WHERE {OF_EPOCHS} AND seq = ?"
# What waits in an old copy was printed long ago, perhaps: a person looks, before a receipt comes out twice.
_DOUBT_PAPER = "UPDATE job SET state = 'unknown', code = 'till.stopped' WHERE state = 'waiting'"
# What was paid for a basket that stood in a draft is known here, and the draft is gone with the machine.
_CARDS_LEFT = (
    "SELECT count(*), coalesce(sum(amount), 0) FROM attempt "
    "WHERE outcome IN ('asked', 'unknown', 'reversing', 'approved') "
    "AND seq > (SELECT coalesce(max(opened), 0) FROM epoch_line) "
    "AND NOT EXISTS (SELECT 1 FROM sale WHERE sale.id = attempt.sale) "
    "AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.id = attempt.sale) "
    "AND NOT EXISTS (SELECT 1 FROM refund_part WHERE refund_part.id = attempt.sale) "
    "AND NOT EXISTS (SELECT 1 FROM journal WHERE kind = 'SaleAbandoned' AND seq > attempt.seq "
    "AND CAST(payload AS TEXT) ->> 'sale' = attempt.sale)"
)
_DROP_DRAFT = "DELETE FROM draft WHERE id = ?"


class SqlOwnJournal:
    """Implements `pos.till.abreast.OwnJournal`. What it writes is the store's to know of: it has one end."""

    def __init__(self, database: Database, store: SqlStore, *, till: str, public_key: bytes) -> None:
        self._database, self._store, self._till = database, store, till
        self._key = Ed25519PublicKey.from_public_bytes(public_key)

    def public_key(self) -> str:
        """See OwnJournal."""
        return self._key.public_bytes_raw().hex()

    def end(self) -> Follows:
        """See OwnJournal."""
        with self._database.read() as connection:
            head = read_head(connection)
            return Follows(epoch_of(lines_of(connection), head.seq), head.seq, head.hash.hex())

    def at(self, seq: int) -> Follows:
        """See OwnJournal."""
        with self._database.read() as connection:
            found = cursor_of(connection).execute(_AT, (seq,)).fetchone()
            return Follows(epoch_of(lines_of(connection), seq), seq, (found[0] if found else START).hex())

    def lines(self) -> tuple[Line, ...]:
        """See OwnJournal."""
        with self._database.read() as connection:
            return lines_of(connection)

    def take_back(self, entries: tuple[Entry, ...]) -> int:
        """See OwnJournal."""
        entries = _vouched(entries)
        facts = [_fact_in(entry) for entry in entries]
        with self._store.appending() as connection:
            self._check(connection, entries)
            rows = cursor_of(connection)
            for entry, fact in zip(entries, facts, strict=True):
                write_entry(rows, entry, fact)
                _end_draft(rows, fact)
            settling.follow_again(connection, facts, till=self._till)
            expect(connection, entries[-1].seq + 1)
        return len(entries)

    def cards_left(self) -> tuple[int, Won]:
        """See OwnJournal."""
        with self._database.read() as connection:
            count, amount = cursor_of(connection).execute(_CARDS_LEFT).fetchone()
            return int(count), int(amount)

    def confirmed(self) -> int:
        """See OwnJournal."""
        with self._database.read() as connection:
            return next_expected(connection)

    def confirm(self, expects: int) -> None:
        """See OwnJournal."""
        with self._database.write() as connection:
            expect(connection, expects)

    def behind_until(self) -> int:
        """See OwnJournal."""
        with self._database.read() as connection:
            return behind_until(connection)

    def set_behind(self, until: int, *, end: Follows) -> bool:
        """See OwnJournal."""
        with self._store.appending() as connection:
            if read_head(connection).hash.hex() != end.hash:
                return False
            set_to(connection, "behind_until", str(until))
            connection.exec_driver_sql(_DOUBT_PAPER)
            return True

    def went_back(self, expects: int) -> int:
        """See OwnJournal."""
        with self._database.write() as connection:
            confirmed = next_expected(connection)
            if expects < confirmed:
                set_to(connection, "next_expected", str(expects))
                begin_anew(connection)
                letters_again.send_again(connection, self._till, since=expects)
            return confirmed

    def _check(self, connection: Connection, entries: tuple[Entry, ...]) -> None:
        """Whether they follow from the newest entry here, and this till wrote each of them."""
        head = read_head(connection)
        found = find_break(entries, previous=head.hash, next_seq=head.seq + 1)
        if found is not None:
            raise Refused("journal.broken", seq=found.seq, how=found.how)
        if entries[0].at < head.at:
            raise Refused("journal.broken", seq=entries[0].seq, how="time")
        for entry in entries:
            if entry.till != self._till or entry.epoch < head.epoch:
                raise Refused("journal.broken", seq=entry.seq, how="place")
            if is_claimed(entry) and not is_signed(entry, self._key):
                raise Refused("journal.broken", seq=entry.seq, how="signature")


def _vouched(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Up to the last that says it is signed: the till signed whatever it wrote last, so that a chain ends in that."""
    end = max((place for place, entry in enumerate(entries, 1) if is_claimed(entry)), default=0)
    if not end:
        raise Refused("journal.broken", seq=entries[0].seq, how="signature")
    return entries[:end]


def _fact_in(entry: Entry) -> Fact:
    try:
        fact = decode_fact(entry.payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused("journal.broken", seq=entry.seq, how="payload") from error
    if kind_of(fact) != entry.kind or (isinstance(fact, EpochOpened) and fact.opens != entry.epoch):
        raise Refused("journal.broken", seq=entry.seq, how="payload")
    return fact


def _end_draft(rows: Rows, fact: Fact) -> None:
    """A basket that was open in the old copy, and was sold or given up in what the mall sent back, is open no more."""
    if isinstance(fact, SaleCompleted):
        rows.execute(_DROP_DRAFT, (fact.sale.id,))
    elif isinstance(fact, SaleAbandoned):
        rows.execute(_DROP_DRAFT, (fact.sale,))
