"""The till's copy of the catalogue: taking products in, and finding them as fast as somebody types."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from pos.domain.catalogue import Product, all_initials, initials
from pos.storage.names import grams, phrase, search_key

_decoder = msgspec.json.Decoder(Product)
_encoder = msgspec.json.Encoder()
_BODY = "SELECT body FROM product WHERE "
_FIND_BARCODE = "SELECT body FROM barcode JOIN product ON product.code = barcode.product WHERE barcode = ?"
_STARTING = _BODY + "name_key >= ? AND name_key < ? ORDER BY name_key LIMIT ?"
_CONTAINING = (
    "SELECT body FROM product_grams JOIN product ON product.place = product_grams.rowid "
    "WHERE product_grams MATCH ? ORDER BY product_grams.rowid LIMIT ?"
)
_LAST_LETTER = "\U0010ffff"


def by_code(connection: Connection, code: str) -> Product | None:
    """A product by its code."""
    row = connection.exec_driver_sql(_BODY + "code = ?", (code,)).first()
    return _decoder.decode(row[0]) if row else None


def by_barcode(connection: Connection, barcode: str) -> Product | None:
    """The product with a barcode."""
    row = connection.exec_driver_sql(_FIND_BARCODE, (barcode,)).first()
    return _decoder.decode(row[0]) if row else None


def with_favourite(connection: Connection) -> tuple[Product, ...]:
    """The favourites in their order."""
    rows = connection.exec_driver_sql(_BODY + "favourite IS NOT NULL ORDER BY favourite, code")
    return tuple(_decoder.decode(row[0]) for row in rows)


def search(connection: Connection, text: str, most: int) -> tuple[Product, ...]:
    """Products that a search text could mean, best first.

    The exact code or barcode, then names that start with it, then names that contain it, in the catalogue's order;
    at most `most`. Initial consonants alone ("ㅇㄹ") find hangul names by theirs.
    """
    key = search_key(text)
    if not key:
        return ()
    found: dict[str, Product] = {}
    for exact in (by_barcode(connection, text.strip()), by_code(connection, text.strip().upper())):
        if exact is not None:
            found[exact.code] = exact
    if not all_initials(key):
        for row in connection.exec_driver_sql(_STARTING, (key, key + _LAST_LETTER, most)):
            product = _decoder.decode(row[0])
            found.setdefault(product.code, product)
    if len(found) < most and len(key) >= 2:
        for row in connection.exec_driver_sql(_CONTAINING, (phrase(key), most)):
            product = _decoder.decode(row[0])
            found.setdefault(product.code, product)
    return tuple(found.values())[:most]


def take_in(connection: Connection, products: Iterable[Product]) -> None:
    """Add products, or replace those with the same code; a barcode belongs to who claimed it last."""
    for product in products:
        place = connection.exec_driver_sql("SELECT place FROM product WHERE code = ?", (product.code,)).scalar()
        if place is not None:
            connection.exec_driver_sql("DELETE FROM product_grams WHERE rowid = ?", (place,))
            connection.exec_driver_sql("DELETE FROM barcode WHERE product = ?", (product.code,))
        row = (place, product.code, search_key(product.name.ko), product.favourite, _encoder.encode(product))
        done = connection.exec_driver_sql(
            "INSERT OR REPLACE INTO product (place, code, name_key, favourite, body) VALUES (?, ?, ?, ?, ?)", row
        )
        names = [search_key(product.name.ko), search_key(product.name.en), search_key(product.code)]
        names.append(search_key(initials(product.name.ko)))
        connection.exec_driver_sql(
            "INSERT INTO product_grams (rowid, two, three) VALUES (?, ?, ?)",
            (done.lastrowid, " ".join(grams(name, 2) for name in names), " ".join(grams(name, 3) for name in names)),
        )
        for barcode in product.barcodes:
            connection.exec_driver_sql("INSERT OR REPLACE INTO barcode VALUES (?, ?)", (barcode, product.code))
