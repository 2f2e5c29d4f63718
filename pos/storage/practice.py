"""What a place to practise gets of the till beside it: what is sold there, at what price and by which terms. Nobody's
name goes along, no PIN, no key of another till, and nothing that was ever sold.
"""

from __future__ import annotations

import msgspec

from pos.domain.catalogue import Product
from pos.storage.books import SqlBooks
from pos.storage.engine import Database
from pos.storage.outbox import SqlOutbox
from pos.storage.shelf import SqlShelf
from pos.till.feed import FeedPage, StockLevel

_PRODUCTS = "SELECT body FROM product ORDER BY place"
_POLICIES = "SELECT version, effective_from, document FROM policy ORDER BY effective_from"
_PUT_POLICY = "INSERT OR IGNORE INTO policy (version, effective_from, document) VALUES (?, ?, ?)"
_product = msgspec.json.Decoder(Product)


class Shopful(msgspec.Struct, frozen=True):
    """What a shop sells, as a page of the feed, and its terms as they lie on disk: these were accepted once."""

    page: FeedPage
    policies: tuple[tuple[str, str, str], ...]


def read_shop(database: Database, *, till: str) -> Shopful:
    """Everything that is needed to sell as here; to be read on the disk lane."""
    books, shelf = SqlBooks(database, till=till), SqlShelf(database, till=till)
    with database.read() as connection:
        products = tuple(_product.decode(body) for (body,) in connection.exec_driver_sql(_PRODUCTS))
        policies = tuple((row[0], row[1], row[2]) for row in connection.exec_driver_sql(_POLICIES))
    stock = books.stock(product.code for product in products)
    page = FeedPage(
        cursor=0,
        boutique=shelf.boutique(),
        products=products,
        plans=tuple(books.plans().values()),
        promotions=books.promotions(),
        stock=tuple(StockLevel(product, one.units, one.at) for product, one in stock.items()),
    )
    return Shopful(page, policies)


def furnish(database: Database, shop: Shopful, *, till: str) -> None:
    """Put a shop into the database of a place to practise; what was sold there stays."""
    with database.write() as connection:
        for row in shop.policies:
            connection.exec_driver_sql(_PUT_POLICY, row)
    SqlOutbox(database, till=till).arrive(shop.page)
