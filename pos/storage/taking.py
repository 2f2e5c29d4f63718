"""Writing what a page of the feed brings, once it is believed: each kind into its own tables. It judges nothing."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from pos.domain.epochs import AsideLookedAt
from pos.domain.facts import Fact
from pos.storage import (
    benefit_claims,
    benefits,
    bulletins,
    decisions,
    member_changes,
    members,
    products,
    staff,
    stock,
    terms,
    tills,
)
from pos.storage.engine import cursor_of
from pos.storage.statements import Rows
from pos.till.feed import FeedPage, PutAside

_LOOKED_AT = "DELETE FROM put_aside WHERE till = ? AND epoch = ? AND seq = ?"
_LOOK_AT = "INSERT INTO put_aside (till, epoch, seq, reason, owner, amount) VALUES (?, ?, ?, ?, ?, ?)"
_SET = "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)"
_encoder = msgspec.json.Encoder()


def take(connection: Connection, page: FeedPage, *, till: str) -> list[str]:
    """Write all of it but the cursor; the codes of what is refused by who knows its kind."""
    if page.boutique is not None:
        set_to(connection, "boutique", _encoder.encode(page.boutique).decode())
    products.take_in(connection, page.products)
    refused = [code for document in page.policies if (code := terms.take_in(connection, document))]
    staff.take_in(connection, page.staff)
    member_changes.merge(connection, page.merged)
    members.take_in(connection, page.members)
    return refused + _take_books(connection, page, till=till)


def set_to(connection: Connection, name: str, value: str) -> None:
    """Remember one thing about the till itself."""
    connection.exec_driver_sql(_SET, (name, value))


def _take_books(connection: Connection, page: FeedPage, *, till: str) -> list[str]:
    """Benefits, stock and the keys of the chain's tills as the mall has them."""
    refused = []
    _put_bodies(connection, "plan", [(one.id, _encoder.encode(one)) for one in page.plans])
    _put_bodies(connection, "promotion", [(one.id, _encoder.encode(one)) for one in page.promotions])
    benefits.take_in(connection, page.dossiers)
    if not stock.take_in(connection, page.stock, till=till):
        refused.append("stock.rejected")
    if not tills.take_in(connection, page.tills):
        refused.append("till_key.rejected")
    benefit_claims.hear(cursor_of(connection), page.claims, till=till)
    bulletins.take_in(cursor_of(connection), page.bulletins)
    decisions.hear(cursor_of(connection), page.decided, till=till)
    _put_aside(connection, page.aside)
    return refused


def _put_aside(connection: Connection, arrived: tuple[PutAside, ...]) -> None:
    """What somebody has to look at comes on the list, or off it."""
    for one in arrived:
        connection.exec_driver_sql(_LOOKED_AT, (one.till, one.epoch, one.seq))
        if one.reason:
            connection.exec_driver_sql(_LOOK_AT, (one.till, one.epoch, one.seq, one.reason, one.owner, one.amount))


def _put_bodies(connection: Connection, table: str, rows: list[tuple[str, bytes]]) -> None:
    if rows:
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} (id, body) VALUES (?, ?)", rows)


def look_at(rows: Rows, facts: tuple[Fact, ...]) -> None:
    """What somebody here looked at leaves the list at once; the mall's word takes it off every till's."""
    for fact in facts:
        if isinstance(fact, AsideLookedAt):
            rows.execute(_LOOKED_AT, (fact.till, fact.epoch, fact.seq))
