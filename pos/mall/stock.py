"""What each shop has, as the mall reckons from its tills' journals; an estimate that says how far it has counted.

A level and the places it has seen are written together: a till adds what it did after its own place, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from pos.mall import changes, tables
from pos.mall.changes import change_of
from pos.mall.statements import put
from pos.sync.contract import TillName
from pos.till.feed import StockLevel

MOST_UNITS = 10**9


def set_level(connection: sa.Connection, boutique: str, level: StockLevel) -> None:
    """Somebody counted: everything read from the boutique's tills so far is in it."""
    c = tables.projected.c
    query = sa.select(c.till, c.next).where(c.boutique == boutique).order_by(c.epoch)  # the newest epoch goes on
    seen = {till: following - 1 for till, following in connection.execute(query)}
    _write(connection, boutique, [msgspec.structs.replace(level, seen=seen)])


def move(connection: sa.Connection, name: TillName, moved: Mapping[str, int], *, seen: int, at: str) -> None:
    """Count what entries of a till up to the place `seen` moved; of what no stock is kept nothing changes."""
    c = tables.stock.c
    products = sorted(product for product, units in moved.items() if units)
    if not products:
        return
    query = sa.select(c.document).where(c.boutique == name.boutique, c.product.in_(products)).order_by(c.product)
    levels = []
    for document in connection.execute(query).scalars():
        level = msgspec.json.decode(document, type=StockLevel)
        units = level.units + moved[level.product]
        levels.append(StockLevel(level.product, units, at, {**level.seen, name.till: seen}))
    _write(connection, name.boutique, levels)


def levels_of(connection: sa.Connection, boutique: str) -> dict[str, StockLevel]:
    """What a boutique has, by product."""
    c = tables.stock.c
    documents = connection.execute(sa.select(c.document).where(c.boutique == boutique)).scalars()
    levels = [msgspec.json.decode(document, type=StockLevel) for document in documents]
    return {level.product: level for level in levels}


def _write(connection: sa.Connection, boutique: str, levels: list[StockLevel]) -> None:
    for level in levels:
        row = {"boutique": boutique, "product": level.product, "units": level.units}
        put(connection, tables.stock, row | {"document": msgspec.json.encode(level)})
    if levels:
        changes.announce(connection, [change_of(level, boutique) for level in levels])
