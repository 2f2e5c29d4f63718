"""The journal as its sender sees it, and where the feed arrives: whole pages, each with its cursor."""

from __future__ import annotations

import logging

import msgspec
from sqlalchemy import Connection

from pos.domain.catalogue import Product
from pos.domain.errors import Refused
from pos.domain.journal import Entry
from pos.domain.policy import read_policy
from pos.storage import members, products
from pos.storage.engine import Database
from pos.storage.journal import entries
from pos.till.feed import FeedPage, Staff

_SET = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"
_log = logging.getLogger(__name__)
_encoder = msgspec.json.Encoder()


class SqlOutbox:
    """Implements `pos.till.ports.Outbox`; used on the disk lane only."""

    def __init__(self, database: Database, *, till: str) -> None:
        self._database, self._till = database, till

    def unsent(self, *, most: int, most_bytes: int) -> tuple[Entry, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            start = next_expected(connection)
            waiting = entries(connection, self._till, "seq >= ? AND seq < ?", (start, start + most))
        chosen: list[Entry] = []
        size = 0
        for entry in waiting:
            size += len(entry.payload) * 4 // 3 + 400
            if chosen and size > most_bytes:
                break
            chosen.append(entry)
        return tuple(chosen)

    def next_expected(self) -> int:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return next_expected(connection)

    def acknowledged(self, next_seq: int) -> None:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            if next_seq > next_expected(connection):
                connection.exec_driver_sql(_SET, ("next_expected", str(next_seq)))

    def cursor(self) -> int:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return _number(connection, "cursor", 0)

    def arrive(self, page: FeedPage) -> tuple[str, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            if page.boutique is not None:
                connection.exec_driver_sql(_SET, ("boutique", _encoder.encode(page.boutique).decode()))
            refused = _take_products(connection, page.products)
            for document in page.policies:
                refused += _take_policy(connection, document)
            _take_staff(connection, page.staff)
            members.take_in(connection, page.members)
            connection.exec_driver_sql(_SET, ("cursor", str(page.cursor)))
        return tuple(refused)


def next_expected(connection: Connection) -> int:
    """The place in the journal up to which the mall has said it holds everything."""
    return _number(connection, "next_expected", 1)


def _number(connection: Connection, name: str, default: int) -> int:
    value = connection.exec_driver_sql("SELECT value FROM setting WHERE name = ?", (name,)).scalar()
    return default if value is None else int(value)


def _take_products(connection: Connection, arrived: tuple[Product, ...]) -> list[str]:
    """Products that can be sold; the others stay as they were, or away."""
    sound = [product for product in arrived if products.is_sound(product)]
    products.take_in(connection, sound)
    if len(sound) == len(arrived):
        return []
    _log.warning("%d of %d products that arrived are held back", len(arrived) - len(sound), len(arrived))
    return ["product.rejected"]


def _take_policy(connection: Connection, document: str) -> list[str]:
    """One version of the terms; a version that is there already never changes."""
    try:
        policy = read_policy(document)
    except Refused as error:
        return [error.code]
    known = connection.exec_driver_sql("SELECT document FROM policy WHERE version = ?", (policy.version,)).scalar()
    if known is not None:
        return [] if known == document else ["policy.rejected"]
    connection.exec_driver_sql(
        "INSERT INTO policy VALUES (?, ?, ?)", (policy.version, policy.effective_from.isoformat(), document)
    )
    return []


def _take_staff(connection: Connection, staff: tuple[Staff, ...]) -> None:
    rows = [(one.id, _encoder.encode(one)) for one in staff]
    if rows:
        connection.exec_driver_sql("INSERT OR REPLACE INTO staff VALUES (?, ?)", rows)
