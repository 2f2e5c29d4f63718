"""Cash receipts: their rows, how they are found, and that none is asked for twice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row

from pos.domain.calendar import KST
from pos.domain.cash_receipt import (
    Cancelled,
    CashReceipt,
    CashReceiptAnswered,
    CashReceiptAsked,
    CashReceiptOwed,
    Number,
)
from pos.domain.errors import Refused
from pos.domain.facts import Fact
from pos.domain.journal import Entry
from pos.storage import numbers, tables
from pos.storage.engine import Database, cursor_of
from pos.storage.statements import Rows, insertion
from pos.till.paying.tax import ReceiptState, Told

_STATES: Final[dict[str, ReceiptState]] = {"approved": "issued", "unknown": "unknown", "not_sent": "owed"}
_IN_DOUBT: Final = ("asked", "unknown")

_OWE = insertion(tables.cash_receipt)
_ASK = "UPDATE cash_receipt SET state = 'asked', attempt = ?, reason = '' WHERE id = ? AND state <> 'issued'"
_ANSWER = (
    "UPDATE cash_receipt SET state = ?, reason = ?, approval_number = ?, issued_at = ? "
    "WHERE id = ? AND attempt = ? AND state <> 'issued'"
)
_STATE = "SELECT state, attempt FROM cash_receipt WHERE id = ?"
_OPEN = "SELECT * FROM cash_receipt WHERE state <> 'issued' ORDER BY epoch, seq"
_OF_SALE = "SELECT * FROM cash_receipt WHERE sale = ? ORDER BY epoch, seq"


class SqlTax:
    """The till's database, for what the tax office is told. Implements `pos.till.paying.tax.TaxBook`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_receipts(self) -> tuple[Told, ...]:
        """See TaxBook."""
        with self._database.read() as connection:
            return _told(connection, _OPEN)

    def receipts_of(self, sale: str) -> tuple[Told, ...]:
        """See TaxBook."""
        with self._database.read() as connection:
            return _told(connection, _OF_SALE, sale)

    def number(self, number_id: str) -> Number | None:
        """See TaxBook."""
        with self._database.read() as connection:
            return numbers.opened(cursor_of(connection), number_id)


def write_rows(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Write the rows that follow from one entry about cash receipts; another entry leaves none.

    An answer counts for the attempt it is about, and for none once the receipt is issued.
    """
    if isinstance(fact, CashReceiptOwed):
        rows.execute(_OWE, _row(entry, fact.receipt))
    elif isinstance(fact, CashReceiptAsked):
        rows.execute(_ASK, (fact.attempt, fact.receipt))
    elif isinstance(fact, CashReceiptAnswered):
        said = (fact.reason, fact.approval_number, fact.issued_at, fact.receipt, fact.attempt)
        rows.execute(_ANSWER, (_state_after(fact), *said))


def refuse_what_is_told(cursor: Any, facts: tuple[Fact, ...]) -> None:
    """Raise Refused for a receipt that is owed twice ("cash_receipt.already_written"), or asked for once too often.

    ("cash_receipt.issued") where it is issued, ("cash_receipt.in_doubt") where it may be, by another attempt.
    """
    states: dict[str, tuple[str, str]] = {}
    for fact in facts:
        if isinstance(fact, CashReceiptOwed):
            if _state_of(cursor, fact.receipt.id, states) is not None:
                raise Refused("cash_receipt.already_written")
            states[fact.receipt.id] = ("owed", "")
        elif isinstance(fact, CashReceiptAsked):
            _refuse_asking(_state_of(cursor, fact.receipt, states), fact.attempt)
            states[fact.receipt] = ("asked", fact.attempt)
        elif isinstance(fact, CashReceiptAnswered):
            states[fact.receipt] = (_state_after(fact), fact.attempt)


def _refuse_asking(known: tuple[str, str] | None, attempt: str) -> None:
    if known is None:
        return
    state, last = known
    if state == "issued":
        raise Refused("cash_receipt.issued")
    if state in _IN_DOUBT and last != attempt:
        raise Refused("cash_receipt.in_doubt")


def _state_of(cursor: Any, receipt: str, states: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """How a receipt stands, and its newest attempt: after what came before in the same commit, or in the database."""
    row = states.get(receipt) or cursor.execute(_STATE, (receipt,)).fetchone()
    return (row[0], row[1]) if row else None


def _state_after(fact: CashReceiptAnswered) -> ReceiptState:
    return _STATES.get(fact.outcome, "refused")


def _row(entry: Entry, receipt: CashReceipt) -> tuple[object, ...]:
    cancels = receipt.cancels
    original = (
        (cancels.receipt, cancels.approval_number, cancels.issued_on.isoformat(), cancels.reason)
        if cancels
        else (None,) * 4
    )
    return (
        receipt.id,
        entry.epoch,
        entry.seq,
        receipt.sale,
        receipt.back,
        receipt.use,
        receipt.masked,
        receipt.number,
        receipt.amount,
        receipt.vat,
        receipt.at.astimezone(KST).isoformat(),
        receipt.due.isoformat(),
        *original,
        "owed",
        *("",) * 4,
    )


def _told(connection: Connection, query: str, *values: object) -> tuple[Told, ...]:
    return tuple(_told_in(row) for row in connection.exec_driver_sql(query, values))


def _told_in(row: Row[Any]) -> Told:
    receipt = CashReceipt(
        row.id,
        row.sale,
        row.use,
        row.masked,
        row.amount,
        row.vat,
        datetime.fromisoformat(row.at),
        number=row.number,
        cancels=_cancelled_in(row),
        back=row.back,
    )
    return Told(receipt, row.state, row.attempt, row.reason, row.approval_number, row.issued_at)


def _cancelled_in(row: Row[Any]) -> Cancelled | None:
    if row.cancels is None:
        return None
    return Cancelled(row.cancels, row.cancels_approval, date.fromisoformat(row.cancels_on), row.cancels_reason)
