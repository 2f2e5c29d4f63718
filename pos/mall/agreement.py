"""What the mall holds of a business day of a till: counts, sums and the head. It judges nothing.

Entries count where they stand on the way of the till's journal; sales and returns as they were read into their tables.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from pos.domain.agreement import Figures, first_place, midnight
from pos.domain.errors import Refused
from pos.mall import epochs, tables
from pos.sync.contract import DayAnswer, TillName

MOST_PLACES = 50_000
"""No day of a till is longer; what is asked beyond is not looked at."""


class _Back(msgspec.Struct, frozen=True):
    id: str


class _Returned(msgspec.Struct, frozen=True):
    """As much of a return's entry as it takes to find it."""

    back: _Back


def held_of_day(connection: sa.Connection, name: TillName, day: str, *, until: int) -> DayAnswer:
    """A day of a till up to a place, not signed yet. Raises Refused("request.invalid") for what is no day."""
    if not _is_day(day):
        raise Refused("request.invalid", cause="day")
    journal = _Journal(connection, name, day, until)
    entries, last, unread = journal.counted()
    sales, sold = journal.sales()
    returns, refunded = journal.returns()
    held = Figures(entries, sales, sold, returns, refunded, last, journal.head(last))
    return DayAnswer(day, held, unread, b"")


def _is_day(day: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


class _Journal:
    """A day of a till's journal on its way through its epochs."""

    def __init__(self, connection: sa.Connection, name: TillName, day: str, until: int) -> None:
        self._connection, self._name, self._day = connection, name, day
        self._way = epochs.way(epochs.known(connection, name))
        end = self._ask(sa.select(sa.func.coalesce(sa.func.max(tables.entry.c.seq), 0)).where(self._of(tables.entry)))
        last = min(until, end)
        self._first = first_place(last, midnight(day), self._at)
        self._last = min(last, self._first + MOST_PLACES)

    def counted(self) -> tuple[int, int, int]:
        """How many entries there are, the place of the last one, and how many of them are not read yet."""
        c, p = tables.entry.c, tables.projected.c
        read = sa.select(p.next).where(p.boutique == c.boutique, p.till == c.till, p.epoch == c.epoch)
        is_unread = c.seq >= sa.func.coalesce(read.scalar_subquery(), 1)
        unread = sa.func.coalesce(sa.func.sum(sa.case((is_unread, 1), else_=0)), 0)
        query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(c.seq), 0), unread).where(self._entries())
        count, last, left = self._connection.execute(query).one()
        return count, last, int(left)

    def head(self, seq: int) -> bytes:
        """The hash at a place of the day, none where there is no such place."""
        found: bytes | None = self._ask(
            sa.select(tables.entry.c.hash).where(self._entries(), tables.entry.c.seq == seq)
        )
        return b"" if found is None else found

    def sales(self) -> tuple[int, int]:
        """How many sales there are, and what they come to."""
        c = tables.sale.c
        here = sa.and_(self._of(tables.sale), c.day == self._day, c.seq <= self._last)
        count, total = self._connection.execute(_added_up(c.total).where(here)).one()
        return count, int(total)

    def returns(self) -> tuple[int, int]:
        """How many returns there are, and what was refunded; they are found by their entries, for a day has few."""
        c, back = tables.entry.c, tables.back.c
        query = sa.select(c.payload).where(self._entries(), c.kind == "ReturnCompleted")
        ids = [found for payload in self._connection.execute(query).scalars() for found in _returned(payload)]
        here = sa.and_(self._of(tables.back), back.id.in_(ids), back.day == self._day)
        count, total = self._connection.execute(_added_up(back.refund).where(here)).one()
        return count, int(total)

    def _entries(self) -> sa.ColumnElement[bool]:
        c = tables.entry.c
        return sa.and_(self._of(tables.entry), c.seq >= self._first, c.seq <= self._last, c.day == self._day)

    def _of(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """The till's own, on the way of its journal."""
        c = table.c
        spans = [sa.and_(c.epoch == one.epoch, c.seq >= one.first, c.seq <= one.last) for one in self._way]
        return sa.and_(c.boutique == self._name.boutique, c.till == self._name.till, sa.or_(*spans))

    def _at(self, seq: int) -> str:
        found: str | None = self._ask(
            sa.select(tables.entry.c.at).where(self._of(tables.entry), tables.entry.c.seq == seq)
        )
        return found or ""

    def _ask(self, query: sa.Select[Any]) -> Any:
        return self._connection.execute(query).scalar_one_or_none()


def _added_up(column: sa.Column[Any]) -> sa.Select[Any]:
    return sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(column), 0))


def _returned(payload: bytes) -> list[str]:
    """The return that an entry tells of; none where it cannot be read, which is in review then."""
    try:
        return [msgspec.json.decode(payload, type=_Returned).back.id]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
