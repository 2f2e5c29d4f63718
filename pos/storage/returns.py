"""What follows from goods that came back: the return, its refund part by part, what a terminal was asked, claims."""

from __future__ import annotations

import msgspec

from pos.domain.apart import BenefitClaimClosed
from pos.domain.back.returns import Claim, Return
from pos.domain.facts import (
    ClaimMade,
    Fact,
    HolidayEntered,
    RefundAnswered,
    RefundAsked,
    RefundPaid,
    ReturnCompleted,
    WarrantyRegistered,
)
from pos.domain.journal import Entry
from pos.storage import benefit_claims, benefits, machines, stock, tables
from pos.storage.closing import shift_at
from pos.storage.statements import Rows, insertion

_BACK = insertion(tables.back)
_LINE = insertion(tables.back_line)
_PART = insertion(tables.refund_part)
_ATTEMPT = insertion(tables.refund_attempt)
_ANSWER = "UPDATE refund_attempt SET outcome = ? WHERE id = ?"
_PAY = (
    "UPDATE refund_part SET how = ?, interest = ?, paid_epoch = ?, paid_seq = ? WHERE back = ? AND id = ? AND how = ''"
)
_OUT = (
    "INSERT INTO returned_payment (epoch, seq, position, sale, id, kind, amount, shift, rounded) "
    "VALUES (?, ?, ?, coalesce((SELECT sale FROM back WHERE id = ?), ''), ?, ?, ?, ?, ?)"
)
_CLAIM = insertion(tables.claim)
_SETTLE = "UPDATE claim SET settled_by = ?, settled_at = ? WHERE id = ? AND settled_by IS NULL"
_HOLIDAY = "INSERT OR IGNORE INTO holiday (day) VALUES (?)"

CREDIT = "exchange"
"""How a part of a refund went out that paid for other goods."""

_encode = msgspec.json.Encoder().encode


def write_rows(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Write the rows that follow from one entry about returns; another entry leaves none."""
    if isinstance(fact, ReturnCompleted):
        _take_back(rows, entry, fact.back)
    elif isinstance(fact, RefundAsked):
        part = _encode(fact.part)
        rows.execute(_ATTEMPT, (fact.attempt, fact.back, entry.seq, part, fact.amount, fact.recharge, "asked"))
    elif isinstance(fact, RefundAnswered):
        rows.execute(_ANSWER, (fact.outcome, fact.attempt))
    elif isinstance(fact, RefundPaid):
        _pay(rows, entry, fact)
    elif isinstance(fact, ClaimMade):
        rows.execute(_CLAIM, _claim_row(entry, fact.claim))
    elif isinstance(fact, WarrantyRegistered):
        machines.register(rows, entry, fact)
    elif isinstance(fact, BenefitClaimClosed):
        benefit_claims.close(rows, fact)
    elif isinstance(fact, HolidayEntered):
        rows.execute(_HOLIDAY, (fact.day.isoformat(),))


def _take_back(rows: Rows, entry: Entry, back: Return) -> None:
    head = (
        back.id,
        entry.epoch,
        entry.seq,
        back.number,
        entry.day,
        entry.at,
        back.cashier,
        back.shift,
        back.sale,
        back.original,
        back.member,
        back.amount,
        back.vat,
        back.clawed_back,
        back.refund,
        back.unpaid,
        back.claim or None,
    )
    rows.execute(_BACK, head)
    _lines(rows, back)
    stock.write(rows, entry, back.moved, reason="return")
    machines.take_back(rows, back)
    benefits.take_back(rows, back)
    if back.benefit:
        benefit_claims.grant(rows, back)
    if back.claim:
        rows.execute(_SETTLE, (back.id, entry.at, back.claim))


def _lines(rows: Rows, back: Return) -> None:
    """Its lines, and the refund as money and as credit for other goods."""
    lines = [
        (
            back.id,
            place,
            line.position,
            line.product,
            line.quantity,
            line.condition,
            line.reason,
            int(line.replaced),
            line.amount,
        )
        for place, line in enumerate(back.lines, 1)
    ]
    if lines:
        rows.executemany(_LINE, lines)
    parts = [*((part, "") for part in back.parts), *((part, CREDIT) for part in back.credit)]
    refund = [
        (back.id, place, part.id, part.kind, part.amount, how, 0, None, None)
        for place, (part, how) in enumerate(parts, 1)
    ]
    if refund:
        rows.executemany(_PART, refund)


def _pay(rows: Rows, entry: Entry, fact: RefundPaid) -> None:
    """It went out; the interest always in cash, whichever way the rest went."""
    paid, shift = fact.paid, shift_at(rows, entry)
    rows.execute(_PAY, (paid.how, paid.interest, entry.epoch, entry.seq, fact.back, paid.part))
    rows.execute(_OUT, (entry.epoch, entry.seq, 1, fact.back, paid.part, paid.how, paid.amount, shift, paid.rounded))
    if paid.interest:
        rows.execute(_OUT, (entry.epoch, entry.seq, 2, fact.back, paid.part, "cash", paid.interest, shift, 0))


def _claim_row(entry: Entry, claim: Claim) -> tuple[object, ...]:
    return claim.id, entry.epoch, entry.seq, claim.sale, entry.at, None, None
