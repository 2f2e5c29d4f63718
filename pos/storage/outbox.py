"""The journal as its sender sees it, and where the feed arrives: whole pages, each with its cursor."""

from __future__ import annotations

import logging

import msgspec
from sqlalchemy import Connection

from pos.domain.catalogue import Product
from pos.domain.errors import Refused
from pos.domain.journal import Entry
from pos.domain.promotions import Promotion, check_promotion
from pos.storage import benefits, member_changes, members, products, recipients, staff, stock, terms, tills
from pos.storage.engine import Database, cursor_of
from pos.storage.journal import OF_NEWEST_EPOCH, entries
from pos.till.books import Sent
from pos.till.feed import FeedPage, MemberSent, PutAside, StaffSent

_FROM = f"{OF_NEWEST_EPOCH} AND seq >= ? AND seq < ?"
_LOOKED_AT = "DELETE FROM put_aside WHERE till = ? AND epoch = ? AND seq = ?"
_LOOK_AT = "INSERT INTO put_aside (till, epoch, seq, reason) VALUES (?, ?, ?, ?)"
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
            waiting = entries(connection, self._till, _FROM, (start, start + most))
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

    def unsent_recipients(self, *, most: int) -> tuple[Sent, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return recipients.unsent(cursor_of(connection), before=next_expected(connection), most=most)

    def recipient_sent(self, recipient_id: str) -> None:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            recipients.set_sent(cursor_of(connection), recipient_id)

    def unsent_members(self, *, most: int) -> tuple[MemberSent, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return member_changes.unsent(cursor_of(connection), before=next_expected(connection), most=most)

    def member_sent(self, sent: MemberSent) -> None:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            member_changes.set_sent(cursor_of(connection), sent)

    def unsent_staff(self, *, most: int) -> tuple[StaffSent, ...]:
        """See `pos.till.ports.Outbox`."""
        with self._database.read() as connection:
            return staff.unsent(cursor_of(connection), before=next_expected(connection), most=most)

    def staff_sent(self, sent: StaffSent) -> None:
        """See `pos.till.ports.Outbox`."""
        with self._database.write() as connection:
            staff.set_sent(cursor_of(connection), sent)

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
            refused += [code for document in page.policies if (code := terms.take_in(connection, document))]
            staff.take_in(connection, page.staff)
            member_changes.merge(connection, page.merged)
            members.take_in(connection, page.members)
            refused += self._take_books(connection, page)
            connection.exec_driver_sql(_SET, ("cursor", str(page.cursor)))
        return tuple(refused)

    def _take_books(self, connection: Connection, page: FeedPage) -> list[str]:
        """Benefits, stock and the keys of the chain's tills as the mall has them."""
        _put_bodies(connection, "plan", [(one.id, _encoder.encode(one)) for one in page.plans])
        benefits.take_in(connection, page.dossiers)
        refused = _take_promotions(connection, page.promotions)
        if not stock.take_in(connection, page.stock, till=self._till):
            refused.append("stock.rejected")
        if not tills.take_in(connection, page.tills):
            refused.append("till_key.rejected")
        _put_aside(connection, page.aside)
        return refused


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


def _take_promotions(connection: Connection, arrived: tuple[Promotion, ...]) -> list[str]:
    """Promotions that can be explained to a customer; the others stay as they were, or away."""
    sound = [one for one in arrived if _is_sound(one)]
    _put_bodies(connection, "promotion", [(one.id, _encoder.encode(one)) for one in sound])
    return [] if len(sound) == len(arrived) else ["promotion.rejected"]


def _is_sound(promotion: Promotion) -> bool:
    try:
        check_promotion(promotion)
    except Refused as error:
        _log.warning("a promotion that arrived is left out: %s", error.facts.get("cause"))
        return False
    return True


def _put_aside(connection: Connection, arrived: tuple[PutAside, ...]) -> None:
    """What somebody has to look at comes on the list, or off it."""
    for one in arrived:
        connection.exec_driver_sql(_LOOKED_AT, (one.till, one.epoch, one.seq))
        if one.reason:
            connection.exec_driver_sql(_LOOK_AT, (one.till, one.epoch, one.seq, one.reason))


def _put_bodies(connection: Connection, table: str, rows: list[tuple[str, bytes]]) -> None:
    if rows:
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} (id, body) VALUES (?, ?)", rows)
