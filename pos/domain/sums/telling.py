"""One journal entry in a few plain words, for who looks behind a figure. It names people by their number only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pos.domain.facts import (
    ApprovalGiven,
    DrawerMoved,
    DrawerOpened,
    Fact,
    LineVoided,
    OrderCancelled,
    RefundPaid,
    Reprinted,
    ReturnCompleted,
    SaleAbandoned,
    SaleCompleted,
    decode_fact,
)
from pos.domain.journal import Entry
from pos.domain.sums.figures import Oddity, Told
from pos.domain.sums.summing import given_free


def told_of(entry: Entry, oddity: Oddity | None = None) -> Told:
    """What an entry says; its amount is that of the oddity it is looked at for."""
    fact = decode_fact(entry.payload)
    amount, more = 0, _said(fact)
    if oddity == "discount" and isinstance(fact, SaleCompleted):
        amount, more["units"] = given_free(fact.sale)
    elif oddity != "override":
        amount = more.pop("amount", 0)
    more.pop("amount", None)
    return Told(entry.seq, datetime.fromisoformat(entry.at), entry.who, entry.kind, amount, **more)


def _said(fact: Fact) -> dict[str, Any]:
    match fact:
        case SaleCompleted(sale):
            return {"amount": sale.total, "subject": sale.id, "number": sale.number}
        case ReturnCompleted(back):
            return {"amount": back.refund, "subject": back.id, "number": back.number}
        case RefundPaid(back_id, paid):
            return {"amount": paid.amount + paid.interest, "subject": back_id, "code": paid.how}
        case OrderCancelled(sale_id, total):
            return {"amount": total, "subject": sale_id}
        case SaleAbandoned(sale_id, _, total):
            return {"amount": total, "subject": sale_id, "note": fact.reason}
        case ApprovalGiven(sale_id, allowed):
            return {"subject": sale_id, "code": allowed.action, "by": allowed.by, "note": allowed.reason}
        case _:
            return _said_of_little(fact)


def _said_of_little(fact: Fact) -> dict[str, Any]:
    match fact:
        case LineVoided(_, product, quantity):
            return {"subject": product, "units": quantity}
        case DrawerMoved(move):
            return {"amount": move.change, "code": move.kind, "note": move.note}
        case DrawerOpened(reason):
            return {"note": reason}
        case Reprinted(subject):
            return {"subject": subject}
        case _:
            return {}
