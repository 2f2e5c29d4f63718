"""Orders that are delivered, as the mall sees them: whether they may leave, and where they go."""

from __future__ import annotations

from typing import Literal, TypeAlias, cast

import msgspec
import sqlalchemy as sa

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused
from pos.domain.sale import Sale, Shipping
from pos.mall import tables
from pos.mall.statements import put, read_one
from pos.sync.contract import TillName

State: TypeAlias = Literal["offered", "concluded", "stopped", "cancelled", "left"]
"""Paid; confirmed to the customer; kept from leaving; cancelled and paid back; on its way."""

_order = tables.delivery_order


class HeldOrder(msgspec.Struct, frozen=True):
    """An order, and its address where it has come and is still needed."""

    sale: str
    state: State
    recipient: Recipient | None = None


def take(connection: sa.Connection, sale: Sale, shipping: Shipping) -> str:
    """A sale that is delivered, also one that was stopped before it arrived; "order.twice" where it was there."""
    name = TillName(sale.boutique, sale.till)
    dates = {"leaves": shipping.leaves.isoformat(), "latest": shipping.latest.isoformat()}
    if state_of(connection, sale.id) is None:
        connection.execute(_order.insert().values(_row(name, sale.id, "offered") | dates))
        return ""
    expected = (_order.c.sale == sale.id) & (_order.c.leaves == "") & (_order.c.boutique == name.boutique)
    arrived = connection.execute(_order.update().where(expected).values(dates))
    return "" if arrived.rowcount else "order.twice"


def state_of(connection: sa.Connection, sale: str, *, boutique: str | None = None) -> State | None:
    """Where an order stands, locked against a change meanwhile; None where there is none."""
    query = sa.select(_order.c.state).where(_order.c.sale == sale).with_for_update()
    if boutique is not None:
        query = query.where(_order.c.boutique == boutique)
    return cast("State | None", connection.execute(query).scalar_one_or_none())


def order_of(connection: sa.Connection, sale: str) -> HeldOrder | None:
    """An order with its address."""
    row = connection.execute(sa.select(_order).where(_order.c.sale == sale)).one_or_none()
    if row is None:
        return None
    c = tables.recipient.c
    query = sa.select(c.document).where(c.boutique == row.boutique, c.till == row.till, c.sale == sale)
    return HeldOrder(sale, row.state, read_one(connection, query, Recipient))


def conclude(connection: sa.Connection, name: TillName, sale: str) -> str:
    """The customer has the confirmation (terms 10 (2))."""
    state = state_of(connection, sale, boutique=name.boutique)
    if state == "offered":
        _set(connection, sale, "concluded")
    return "order.unknown" if state is None else ""


def cancel(connection: sa.Connection, name: TillName, sale: str) -> str:
    """The customer was paid back, whatever else is true; "order.left" where the goods are on their way all the same.

    The address is needed no more.
    """
    state = state_of(connection, sale, boutique=name.boutique)
    if state == "left":
        return "order.left"
    connection.execute(tables.recipient.delete().where(*_addresses(name, sale)))
    if state is not None:
        _set(connection, sale, "cancelled")
        return ""
    if state_of(connection, sale) is None:  # its sale waits aside: its address must not come after this
        connection.execute(_order.insert().values(_row(name, sale, "cancelled")))
    return "order.unknown"


def stop(connection: sa.Connection, name: TillName, sale: str) -> None:
    """Keep an order of the boutique from leaving, also one that has not arrived yet.

    Raises Refused("order.left"), ("order.unknown") for one of another boutique.
    """
    state = state_of(connection, sale, boutique=name.boutique)
    if state is None and state_of(connection, sale) is not None:
        raise Refused("order.unknown")
    if state is None:
        connection.execute(_order.insert().values(_row(name, sale, "stopped")))
        return
    if state == "left":
        raise Refused("order.left")
    if state != "cancelled":
        _set(connection, sale, "stopped")


def dispatch(connection: sa.Connection, sale: str) -> None:
    """Hand an order to the carrier. Raises Refused("order.unknown"), ("order.stopped")."""
    state = state_of(connection, sale)
    if state is None:
        raise Refused("order.unknown")
    if state in ("stopped", "cancelled"):
        raise Refused("order.stopped")
    _set(connection, sale, "left")


def keep_recipient(connection: sa.Connection, name: TillName, sale: str, recipient: Recipient) -> None:
    """Keep the address of a till's order, known or not yet; that of one that was cancelled is not kept."""
    if state_of(connection, sale, boutique=name.boutique) == "cancelled":
        return
    row = {"boutique": name.boutique, "till": name.till, "sale": sale, "document": msgspec.json.encode(recipient)}
    put(connection, tables.recipient, row)


def _row(name: TillName, sale: str, state: State) -> dict[str, str]:
    """An order without the dates it leaves between: those come with its sale."""
    row = {"sale": sale, "boutique": name.boutique, "till": name.till, "state": state}
    return row | {"leaves": "", "latest": ""}


def _set(connection: sa.Connection, sale: str, state: State) -> None:
    connection.execute(_order.update().where(_order.c.sale == sale).values(state=state))


def _addresses(name: TillName, sale: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Those of an order, whichever till of the boutique brought it."""
    c = tables.recipient.c
    return c.boutique == name.boutique, c.sale == sale
