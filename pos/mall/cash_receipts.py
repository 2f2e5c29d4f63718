"""Cash receipts out of the journals: what each till owes the tax office, asked a terminal for, and was answered.

It follows what a till says and judges only that; whether a receipt suits its sale is looked at in `tax.py`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.cash_receipt import CashReceipt, CashReceiptAnswered, CashReceiptAsked, CashReceiptOwed
from pos.domain.journal import Entry
from pos.domain.tender import BY_HAND
from pos.mall import tables
from pos.mall.reviews import Place
from pos.sync.contract import TillName
from pos.till.paying.tax import ReceiptState, Told

ReceiptFact: TypeAlias = CashReceiptOwed | CashReceiptAsked | CashReceiptAnswered

IN_DOUBT = ("asked", "unknown")

_receipt = tables.cash_receipt
_STATES: dict[str, ReceiptState] = {"approved": "issued", "unknown": "unknown", "not_sent": "owed"}


class Held(msgspec.Struct, frozen=True):
    """A receipt as it stands, and the entry by which it was owed."""

    place: Place
    told: Told

    @property
    def receipt(self) -> CashReceipt:
        """What it says."""
        return self.told.receipt

    @property
    def counts(self) -> bool:
        """Whether the tax office was told, or still will be: all but what was refused."""
        return self.told.state != "refused"


class Taken(msgspec.Struct, frozen=True):
    """What is wrong with an entry about a receipt, or "", and the sale it concerns, "" where that is not known."""

    reason: str = ""
    sale: str = ""


def take(connection: sa.Connection, name: TillName, entry: Entry, fact: ReceiptFact) -> Taken:
    """Keep what a till says about one of its receipts."""
    if isinstance(fact, CashReceiptOwed):
        return _owe(connection, name, entry, fact.receipt)
    row = connection.execute(sa.select(_receipt).where(_is(name, fact.receipt))).one_or_none()
    if row is None:
        return Taken("cash_receipt.unknown")
    if isinstance(fact, CashReceiptAsked):
        return Taken(_ask(connection, name, row, fact), row.sale)
    return Taken(_answer(connection, name, row, fact), row.sale)


def of_sale(connection: sa.Connection, sale: str) -> tuple[Held, ...]:
    """The receipts of a sale and what cancels them, at whichever till, in the order each till wrote them."""
    c = _receipt.c
    query = sa.select(_receipt).where(c.sale == sale).order_by(c.boutique, c.till, c.epoch, c.seq)
    return tuple(_held_in(row) for row in connection.execute(query))


def told_of(connection: sa.Connection, name: TillName, sale: str) -> tuple[Told, ...]:
    """The issued receipts of a till's sale, and everything that cancels them or is about to; another till reads it."""
    held = of_sale(connection, sale)
    issued = [
        one for one in held if one.place.name == name and one.receipt.cancels is None and one.told.state == "issued"
    ]
    known = {one.receipt.id for one in issued}
    back = [one for one in held if one.counts and one.receipt.cancels and one.receipt.cancels.receipt in known]
    return tuple(one.told for one in (*issued, *back))


def sales_told(connection: sa.Connection, sales: list[str]) -> set[str]:
    """Those of some sales that have receipts."""
    query = sa.select(_receipt.c.sale).where(_receipt.c.sale.in_(sales)).distinct()
    return set(connection.execute(query).scalars()) if sales else set()


def _owe(connection: sa.Connection, name: TillName, entry: Entry, receipt: CashReceipt) -> Taken:
    if connection.execute(sa.select(_receipt.c.seq).where(_is(name, receipt.id))).first() is not None:
        return Taken("cash_receipt.repeated", receipt.sale)
    row = {"boutique": name.boutique, "till": name.till, "id": receipt.id, "epoch": entry.epoch, "seq": entry.seq}
    row |= {"sale": receipt.sale, "state": "owed", "attempt": "", "approval_number": "", "issued_at": ""}
    row["document"] = msgspec.json.encode(replace(receipt, number=""))  # the number stays with its till
    connection.execute(_receipt.insert().values(row))
    return Taken(sale=receipt.sale)


def _ask(connection: sa.Connection, name: TillName, row: sa.Row[Any], fact: CashReceiptAsked) -> str:
    """The terminal was asked all the same, so that what it answers is heard; but it may have issued two."""
    if row.state == "issued":
        return "cash_receipt.issued"
    _set(connection, name, row.id, state="asked", attempt=fact.attempt)
    return "cash_receipt.in_doubt" if row.state in IN_DOUBT and row.attempt != fact.attempt else ""


def _answer(connection: sa.Connection, name: TillName, row: sa.Row[Any], fact: CashReceiptAnswered) -> str:
    if row.attempt != fact.attempt:
        return "cash_receipt.not_asked"
    if row.state not in IN_DOUBT and (row.state == "issued" or fact.reason != BY_HAND):
        return "cash_receipt.answered_twice"
    said = {"approval_number": fact.approval_number, "issued_at": fact.issued_at}
    _set(connection, name, row.id, state=_STATES.get(fact.outcome, "refused"), **said)
    return "cash_receipt.no_approval" if fact.outcome == "approved" and not fact.approval_number else ""


def _set(connection: sa.Connection, name: TillName, receipt: str, **values: str) -> None:
    connection.execute(_receipt.update().where(_is(name, receipt)).values(values))


def _held_in(row: sa.Row[Any]) -> Held:
    receipt = msgspec.json.decode(row.document, type=CashReceipt)
    told = Told(receipt, row.state, row.attempt, "", row.approval_number, row.issued_at)
    return Held(Place(TillName(row.boutique, row.till), row.epoch, row.seq), told)


def _is(name: TillName, receipt: str) -> sa.ColumnElement[bool]:
    c = _receipt.c
    return (c.boutique == name.boutique) & (c.till == name.till) & (c.id == receipt)
