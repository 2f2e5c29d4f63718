"""The till's own check: walks the journal, its chain and signatures, rebuilds every view and compares."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from pos.domain.journal import SIGNED, START, Break, Entry, decode_fact, entry_hash
from pos.storage import tables
from pos.storage.engine import Database
from pos.storage.journal import entries
from pos.storage.outbox import next_expected
from pos.storage.views import project

_BATCH = 2_000


class Verdict(msgspec.Struct, frozen=True):
    """What the check found. `broken` names the first entry that does not hold; `differing` the views that differ."""

    entries: int
    sales: int
    head: str
    broken: Break | None = None
    differing: tuple[str, ...] = ()
    broken_file: bool = False

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written."""
        return self.broken is None and not self.differing and not self.broken_file


def verify(database: Database, *, till: str, public_key: bytes) -> Verdict:
    """Check the whole journal and every view. Read only; memory grows with the views, not with the journal."""
    rebuilt = create_engine("sqlite://", module=sqlcipher, poolclass=StaticPool)
    tables.metadata.create_all(rebuilt, tables=list(tables.VIEWS))
    walker = _Walker(till, Ed25519PublicKey.from_public_bytes(public_key))
    with database.read() as connection, rebuilt.begin() as views:
        for batch in _batches(connection, till):
            walker.walk(batch, views)
            if walker.broken:
                break
        if not walker.broken and walker.next < next_expected(connection):
            walker.broken = Break(walker.next, "gap")
        differing = () if walker.broken else tuple(_differing(connection, views))
        whole = connection.exec_driver_sql("PRAGMA quick_check").scalar_one() == "ok"
    rebuilt.dispose()
    return Verdict(walker.count, walker.sales, walker.previous.hex(), walker.broken, differing, not whole)


class _Walker:
    """Goes along the chain once; mutable because it walks."""

    def __init__(self, till: str, key: Ed25519PublicKey) -> None:
        self.till, self.key = till, key
        self.previous, self.epoch, self.next, self.at = START, 1, 1, ""
        self.count = self.sales = 0
        self.broken: Break | None = None

    def walk(self, batch: Iterable[Entry], views: Connection) -> None:
        for entry in batch:
            self.broken = self._fault(entry)
            if self.broken:
                return
            try:
                project(views, entry, decode_fact(entry.payload))
            except (msgspec.DecodeError, DBAPIError):
                self.broken = Break(entry.seq, "payload")
                return
            self.previous, self.next, self.at = entry.hash, entry.seq + 1, entry.at
            self.count += 1
            self.sales += entry.kind == "SaleCompleted"

    def _fault(self, entry: Entry) -> Break | None:
        if entry.seq != self.next:
            return Break(self.next, "gap")
        if entry.previous != self.previous:
            return Break(entry.seq, "previous")
        if entry_hash(entry) != entry.hash:
            return Break(entry.seq, "hash")
        if entry.at < self.at:
            return Break(entry.seq, "time")
        if entry.kind in SIGNED:
            try:
                self.key.verify(entry.signature, entry.hash)
            except InvalidSignature:
                return Break(entry.seq, "signature")
        return None


def _batches(connection: Connection, till: str) -> Iterable[list[Entry]]:
    after = 0
    while batch := entries(connection, till, "seq > ? AND seq <= ?", (after, after + _BATCH)):
        yield batch
        after = batch[-1].seq


def _differing(stored: Connection, rebuilt: Connection) -> Iterable[str]:
    for table in tables.VIEWS:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        everything = f"SELECT {columns} FROM {table.name} ORDER BY {columns}"
        if any(
            left != right
            for left, right in _side_by_side(stored.exec_driver_sql(everything), rebuilt.exec_driver_sql(everything))
        ):
            yield table.name


def _side_by_side(left: Iterable[object], right: Iterable[object]) -> Iterable[tuple[object, object]]:
    from itertools import zip_longest

    for one, other in zip_longest(left, right):
        yield (tuple(one) if one else None, tuple(other) if other else None)  # type: ignore[arg-type]  # rows
