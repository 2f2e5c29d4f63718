"""What changed on the shelf in the last hours, with how it was before: a new price list in ten pages is one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from pos.domain.catalogue import Product
from pos.domain.journal import write_time
from pos.storage import products
from pos.storage.engine import cursor_of

_KNOWN = "SELECT body FROM product WHERE code IN (SELECT value FROM json_each(?))"
_OWNERS = (
    "SELECT barcode, product FROM barcode WHERE barcode IN (SELECT value FROM json_each(?)) ORDER BY barcode, product"
)
_ALL = "SELECT body FROM product ORDER BY code"
_RANGE = "SELECT count(*) FROM product"
_OLD = "DELETE FROM range_change WHERE at < ?"
_BEFORE = "SELECT code, before FROM range_change"
_OF_DELIVERY = "SELECT code, before FROM range_change WHERE delivery = ?"
_PUT = "INSERT OR IGNORE INTO range_change (code, at, delivery, before) VALUES (?, ?, ?, ?)"
_DROP = "DELETE FROM range_change WHERE code = ?"
_decode = msgspec.json.Decoder(Product).decode
_encode = msgspec.json.Encoder().encode


def known(connection: Connection, codes: Iterable[str]) -> dict[str, Product]:
    """Products as they are sold now, by their code."""
    rows = cursor_of(connection).execute(_KNOWN, (_listed(codes),)).fetchall()
    return {one.code: one for one in (_decode(body) for (body,) in rows)}


def owners(connection: Connection, barcodes: Iterable[str]) -> dict[str, str]:
    """Which product each barcode is scanned for."""
    return dict(cursor_of(connection).execute(_OWNERS, (_listed(barcodes),)).fetchall())


def shelf(connection: Connection) -> tuple[Product, ...]:
    """Every product as it is sold now."""
    return tuple(_decode(body) for (body,) in cursor_of(connection).execute(_ALL).fetchall())


def size_of_range(connection: Connection) -> int:
    """How many products there are."""
    return int(cursor_of(connection).execute(_RANGE).fetchone()[0])


def before(connection: Connection, *, now: datetime, hours: int) -> dict[str, Product]:
    """The products that changed within the hours, as they were when these began; what is older is forgotten."""
    cursor = cursor_of(connection)
    cursor.execute(_OLD, (_written(now - timedelta(hours=hours)),))
    return {code: _decode(body) for code, body in cursor.execute(_BEFORE).fetchall()}


def note(connection: Connection, changed: Iterable[Product], *, now: datetime, delivery: int) -> None:
    """Remember how products were that are about to change."""
    rows = [(one.code, _written(now), delivery, _encode(one)) for one in changed]
    cursor_of(connection).executemany(_PUT, rows)


def forget(connection: Connection, code: str) -> None:
    """As it is now it is meant: the next change is compared with that."""
    cursor_of(connection).execute(_DROP, (code,))


def put_back(connection: Connection, *, delivery: int) -> tuple[Product, ...]:
    """Undo what a delivery changed so far; the products as that had made them."""
    rows = dict(cursor_of(connection).execute(_OF_DELIVERY, (delivery,)).fetchall())
    made = known(connection, rows)
    products.take_in(connection, (_decode(body) for body in rows.values()))
    for code in rows:
        forget(connection, code)
    return tuple(made.values())


def _written(moment: datetime) -> str:
    return write_time(moment)


def _listed(texts: Iterable[str]) -> str:
    return _encode(sorted(set(texts))).decode()
