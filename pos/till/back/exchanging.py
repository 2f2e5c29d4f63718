"""Goods for goods, in one basket: what comes back is worth what was paid for it, and the difference goes either way."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pos.domain.back.proposal import money_back
from pos.domain.back.returns import Part
from pos.domain.errors import Refused
from pos.domain.facts import Fact, ReturnCompleted
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.domain.tender import Payment
from pos.till import selling
from pos.till.back import finding, refunding, returning
from pos.till.counter import Counter
from pos.till.in_hand import Exchange
from pos.till.paying import cash_receipts
from pos.till.ports import Draft, Job


class Swapped(msgspec.Struct, frozen=True):
    """A sale with what came back for it: the entries to write, the papers, and the cash that goes out."""

    sale: Sale
    facts: tuple[Fact, ...] = ()
    jobs: tuple[Job, ...] = ()
    cash_back: tuple[Part, ...] = ()


def begin(counter: Counter) -> Exchange:
    """Take the return in hand as credit for the goods of the basket, which is begun where there is none.

    Nothing has come back before the basket is paid; giving it up gives up both. Raises what `returning.check` raises,
    Refused("exchange.open") where the basket has one, ("exchange.no_receipt") without a receipt.
    """
    back, hand = returning.as_agreed(counter)
    if hand.original is None:
        raise Refused("exchange.no_receipt")
    if any(line.replaced for line in back.lines):
        raise Refused("exchange.same_product")
    if counter.draft is None:
        selling.start(counter)
    draft = counter.draft
    assert draft is not None
    if draft.exchange is not None:
        raise Refused("exchange.open")
    if draft.agreed is not None or counter.is_busy:
        raise Refused("payment.in_progress")
    exchange = Exchange(back, hand.original, hand.wanted, hand.facts, hand.receipts)
    _put(counter, draft, exchange)
    returning.put_away(counter)
    return exchange


def drop(counter: Counter) -> None:
    """The customer keeps what they wanted to bring back; the goods in the basket stay."""
    counter.who_may("sell")
    draft = counter.draft
    if draft is None or draft.exchange is None:
        return
    if draft.agreed is not None or counter.is_busy:
        raise Refused("payment.in_progress")
    _put(counter, draft, None)


def check(counter: Counter) -> None:
    """Whether the basket can be paid with what comes back for it.

    Raises Refused("exchange.delivery"), for what is exchanged is taken along: an order that does not leave gives money
    back; ("approval.same_person") where whoever completes it had allowed it; ("exchange.changed") where the goods are
    worth something else by now, once; and a line's refusal where it cannot come back any more.
    """
    draft = counter.draft
    exchange = draft.exchange if draft else None
    if exchange is None or draft is None:
        return
    if draft.basket.delivery is not None:
        raise Refused("exchange.delivery")
    if any(given.by == counter.cashier().id for given in exchange.back.approvals):
        raise Refused("approval.same_person")
    if draft.agreed is None:
        _check_still_so(counter, draft, exchange)


def difference(counter: Counter) -> Won:
    """What the customer has still to pay (positive) or gets back (negative), in won."""
    draft, quote = counter.draft, counter.quote
    if draft is None or quote is None:
        return 0
    credit = draft.exchange.credit if draft.exchange else 0
    return quote.total - credit - sum(payment.amount for payment in draft.payments)


def settle(counter: Counter, sale: Sale) -> Swapped:
    """A sale about to be written down, with what comes back for it paid into it; the rest goes back as money."""
    exchange = counter.draft.exchange if counter.draft else None
    if exchange is None:
        return Swapped(sale)
    new_id = counter.ports.new_id
    original, _ = finding.again(counter, exchange.original, exchange.facts)
    due = sale.total - sum(payment.amount for payment in sale.payments)
    used = min(exchange.credit, due)
    parts, credit = money_back(original, refund=exchange.credit, credit=used, new_id=new_id)
    back = replace(
        exchange.back,
        at=sale.at,
        day=sale.day,
        cashier=sale.cashier,
        shift=sale.shift,
        due=refunding.due_of(counter, sale.at, exchange.back.terms),
        parts=parts,
        credit=credit,
        exchange=sale.id,
    )
    paid = tuple(
        Payment(one.id, "exchange", one.amount, 0, one.approval, back.original, one.kind, one.charge) for one in credit
    )
    receipts = cash_receipts.of_return(counter, back, exchange.receipts)
    money = refunding.cash_paid(counter, back, original)
    told: tuple[Fact, ...] = (ReturnCompleted(back), *money, *receipts)
    paper = Job(new_id(), "refund", back.id)
    return Swapped(replace(sale, payments=(*paid, *sale.payments)), told, (paper,), parts)


def _check_still_so(counter: Counter, draft: Draft, exchange: Exchange) -> None:
    """Judge it once more with what happened since: the machine's benefit was used, a charge was made anew."""
    original, facts = finding.again(counter, exchange.original, exchange.facts)
    found = returning.proposed(counter, original, exchange.wanted, exchange.back.at, facts)
    returning.check_verdicts(found)
    returning.check_allowed(found)
    fresh = Exchange(returning.with_sums(exchange.back, found), original, exchange.wanted, facts, exchange.receipts)
    if fresh == exchange:
        return
    _put(counter, draft, fresh)
    if fresh.credit != exchange.credit:
        raise Refused("exchange.changed", amount=fresh.credit, before=exchange.credit)


def _put(counter: Counter, draft: Draft, exchange: Exchange | None) -> None:
    """The basket with another exchange, or none, and with what it costs then."""
    selling.keep_draft(counter, replace(draft, exchange=exchange))
    counter.requote()
