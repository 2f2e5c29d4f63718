"""What the shop should have of a product: the mall's figure with what this till moved since. It counts no goods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from pos.domain.journal import Entry
from pos.domain.quote import Stock
from pos.storage import tables
from pos.storage.statements import Rows, insertion
from pos.till.books import Movement
from pos.till.feed import StockLevel

_MOVE = insertion(tables.movement)
_LEVEL = "INSERT OR REPLACE INTO stock_level (product, units, at, seen) VALUES (?, ?, ?, ?)"
_LEVELS = (
    "SELECT product, units + coalesce((SELECT sum(change) FROM movement "
    "WHERE movement.product = stock_level.product AND movement.seq > stock_level.seen), 0), at, "
    "(SELECT journal.at FROM movement CROSS JOIN journal USING (epoch, seq) "
    "WHERE movement.product = stock_level.product AND movement.seq > stock_level.seen "
    "ORDER BY movement.seq DESC LIMIT 1) "
    "FROM stock_level WHERE product IN (SELECT value FROM json_each(?))"
)
_MOVEMENTS = (
    "SELECT journal.at, journal.who, change, reason FROM movement CROSS JOIN journal USING (epoch, seq) "
    "WHERE product = ? ORDER BY movement.seq DESC LIMIT ?"
)
_encode = msgspec.json.Encoder().encode


def write(rows: Rows, entry: Entry, changes: Mapping[str, int], *, reason: str) -> None:
    """Write what an entry moved, product by product."""
    moved = [(product, entry.seq, entry.epoch, change, reason) for product, change in changes.items() if change]
    if moved:
        rows.executemany(_MOVE, moved)


def take_in(connection: Connection, levels: Iterable[StockLevel], *, till: str) -> bool:
    """Keep the mall's figures; False where one of them was of no time and is left out."""
    sound = [level for level in levels if _moment(level.at) is not None]
    for level in sound:
        row = (level.product, level.units, level.at, level.seen.get(till, 0))
        connection.exec_driver_sql(_LEVEL, row)
    return len(sound) == len(tuple(levels))


def estimate(cursor: Any, products: Iterable[str]) -> dict[str, Stock]:
    """The mall's figure with what this till moved after the place the mall had seen; see `pos.till.books.Books`."""
    asked = _encode(tuple(products)).decode()
    found = cursor.execute(_LEVELS, (asked,)).fetchall()
    return {product: Stock(units, _later(at, moved)) for product, units, at, moved in found}


def movements(cursor: Any, product: str, most: int) -> tuple[Movement, ...]:
    """What changed a product's stock at this till, newest first."""
    return tuple(Movement(*row) for row in cursor.execute(_MOVEMENTS, (product, most)))


def _later(at: str, moved: str | None) -> str:
    if moved is None:
        return at
    return moved if datetime.fromisoformat(moved) > datetime.fromisoformat(at) else at


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else None
