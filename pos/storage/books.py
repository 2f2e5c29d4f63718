"""The shop's books, for the screen's own thread: members, benefits, stock, orders. It writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec

from pos.domain.bulletins import Bulletin
from pos.domain.delivery import Recipient
from pos.domain.facts import SaleCompleted, decode_fact
from pos.domain.journal import Entry
from pos.domain.members import Dossier
from pos.domain.payback import Voucher
from pos.domain.plus import Plan
from pos.domain.promotions import Promotion
from pos.domain.quote import Stock
from pos.domain.sale import Sale
from pos.storage import benefits, bulletins, finding, machines, members, orders, people, recipients, stock
from pos.storage.engine import Database, cursor_of
from pos.storage.journal import entries
from pos.storage.marks import Marks, read_marks
from pos.till.books import Movement, OrderState
from pos.till.feed import Member

_plan = msgspec.json.Decoder(Plan)
_promotion = msgspec.json.Decoder(Promotion)


class SqlBooks:
    """Implements `pos.till.books.Books`. Mutable: it remembers the secret of the marks once it has read it."""

    def __init__(self, database: Database, *, till: str) -> None:
        self._database, self._till = database, till
        self._marks: Marks | None = None

    def member(self, number: str) -> Member | None:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            return members.opened(cursor, members.number_now(cursor, number))

    def find_members(self, text: str, *, most: int = 10) -> tuple[Member, ...]:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            return finding.find(cursor, self._marks_of(cursor), text, most)

    def dossier(self, number: str) -> Dossier | None:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            now = members.number_now(cursor, number)
            return None if people.is_gone(cursor, now) else benefits.dossier(cursor, now)

    def as_used_here(self, voucher: Voucher) -> Voucher:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            return benefits.as_used(cursor, voucher)

    def own_entitlements(self, number: str) -> frozenset[str]:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            return benefits.own(cursor, number)

    def plans(self) -> dict[str, Plan]:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            rows = cursor.execute("SELECT id, body FROM plan ORDER BY id").fetchall()
        return {name: _plan.decode(body) for name, body in rows}

    def promotions(self) -> tuple[Promotion, ...]:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            rows = cursor.execute("SELECT body FROM promotion ORDER BY id").fetchall()
        return tuple(_promotion.decode(body) for (body,) in rows)

    def unread_bulletins(self, person: str) -> tuple[Bulletin, ...]:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            return bulletins.unread(cursor, person)

    def stock(self, products: Iterable[str]) -> dict[str, Stock]:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            return stock.estimate(cursor, products)

    def bought(self, member: str, product: str, *, since: datetime) -> int:
        """See `pos.till.books.Books`. What was cancelled before it left was not bought."""
        with self._cursor() as cursor:
            return orders.bought(cursor, member, product, since)

    def sent(self, place: str, product: str, *, since: datetime) -> int:
        """See `pos.till.books.Books`. What was cancelled before it left was not sent."""
        with self._cursor() as cursor:
            return orders.sent(cursor, place, product, since)

    def place_of(self, recipient: Recipient) -> str:
        """See `pos.till.books.Books`."""
        if self._marks is None:
            with self._cursor() as cursor:
                return self._marks_of(cursor).place(recipient)
        return self._marks.place(recipient)

    def used_serials(self, serials: Iterable[str]) -> frozenset[str]:
        """See `pos.till.books.Books`. Free again: of an order cancelled before it left, and what came back as new."""
        with self._cursor() as cursor:
            return machines.used(cursor, serials)

    def recipient(self, recipient_id: str) -> Recipient | None:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            return recipients.opened(cursor, recipient_id)

    def order_state(self, sale_id: str) -> OrderState | None:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            return orders.state(cursor, sale_id)

    def cancellation(self, sale_id: str) -> Entry | None:
        """See `pos.till.books.Books`."""
        with self._database.read() as connection:
            found = entries(connection, self._till, orders.OF_CANCELLATION, (sale_id,))
        return found[0] if found else None

    def orders(self, *, most: int = 50) -> tuple[Sale, ...]:
        """See `pos.till.books.Books`."""
        return self._orders(orders.OF_ORDERS, most)

    def stopped_orders(self) -> tuple[Sale, ...]:
        """See `pos.till.books.Books`."""
        return self._orders(orders.OF_STOPPED)

    def movements(self, product: str, *, most: int = 20) -> tuple[Movement, ...]:
        """See `pos.till.books.Books`."""
        with self._cursor() as cursor:
            return stock.movements(cursor, product, most)

    def _orders(self, where: str, *values: object) -> tuple[Sale, ...]:
        with self._database.read() as connection:
            found = entries(connection, self._till, where, values)
        facts = (decode_fact(entry.payload) for entry in reversed(found))
        return tuple(fact.sale for fact in facts if isinstance(fact, SaleCompleted))

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        """The driver's own cursor: some of these are asked for at each change of the basket."""
        with self._database.read() as connection:
            yield cursor_of(connection)

    def _marks_of(self, cursor: Any) -> Marks:
        if self._marks is None:
            self._marks = read_marks(cursor)
        return self._marks
