"""Whole sales, out of the journals they were written into, with what came back of each: for any till of the chain."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from pos.domain.back.returns import Original, PaidOut, Return
from pos.domain.errors import Refused
from pos.domain.facts import ReturnCompleted, SaleCompleted, decode_fact
from pos.domain.sale import Sale, receipt_code
from pos.mall import benefits, cash_receipts, orders, tables
from pos.mall.reviews import Place
from pos.mall.statements import read_all
from pos.sync.contract import SaleAnswer, TillName

_LONGEST_NUMBER = 9


def record_of(connection: sa.Connection, code: str) -> SaleAnswer:
    """A sale by its receipt's code, as it stands. Raises Refused("return.unknown_receipt").

    ("return.order_cancelled") where it is a delivery whose money went back, or is about to.
    """
    sale = by_code(connection, code)
    if sale is None:
        raise Refused("return.unknown_receipt")
    if is_cancelled(connection, sale):
        raise Refused("return.order_cancelled", number=sale.number)
    held = benefits.entitlement_of(connection, sale.id)
    uses = benefits.uses_of_benefit(connection, held.benefit) if held is not None else ()
    receipts = cash_receipts.told_of(connection, TillName(sale.boutique, sale.till), sale.id)
    return SaleAnswer(original_of(connection, sale), held, uses, receipts)


def by_code(connection: sa.Connection, code: str, sale_id: str | None = None) -> Sale | None:
    """A sale by its receipt's code, and by its id where that is known too; None for any other text."""
    place = place_in(code)
    if place is None:
        return None
    name, number = place
    c = tables.sale.c
    query = _entries_of(tables.sale).where(c.boutique == name.boutique, c.till == name.till, c.number == number)
    if sale_id is not None:
        query = query.where(c.id == sale_id)
    payload = connection.execute(query.order_by(c.epoch, c.seq).limit(1)).scalar_one_or_none()
    fact = None if payload is None else decode_fact(payload)
    return fact.sale if isinstance(fact, SaleCompleted) else None


def by_id(connection: sa.Connection, name: TillName, sale_id: str) -> Sale | None:
    """A till's sale by its id."""
    c = tables.sale.c
    here = (c.boutique == name.boutique) & (c.till == name.till) & (c.id == sale_id)
    payload = connection.execute(_entries_of(tables.sale).where(here)).scalar_one_or_none()
    fact = None if payload is None else decode_fact(payload)
    return fact.sale if isinstance(fact, SaleCompleted) else None


def place_of(connection: sa.Connection, one: Sale | Return) -> Place:
    """Where the entry of a sale or a return stands, which was read before."""
    c = (tables.sale if isinstance(one, Sale) else tables.back).c
    here = (c.boutique == one.boutique) & (c.till == one.till) & (c.id == one.id)
    row = connection.execute(sa.select(c.epoch, c.seq).where(here)).one()
    return Place(TillName(one.boutique, one.till), row.epoch, row.seq)


def place_in(code: str) -> tuple[TillName, int] | None:
    """The till and the running number that a receipt's code names; None for what is no code."""
    boutique, till, number = ["", "", *code.rsplit("-", 2)][-3:]
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        return None
    is_code = code.isprintable() and receipt_code(boutique, till, int(number)) == code
    return (TillName(boutique, till), int(number)) if is_code else None


def original_of(connection: sa.Connection, sale: Sale) -> Original:
    """A sale with everything that came back of it, at whichever till."""
    c = tables.back.c
    query = _entries_of(tables.back).where(_is_of(sale), c.is_counted == sa.true()).order_by(c.at, c.id)
    facts = [decode_fact(payload) for payload in connection.execute(query).scalars()]
    returns = tuple(fact.back for fact in facts if isinstance(fact, ReturnCompleted))
    return Original(sale, returns, tuple(paid for back in returns for paid in paid_out_of(connection, back)))


def paid_out_of(connection: sa.Connection, back: Return) -> tuple[PaidOut, ...]:
    """What of a refund reached the customer."""
    c = tables.paid_out.c
    query = sa.select(c.document).where(c.boutique == back.boutique, c.till == back.till, c.back == back.id)
    return read_all(connection, query.order_by(c.part), PaidOut)


def is_cancelled(connection: sa.Connection, sale: Sale) -> bool:
    """Whether it is a delivery that was kept from leaving, so that its money goes back another way."""
    return sale.shipping is not None and orders.state_of(connection, sale.id) in ("stopped", "cancelled")


def _is_of(sale: Sale) -> sa.ColumnElement[bool]:
    c = tables.back.c
    return (c.sold_boutique == sale.boutique) & (c.sold_till == sale.till) & (c.sale == sale.id)


def _entries_of(table: sa.Table) -> sa.Select[Any]:
    """What stands in the entries that rows of a table were read from."""
    c, entry = table.c, tables.entry.c
    same = (entry.boutique == c.boutique) & (entry.till == c.till) & (entry.epoch == c.epoch) & (entry.seq == c.seq)
    return sa.select(entry.payload).select_from(table.join(tables.entry, same))
