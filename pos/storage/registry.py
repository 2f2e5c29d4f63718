"""What the till keeps of people beside their fields; see `pos.till.people.registry.Registry`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from pos.domain.calendar import korean_day
from pos.domain.errors import Unavailable
from pos.domain.facts import SaleCompleted, decode_fact
from pos.domain.people.access import Opening
from pos.domain.people.joining import member_number
from pos.domain.people.processors import HandedOver
from pos.domain.people.retention import Kept
from pos.domain.people.rights import Field, SubjectRequest
from pos.domain.people.standing import Suspension
from pos.domain.sale import Sale
from pos.storage import finding, member_changes, members, people
from pos.storage.engine import Database, cursor_of
from pos.storage.journal import OF_EPOCHS, entries
from pos.storage.marks import read_marks
from pos.storage.retained import Retained
from pos.till.feed import Member
from pos.till.people.registry import Unreported

_MOST_NUMBERS = 1_000_000
_IS_TAKEN = (
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM member WHERE number = ?1) OR EXISTS (SELECT 1 FROM gone WHERE member = ?1) "
    "OR EXISTS (SELECT 1 FROM member_alias WHERE number = ?1)"
)
_PAGE = (
    "SELECT number, secret, sealed FROM member JOIN person_key USING (number) WHERE number > ? "
    "AND standing <> 'withdrawn' "
    "AND NOT EXISTS (SELECT 1 FROM member_alias WHERE member_alias.number = member.number) ORDER BY number LIMIT ?"
)
_SALES = f"(epoch, seq) IN (SELECT epoch, seq FROM sale WHERE member IN {people.OF_PERSON})"
_SENT = f"SELECT sale FROM delivery_order WHERE sale IN (SELECT id FROM sale WHERE member IN {people.OF_PERSON}) "
_SENT += "AND state NOT IN ('stopped', 'cancelled')"
_GIVEN = ("name", "mobile", "address")
_TOLD = (
    f"SELECT at FROM journal WHERE {OF_EPOCHS} AND seq = "
    "(SELECT CAST(value AS INTEGER) - 1 FROM setting WHERE name = 'next_expected')"
)
_HAS_KEPT = "SELECT 1 FROM setting WHERE name = 'retained'"
_KEEPS = "INSERT OR REPLACE INTO setting (name, value) VALUES ('retained', 'kept')"


class SqlRegistry:
    """Implements `pos.till.people.registry.Registry` over the till's database and the separate store beside it."""

    def __init__(self, database: Database, *, boutique: str, till: str, retained: Retained) -> None:
        self._database, self._boutique, self._till, self._retained = database, boutique, till, retained

    def next_number(self) -> str:
        """See `Registry`. By chance: a till that was put back to an old copy gives no number that it gave since."""
        with self._cursor() as cursor:
            while True:
                number = member_number(self._boutique, self._till, secrets.randbelow(_MOST_NUMBERS))
                if cursor.execute(_IS_TAKEN, (number,)).fetchone() is None:
                    return number

    def is_gone(self, number: str) -> bool:
        """See `Registry`."""
        with self._cursor() as cursor:
            return people.is_gone(cursor, members.number_now(cursor, number))

    def waits(self, number: str) -> bool:
        """See `Registry`."""
        with self._cursor() as cursor:
            return member_changes.waits(cursor, number)

    def has_mobile(self, mobile: str) -> str | None:
        """See `Registry`."""
        with self._cursor() as cursor:
            return finding.with_mobile(cursor, read_marks(cursor), mobile)

    def suspension(self, number: str) -> Suspension | None:
        """See `Registry`."""
        with self._cursor() as cursor:
            return people.suspension(cursor, members.number_now(cursor, number))

    def requests(self, number: str = "") -> tuple[SubjectRequest, ...]:
        """See `Registry`."""
        with self._cursor() as cursor:
            return people.requests(cursor, members.number_now(cursor, number))

    def frozen(self, number: str) -> frozenset[Field]:
        """See `Registry`."""
        waiting = (one for one in self.requests(number) if one.kind == "correction" and not one.outcome)
        return frozenset(field for one in waiting for field in one.fields)

    def openings(self, *, first: date, last: date, member: str = "") -> tuple[Opening, ...]:
        """See `Registry`."""
        with self._cursor() as cursor:
            return people.openings(cursor, first, last, members.number_now(cursor, member))

    def sales_of(self, number: str) -> tuple[Sale, ...]:
        """See `Registry`."""
        with self._database.read() as connection:
            now = members.number_now(cursor_of(connection), number)
            found = entries(connection, self._till, _SALES, (now,))
        facts = (decode_fact(entry.payload) for entry in found)
        return tuple(fact.sale for fact in facts if isinstance(fact, SaleCompleted))

    def handed_over(self, number: str) -> tuple[HandedOver, ...]:
        """See `Registry`."""
        with self._cursor() as cursor:
            rows = cursor.execute(_SENT, (members.number_now(cursor, number),)).fetchall()
        left = {row[0] for row in rows}
        sales = (sale for sale in self.sales_of(number) if sale.id in left)
        return tuple(HandedOver("delivery", _GIVEN, sale.day, sale.id) for sale in sales)

    def members(self, *, after: str = "", most: int = 500) -> tuple[Member, ...]:
        """See `Registry`."""
        with self._cursor() as cursor:
            return tuple(members.unsealed(*row) for row in cursor.execute(_PAGE, (after, most)).fetchall())

    def keep(self, records: Iterable[Kept]) -> None:
        """See `Registry`."""
        some = tuple(records)
        if not some:
            return
        self._retained.keep(some)
        with self._database.write() as connection:
            connection.exec_driver_sql(_KEEPS)

    def kept(self, number: str = "") -> tuple[Kept, ...]:
        """See `Registry`. Raises Unavailable("retained.missing") where there was a file."""
        return self._retained.kept(number) if self._is_there() else ()

    def told_until(self) -> date | None:
        """See `Registry`."""
        with self._cursor() as cursor:
            row = cursor.execute(_TOLD).fetchone()
        return korean_day(datetime.fromisoformat(row[0])) if row else None

    def destroy_due(self, today: date) -> Unreported | None:
        """See `Registry`. Who is gone and came back with an old copy of the database is destroyed with it."""
        with self._database.write() as connection:
            back_again = member_changes.forget_again(cursor_of(connection))
        if back_again:
            self._database.checkpoint()
        return self._retained.destroy_due(today) if self._is_there() else None

    def reported(self, count_id: str) -> None:
        """See `Registry`."""
        self._retained.reported(count_id)

    def _is_there(self) -> bool:
        """Whether there is a separate store; a till that never kept anything needs none, and no key for it."""
        if self._retained.is_there:
            return True
        with self._cursor() as cursor:
            if cursor.execute(_HAS_KEPT).fetchone() is not None:
                raise Unavailable("retained.missing", file=self._retained.path.name)
        return False

    @contextmanager
    def _cursor(self) -> Iterator[Any]:
        with self._database.read() as connection:
            yield cursor_of(connection)
