"""What is read from the journal: one function that writes an entry's rows, used for selling and for rebuilding."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from pos.domain.back.decided import ClaimClosed
from pos.domain.bulletins import BulletinRead
from pos.domain.cash_receipt import CashReceiptAnswered, CashReceiptAsked, CashReceiptOwed
from pos.domain.facts import (
    CardAnswered,
    CardAsked,
    DrawerMoved,
    EpochOpened,
    Fact,
    OrderCancelled,
    OrderConfirmed,
    OrderStopped,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
    StockCorrected,
)
from pos.domain.journal import Entry
from pos.domain.sale import Sale
from pos.domain.tender import Payment
from pos.storage import (
    benefit_claims,
    benefits,
    bulletins,
    closing,
    decisions,
    lines,
    machines,
    orders,
    people,
    returns,
    stock,
    sums,
    tables,
    tax,
)
from pos.storage.statements import Rows, Slowly, insertion

_SALE = insertion(tables.sale)
_SALE_LINE = insertion(tables.sale_line)
_PAYMENT = insertion(tables.payment)
_ATTEMPT = insertion(tables.attempt)
_ANSWER = "UPDATE attempt SET outcome = ?, approval = ? WHERE id = ?"


def project(connection: Connection, entry: Entry, fact: Fact) -> None:
    """Rebuild the rows that follow from one entry."""
    write_rows(Slowly(connection), entry, fact)


def write_rows(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Write the rows that follow from one entry; entries nobody reads in tables leave none."""
    sums.write_rows(rows, entry, fact)
    if isinstance(fact, SaleCompleted):
        _sale(rows, entry, fact.sale)
    elif isinstance(fact, ShiftOpened | DrawerMoved | ShiftClosed):
        closing.write_rows(rows, entry, fact)
    elif isinstance(fact, CashReceiptOwed | CashReceiptAsked | CashReceiptAnswered):
        tax.write_rows(rows, entry, fact)
    elif isinstance(fact, CardAsked):
        asked = (fact.attempt, fact.sale, entry.seq, fact.tender, fact.amount, fact.instalments, "asked", b"")
        rows.execute(_ATTEMPT, asked)
    elif isinstance(fact, CardAnswered):
        approval = msgspec.json.encode(fact.approval) if fact.approval else b""
        rows.execute(_ANSWER, (fact.outcome, approval, fact.attempt))
    elif isinstance(fact, StockCorrected):
        stock.write(rows, entry, {fact.product: fact.change}, reason=fact.reason)
    elif isinstance(fact, OrderConfirmed | OrderStopped | OrderCancelled):
        _order(rows, entry, fact)
    elif isinstance(fact, people.FACTS):
        people.write_rows(rows, entry, fact)
    else:
        _others(rows, entry, fact)


def _others(rows: Rows, entry: Entry, fact: Fact) -> None:
    if isinstance(fact, EpochOpened):
        lines.write_rows(rows, entry, fact)
    elif isinstance(fact, BulletinRead):
        bulletins.write_rows(rows, entry, fact)
    elif isinstance(fact, ClaimClosed):
        decisions.close(rows, entry, fact)
    else:
        returns.write_rows(rows, entry, fact)


def _order(rows: Rows, entry: Entry, fact: OrderConfirmed | OrderStopped | OrderCancelled) -> None:
    if isinstance(fact, OrderConfirmed):
        orders.confirm(rows, fact.sale)
    elif isinstance(fact, OrderStopped):
        orders.stop(rows, fact.sale)
    else:
        orders.cancel(rows, entry, fact)
        benefits.give_back(rows, fact.sale)
        machines.cancel(rows, fact.sale)


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
        sale.member,
        sale.delivery_fee,
    )
    rows.execute(_SALE, head)
    _parts(rows, sale)
    if sale.shipping is None:
        stock.write(rows, entry, _units_out(sale), reason="sale")
    else:
        orders.offer(rows, sale)
    _sparse(rows, entry, sale)


def _parts(rows: Rows, sale: Sale) -> None:
    """Its lines and payments."""
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
        (sale.id, position, part.id, part.kind, part.amount, part.handed_over, _card(part), part.rounded)
        for position, part in enumerate(sale.payments, 1)
    ]
    if payments:
        rows.executemany(_PAYMENT, payments)


def _card(part: Payment) -> str | None:
    """The last four digits of the card, by which a lost receipt is found."""
    digits = part.approval.masked_number[-4:] if part.approval else ""
    return digits if len(digits) == 4 and digits.isascii() and digits.isdigit() else None


def _sparse(rows: Rows, entry: Entry, sale: Sale) -> None:
    """What few sales have: serial numbers, and benefits they use, begin or claim."""
    if any(line.serials for line in sale.lines):
        machines.sell(rows, sale)
    if sale.uses or sale.begins is not None:
        benefits.write(rows, sale)
    if sale.claims:
        benefit_claims.make(rows, entry, sale)


def _units_out(sale: Sale) -> dict[str, int]:
    """Units by product, negative: they were taken along. A delivery leaves from the mall's stock."""
    out: dict[str, int] = {}
    for line in sale.lines:
        out[line.product] = out.get(line.product, 0) - line.quantity
    return out
