"""Delivery orders as this till knows them, and the money that went back for those cancelled before they left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pos.domain.calendar import KST
from pos.domain.facts import OrderCancelled
from pos.domain.journal import Entry, write_time
from pos.domain.sale import Sale
from pos.storage import tables
from pos.storage.closing import shift_at
from pos.storage.people import OF_PERSON
from pos.storage.statements import Rows, insertion
from pos.till.books import OrderState

_OFFER = insertion(tables.delivery_order)
_CONFIRM = "UPDATE delivery_order SET state = 'concluded' WHERE sale = ? AND state = 'offered'"
_STOP = "UPDATE delivery_order SET state = 'stopped' WHERE sale = ? AND state <> 'cancelled'"
_CANCEL = "UPDATE delivery_order SET state = 'cancelled', cancelled_epoch = ?, cancelled_seq = ? WHERE sale = ?"
_RETURN = insertion(tables.returned_payment)
_STATE = "SELECT state FROM delivery_order WHERE sale = ?"
_KEPT = "AND NOT EXISTS (SELECT 1 FROM delivery_order WHERE delivery_order.sale = sale.id AND state = 'cancelled')"
# CROSS JOIN keeps the tables in this order: the few sales of one member or place first, then their lines.
_BOUGHT = (
    "SELECT coalesce(sum(quantity), 0) FROM sale CROSS JOIN sale_line ON sale_line.sale = sale.id "
    f"WHERE sale.member IN {OF_PERSON} AND sale.at >= ?2 AND sale_line.product = ?3 {_KEPT}"
)
_SENT = (
    "SELECT coalesce(sum(quantity), 0) FROM "
    "(SELECT DISTINCT sale FROM recipient WHERE place = ? AND state <> 'draft') AS there "
    "CROSS JOIN sale ON sale.id = there.sale CROSS JOIN sale_line ON sale_line.sale = sale.id "
    "WHERE sale.at >= ? AND sale_line.product = ? "
    f"{_KEPT}"
)

OF_ORDERS = (
    "(epoch, seq) IN (SELECT epoch, seq FROM sale WHERE number IN "
    "(SELECT number FROM delivery_order ORDER BY number DESC LIMIT ?))"
)
"""The entries of the newest delivery orders."""

OF_STOPPED = (
    "(epoch, seq) IN (SELECT sale.epoch, sale.seq FROM delivery_order JOIN sale ON sale.id = delivery_order.sale "
    "WHERE state = 'stopped')"
)
"""The entries of orders that were stopped and not yet cancelled: money is still to go back."""

OF_CANCELLATION = "(epoch, seq) = (SELECT cancelled_epoch, cancelled_seq FROM delivery_order WHERE sale = ?)"
"""The entry that cancelled an order."""


def offer(rows: Rows, sale: Sale) -> None:
    """A sale that is delivered is paid, and not yet confirmed."""
    rows.execute(_OFFER, (sale.number, sale.id, sale.member, "offered", None, None))


def confirm(rows: Rows, sale: str) -> None:
    """Its confirmation reached the customer."""
    rows.execute(_CONFIRM, (sale,))


def stop(rows: Rows, sale: str) -> None:
    """It will not leave; what was paid is still to go back."""
    rows.execute(_STOP, (sale,))


def cancel(rows: Rows, entry: Entry, fact: OrderCancelled) -> None:
    """It was cancelled, and these payments went back."""
    rows.execute(_CANCEL, (entry.epoch, entry.seq, fact.sale))
    shift = shift_at(rows, entry)
    returned = [
        (entry.epoch, entry.seq, position, fact.sale, part.id, part.kind, part.amount, shift, part.rounded)
        for position, part in enumerate(fact.returned, 1)
    ]
    if returned:
        rows.executemany(_RETURN, returned)


def state(cursor: Any, sale: str) -> OrderState | None:
    """Where an order stands, None for a sale that is no delivery."""
    row = cursor.execute(_STATE, (sale,)).fetchone()
    return row[0] if row else None


def bought(cursor: Any, member: str, product: str, since: datetime) -> int:
    """Units of a product that a member bought, under any number of theirs, less those of orders that were cancelled."""
    return int(cursor.execute(_BOUGHT, (member, _text(since), product)).fetchone()[0])


def sent(cursor: Any, place: str, product: str, since: datetime) -> int:
    """Units of a product in orders to a place, less those of orders that were cancelled."""
    return int(cursor.execute(_SENT, (place, _text(since), product)).fetchone()[0])


def _text(since: datetime) -> str:
    return write_time(since.astimezone(KST))
