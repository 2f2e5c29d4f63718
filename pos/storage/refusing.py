"""What a commit may not do again: no money goes either way twice, and nothing comes back twice."""

from __future__ import annotations

from typing import Any

from pos.domain.apart import BenefitClaimClosed
from pos.domain.back.returns import Return
from pos.domain.errors import Refused
from pos.domain.facts import Fact, OrderCancelled, RefundPaid, ReturnCompleted, SaleCompleted, ShiftClosed
from pos.domain.sums.report import Report
from pos.storage import benefit_claims, closing, orders, tax

_SALE_OF = "SELECT number FROM sale WHERE id = ?"
_BACK_OF = "SELECT number FROM back WHERE id = ?"
_OWED = "SELECT 1 FROM refund_part WHERE back = ? AND id = ? AND how = ''"
_LEFT = (
    "SELECT position, quantity - (SELECT coalesce(sum(back_line.quantity), 0) FROM back "
    "JOIN back_line ON back_line.back = back.id "
    "WHERE back.sale = sale_line.sale AND back_line.position = sale_line.position AND NOT replaced) "
    "FROM sale_line WHERE sale = ?"
)
_OUT = "SELECT 1 FROM machine WHERE serial = ? AND state <> 'out' AND sale = ?"


def refuse_what_is_done(cursor: Any, facts: tuple[Fact, ...]) -> None:
    """Raise Refused for what the journal has already; a sale that is there is said before anything that went with it.

    ("sale.already_written"), ("order.cancelled"), ("return.already_written"), ("return.already_returned"),
    ("return.order_cancelled"), ("claim.settled"), ("refund.paid"), ("shift.closed"), ("closing.moved"),
    ("cash_receipt.already_written"), ("cash_receipt.issued"), ("cash_receipt.in_doubt").
    """
    _refuse_ends(cursor, facts)
    _refuse_money_back(cursor, facts)
    tax.refuse_what_is_told(cursor, facts)


def _refuse_ends(cursor: Any, facts: tuple[Fact, ...]) -> None:
    """A sale, an order and a shift end once."""
    for fact in facts:
        if isinstance(fact, SaleCompleted):
            known = cursor.execute(_SALE_OF, (fact.sale.id,)).fetchone()
            if known is not None:
                raise Refused("sale.already_written", number=known[0])
        elif isinstance(fact, OrderCancelled) and orders.state(cursor, fact.sale) == "cancelled":
            raise Refused("order.cancelled")
        elif isinstance(fact, ShiftClosed):
            _refuse_closing(cursor, fact.report)


def _refuse_money_back(cursor: Any, facts: tuple[Fact, ...]) -> None:
    """What is owed to a customer is promised once, and paid once."""
    promised: set[tuple[str, str]] = set()
    paid: set[tuple[str, str]] = set()
    for fact in facts:
        if isinstance(fact, BenefitClaimClosed):
            benefit_claims.refuse_what_is_settled(cursor, fact.sale, fact.benefit)
        elif isinstance(fact, ReturnCompleted):
            _refuse_return(cursor, fact.back)
            promised.update((fact.back.id, part.id) for part in fact.back.parts)
        elif isinstance(fact, RefundPaid):
            part = (fact.back, fact.paid.part)
            if part in paid or (part not in promised and cursor.execute(_OWED, part).fetchone() is None):
                raise Refused("refund.paid")
            paid.add(part)


def _refuse_closing(cursor: Any, report: Report) -> None:
    number = closing.number_of_report(cursor, report.shift)
    if number is not None:
        raise Refused("shift.closed", number=number)
    held = closing.cash_in_drawer(cursor, report.shift)
    if held is None:
        raise Refused("shift.not_open")
    # Cash went in or out since the report was added up, or another shift was closed.
    if held != report.expected or report.running != closing.running_total(cursor) + report.net:
        raise Refused("closing.moved")


def _refuse_return(cursor: Any, back: Return) -> None:
    known = cursor.execute(_BACK_OF, (back.id,)).fetchone()
    if known is not None:
        raise Refused("return.already_written", number=known[0])
    if not back.sale:
        return
    if back.benefit:
        benefit_claims.refuse_what_is_settled(cursor, back.sale, back.benefit)
    if orders.state(cursor, back.sale) in ("cancelled", "stopped"):
        raise Refused("return.order_cancelled")
    left: dict[int, int] = dict(cursor.execute(_LEFT, (back.sale,)).fetchall())
    for line in back.lines:
        if left:  # of a sale of another till the units of a line are not known here
            left[line.position] = left.get(line.position, 0) - line.quantity
            if left[line.position] < 0:
                raise Refused("return.already_returned", product=line.product)
        if any(cursor.execute(_OUT, (serial, back.sale)).fetchone() for serial in line.serials):
            raise Refused("return.already_returned", product=line.product)
