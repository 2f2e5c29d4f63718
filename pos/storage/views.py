"""What is read from the journal: one function that writes an entry's rows, used for selling and for rebuilding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec
from sqlalchemy import Connection

from pos.domain.journal import CardAnswered, CardAsked, Entry, Fact, SaleCompleted, ShiftOpened
from pos.domain.sale import Sale
from pos.storage import tables
from pos.storage.statements import insertion

_SALE = insertion(tables.sale)
_SALE_LINE = insertion(tables.sale_line)
_PAYMENT = insertion(tables.payment)
_SHIFT = insertion(tables.shift)
_ATTEMPT = insertion(tables.attempt)
_ANSWER = "UPDATE attempt SET outcome = ?, approval = ? WHERE id = ?"


class Rows(Protocol):
    """What rows are written through: a driver's cursor."""

    def execute(self, statement: str, values: Sequence[object], /) -> object:
        """Do a statement."""

    def executemany(self, statement: str, rows: Sequence[Sequence[object]], /) -> object:
        """Do it with each of several rows."""


class _Slowly:
    """The same through SQLAlchemy, whose errors say what was tried."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object]) -> None:
        self._connection.exec_driver_sql(statement, tuple(values))

    def executemany(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        self._connection.exec_driver_sql(statement, [tuple(row) for row in rows])


def project(connection: Connection, entry: Entry, fact: Fact) -> None:
    """Rebuild the rows that follow from one entry."""
    write_rows(_Slowly(connection), entry, fact)


def write_rows(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Write the rows that follow from one entry; entries nobody reads in tables leave none."""
    if isinstance(fact, SaleCompleted):
        _sale(rows, entry, fact.sale)
    elif isinstance(fact, ShiftOpened):
        rows.execute(_SHIFT, (fact.shift, entry.day, entry.at, entry.who, fact.float_won))
    elif isinstance(fact, CardAsked):
        asked = (fact.attempt, fact.sale, entry.seq, fact.tender, fact.amount, fact.instalments, "asked", b"")
        rows.execute(_ATTEMPT, asked)
    elif isinstance(fact, CardAnswered):
        approval = msgspec.json.encode(fact.approval) if fact.approval else b""
        rows.execute(_ANSWER, (fact.outcome, approval, fact.attempt))


def _sale(rows: Rows, entry: Entry, sale: Sale) -> None:
    head = (
        sale.id,
        entry.epoch,
        entry.seq,
        sale.number,
        entry.day,
        entry.at,
        sale.cashier,
        sale.shift,
        sale.terms,
        sale.goods,
        sale.discount,
        sale.total,
        sale.taxable,
        sale.exempt,
        sale.vat,
    )
    rows.execute(_SALE, head)
    lines = [
        (
            sale.id,
            position,
            line.product,
            line.range,
            line.tax,
            line.quantity,
            line.unit_price,
            line.amount,
            sum(discount.amount for discount in line.discounts),
        )
        for position, line in enumerate(sale.lines, 1)
    ]
    rows.executemany(_SALE_LINE, lines)
    payments = [
        (sale.id, position, part.id, part.kind, part.amount, part.handed_over)
        for position, part in enumerate(sale.payments, 1)
    ]
    if payments:
        rows.executemany(_PAYMENT, payments)
