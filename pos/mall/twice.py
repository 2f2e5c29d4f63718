"""Receipt numbers that a till gave twice, because an old copy of it was put back: two papers bear the same code."""

from __future__ import annotations

import sqlalchemy as sa

from pos.domain.journal import Entry
from pos.domain.sale import Sale
from pos.mall import tables
from pos.mall.reviews import Aside
from pos.sync.contract import TillName

REASON = "receipt.number_twice"


def numbered_twice(connection: sa.Connection, name: TillName, sold: list[tuple[Entry, Sale]]) -> list[Aside]:
    """Those of a till's sales, which are read by now, whose number another one of it has."""
    c = tables.sale.c
    numbers = [sale.number for _, sale in sold]
    here = (c.boutique == name.boutique) & (c.till == name.till) & c.number.in_(numbers)
    query = sa.select(c.number).where(here).group_by(c.number).having(sa.func.count() > 1)
    twice = set(connection.execute(query).scalars())
    return [Aside(entry, REASON) for entry, sale in sold if sale.number in twice]
