"""What the mall holds, for its operators: journals, sales, reviews, alarms."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from pos.domain.money import Won
from pos.mall import tables
from pos.mall.reviews import owner_of
from pos.sync.contract import TillName
from pos.till.feed import Owner


class HeldSale(msgspec.Struct, frozen=True):
    """A sale as the mall read it from the journal."""

    id: str
    number: int
    day: str
    cashier: str
    member: str | None
    goods: Won
    discount: Won
    total: Won
    taxable: Won
    exempt: Won
    vat: Won


class Sums(msgspec.Struct, frozen=True):
    """A till's sales added up, to be compared with the till's own."""

    count: int = 0
    goods: Won = 0
    discount: Won = 0
    total: Won = 0
    taxable: Won = 0
    exempt: Won = 0
    vat: Won = 0


class Review(msgspec.Struct, frozen=True):
    """An entry that could not be used, why, who has to look at it, and the money that it is about."""

    epoch: int
    seq: int
    reason: str
    amount: Won = 0

    @property
    def owner(self) -> Owner:
        """The boutique's manager, or the chain's office."""
        return owner_of(self.reason)


class Alarm(msgspec.Struct, frozen=True):
    """Where a journal that was sent does not follow, how often that was seen, and when last."""

    epoch: int
    seq: int
    how: str
    times: int
    last_at: str


def sales_of(connection: sa.Connection, name: TillName) -> tuple[HeldSale, ...]:
    """A till's sales in the order of its journal."""
    table = tables.sale
    query = sa.select(*(table.c[field] for field in HeldSale.__struct_fields__))
    rows = connection.execute(query.where(_of(table, name)).order_by(table.c.epoch, table.c.seq))
    return tuple(HeldSale(*row) for row in rows)


def sums_of(connection: sa.Connection, name: TillName, day: str | None) -> Sums:
    """A till's sales added up, of one business day or of all."""
    table = tables.sale
    summed = (sa.func.coalesce(sa.func.sum(table.c[field]), 0) for field in Sums.__struct_fields__[1:])
    query = sa.select(sa.func.count(), *summed).where(_of(table, name))
    if day is not None:
        query = query.where(table.c.day == day)
    return Sums(*(int(value) for value in connection.execute(query).one()))


def reviews_of(connection: sa.Connection, name: TillName) -> tuple[Review, ...]:
    """What waits for somebody to look at it."""
    table = tables.review
    query = sa.select(table.c.epoch, table.c.seq, table.c.reason, table.c.amount).where(_of(table, name))
    return tuple(Review(*row) for row in connection.execute(query.order_by(table.c.epoch, table.c.seq)))


def alarms_of(connection: sa.Connection, name: TillName) -> tuple[Alarm, ...]:
    """Where a till's journal did not hold."""
    table = tables.alarm
    query = sa.select(*(table.c[field] for field in Alarm.__struct_fields__)).where(_of(table, name))
    return tuple(Alarm(*row) for row in connection.execute(query.order_by(table.c.first_at)))


def _of(table: sa.Table, name: TillName) -> sa.ColumnElement[bool]:
    return (table.c.boutique == name.boutique) & (table.c.till == name.till)
