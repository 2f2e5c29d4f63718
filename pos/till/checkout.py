"""From "that's all" to "paid". Nothing is cleared before it is durable, and a card in doubt is never charged twice.

Each story is written from top to bottom: on disk, then the terminal, then on disk again. Printing is not a condition.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from pos.domain.basket import Delivery
from pos.domain.catalogue import Product
from pos.domain.delivery import departure
from pos.domain.errors import Refused
from pos.domain.facts import CardAnswered, CardAsked, Fact, PartPaid, SaleAbandoned, SaleCompleted
from pos.domain.money import Won
from pos.domain.quote import Quote
from pos.domain.returns import Part
from pos.domain.sale import Sale, Shipping, lines_of
from pos.domain.tender import Payment, TenderKind, check_part, remaining, take_cash
from pos.till import exchanging, printing, refunding, selling
from pos.till.counter import Counter
from pos.till.moving import IN_DOUBT, at_the_terminal, drawer_for, enquired, request_of, turned_round
from pos.till.ports import Attempt, CardAnswer, Draft, Job


def due(counter: Counter) -> Won:
    """What is still to be paid of the basket, in won."""
    return _rest(counter, counter.payments)


def _rest(counter: Counter, payments: tuple[Payment, ...]) -> Won:
    """What is left to pay after some payments, and after what goods that come back are worth."""
    if counter.quote is None or counter.draft is None:
        return 0
    credit = counter.draft.exchange.credit if counter.draft.exchange else 0
    return max(remaining(counter.quote.total, payments) - credit, 0)


def in_doubt(counter: Counter) -> Attempt | None:
    """The card attempt of this basket of which nobody knows whether money moved."""
    return next((attempt for attempt in counter.attempts if attempt.outcome in IN_DOUBT), None)


def check_payable(counter: Counter) -> Quote:
    """The quote, where it can be paid now.

    Raises Refused with the first thing that stands in the way: a block of the quote, ("basket.empty"),
    ("payment.in_doubt") while a card attempt is under enquiry, ("payment.in_progress"), ("member.looking_up").
    """
    counter.cashier()
    counter.open_shift()
    _look_whether_sold(counter)
    quote = counter.quote
    if quote is None or not quote.lines:
        raise Refused("basket.empty")
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if in_doubt(counter):
        raise Refused("payment.in_doubt")
    if counter.is_looking_up:
        raise Refused("member.looking_up")
    if _draft(counter).agreed is None and quote.terms != counter.policy().version:
        counter.requote()
        return check_payable(counter)
    if quote.blocks:
        raise Refused(quote.blocks[0].code, **quote.blocks[0].facts)
    exchanging.check(counter)
    return quote


@selling.ends_with_late_scans
async def pay_cash(counter: Counter, handed_over: Won) -> Sale | None:
    """Cash in hand: the sale where it covers what is due, otherwise a part of it (None). Change is in the sale.

    Raises Refused("tender.amount"), Refused("tender.implausible") and what `check_payable` raises.
    """
    check_payable(counter)
    payment = take_cash(counter.ports.new_id(), due=due(counter), handed_over=handed_over)
    return await _take(counter, payment)


@selling.ends_with_late_scans
async def pay_exact(counter: Counter) -> Sale | None:
    """The customer has it exactly; a sale for nothing is completed without money."""
    check_payable(counter)
    if due(counter) == 0:
        return await _complete(counter, counter.payments, ())
    return await pay_cash(counter, due(counter))


@selling.ends_with_late_scans
async def pay_transfer(counter: Counter, amount: Won, *, reference: str = "") -> Sale | None:
    """A bank transfer the cashier has seen arrive, with its reference."""
    check_payable(counter)
    check_part(amount, due=due(counter))
    return await _take(counter, Payment(counter.ports.new_id(), "transfer", amount, reference=reference))


@selling.ends_with_late_scans
async def pay_card(counter: Counter, amount: Won, *, tender: TenderKind = "card", instalments: int = 0) -> Sale | None:
    """Charge a card (or easy payment) through the terminal; the attempt is on disk before the terminal is asked.

    Raises Refused("payment.declined"), ("payment.cancelled"), ("payment.not_sent"): no money moved, and
    ("tender.instalment_minimum") for instalments of too small an amount.
    Raises Refused("payment.unknown") where nobody can tell; the attempt is then under enquiry.
    """
    check_payable(counter)
    check_part(amount, due=due(counter))
    _check_instalments(counter, amount, instalments)
    ports, draft = counter.ports, replace(_draft(counter), agreed=counter.quote)
    asked = CardAsked(draft.basket.id, ports.new_id(), tender, amount, instalments)
    with at_the_terminal(counter):
        await counter.write(counter.commit_of(facts=(asked,), save=draft, recipient=counter.unsealed()))
        counter.draft = draft
        counter.attempts = (*counter.attempts, Attempt(asked, "asked"))
        request = request_of(asked)
        answer = await ports.cards.run(lambda: ports.terminal.charge(request))
        return await _digest(counter, asked, answer)


@selling.ends_with_late_scans
async def enquire(counter: Counter) -> Sale | None:
    """Ask the terminal what became of the attempt in doubt: the sale goes on, or the money is still due.

    Raises Refused("payment.nothing_in_doubt"), ("payment.not_reversed") where a payment that was being given back was
    not, and what `pay_card` raises.
    """
    attempt = in_doubt(counter)
    if attempt is None:
        raise Refused("payment.nothing_in_doubt")
    counter.cashier()
    _look_whether_sold(counter)
    if counter.is_busy:
        raise Refused("payment.in_progress")
    asked = attempt.asked
    with at_the_terminal(counter):
        answer = await enquired(counter, request_of(asked))
        if attempt.outcome == "reversing":
            await _digest_reversal(counter, asked, turned_round(answer))
            return None
        return await _digest(counter, asked, answer)


@selling.ends_with_late_scans
async def give_up(counter: Counter) -> None:
    """The customer leaves: cards get their money back first, then the basket is gone, and the journal knows.

    Raises Refused("payment.in_doubt"), Refused("payment.not_reversed", amount=won) with the basket kept.
    """
    counter.cashier()
    _look_whether_sold(counter)
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if in_doubt(counter):
        raise Refused("payment.in_doubt")
    with at_the_terminal(counter):
        for payment in _draft(counter).payments:
            if payment.approval is not None:
                await _reverse(counter, payment)
    draft, total = _draft(counter), counter.quote.total if counter.quote else 0
    basket, returned = draft.basket, draft.payments
    gone = SaleAbandoned(basket.id, tuple((line.product, line.quantity) for line in basket.lines), total, returned)
    facts: tuple[Fact, ...] = (gone,) if not basket.is_empty else ()
    opened, kicks = drawer_for(counter, returned, "sale given up", basket.id)
    await counter.write(counter.commit_of(facts=(*facts, *opened), drop=basket.id, jobs=kicks))
    counter.take_up(None)
    printing.wake(counter)


def _look_whether_sold(counter: Counter) -> None:
    """After a write of which nobody could tell whether it happened: look before any money moves again.

    Raises Refused("sale.already_written") where the sale is there; the counter is free then.
    """
    if not counter.is_unsure or counter.draft is None:
        return
    sale = counter.ports.shelf.sale(counter.draft.basket.id)
    counter.is_unsure = False
    if sale is not None:
        counter.last_sale = sale
        counter.take_up(None)
        refunding.tell_of_owed(counter)
        printing.wake(counter)
        raise Refused("sale.already_written", number=sale.number)


def _check_instalments(counter: Counter, amount: Won, instalments: int) -> None:
    least = counter.policy().rules.payment.instalments_from
    if instalments and amount < least:
        raise Refused("tender.instalment_minimum", amount=amount, least=least)


async def _take(counter: Counter, payment: Payment) -> Sale | None:
    draft = _draft(counter)
    payments = (*draft.payments, payment)
    assert counter.quote is not None
    if _rest(counter, payments) == 0:
        return await _complete(counter, payments, ())
    part = PartPaid(draft.basket.id, payment)
    await _keep_part(counter, replace(draft, payments=payments, agreed=counter.quote), (part,))
    return None


async def _keep_part(counter: Counter, draft: Draft, facts: tuple[Fact, ...]) -> None:
    await counter.write(counter.commit_of(facts=facts, save=draft, recipient=counter.unsealed()))
    counter.draft = draft
    counter.touch("payment")


async def _digest(counter: Counter, asked: CardAsked, answer: CardAnswer) -> Sale | None:
    """Write down what the terminal said, in the same transaction as what follows from it.

    Until it is written the attempt stays in doubt: a full disk after an approval must not allow a second charge.
    """
    if answer.outcome == "approved" and answer.approval is None:
        answer = CardAnswer("unknown", "terminal.no_approval")
    answered = CardAnswered(asked.sale, asked.attempt, answer.outcome, answer.reason, answer.approval)
    draft = _draft(counter)
    if answer.outcome == "approved":
        payment = Payment(asked.attempt, asked.tender, asked.amount, approval=answer.approval)
        payments = (*draft.payments, payment)
        assert counter.quote is not None
        if _rest(counter, payments) == 0:
            return await _complete(counter, payments, (answered,))
        await _keep_part(counter, replace(draft, payments=payments), (answered,))
        _know(counter, asked, answer)
        return None
    is_free_again = answer.outcome != "unknown" and not draft.payments
    await _keep_part(counter, replace(draft, agreed=None) if is_free_again else draft, (answered,))
    _know(counter, asked, answer)
    code = {"cancelled": "payment.cancelled", "not_sent": "payment.not_sent", "unknown": "payment.unknown"}
    raise Refused(code.get(answer.outcome, "payment.declined"), reason=answer.reason, amount=asked.amount)


def _know(counter: Counter, asked: CardAsked, answer: CardAnswer | CardAnswered) -> None:
    others = tuple(one for one in counter.attempts if one.asked.attempt != asked.attempt)
    counter.attempts = (*others, Attempt(asked, answer.outcome, answer.approval))


async def _complete(counter: Counter, payments: tuple[Payment, ...], facts: tuple[Fact, ...]) -> Sale:
    """One transaction, flushed: the sale, its number, the drawer's reason, the print jobs; the draft is gone."""
    sale = _sale_of(counter, payments)
    papers = [Job(counter.ports.new_id(), "receipt", sale.id)]
    if sale.shipping is not None:
        papers.append(Job(counter.ports.new_id(), "confirmation", sale.id))
    swapped = exchanging.settle(counter, sale)
    sale = swapped.sale
    cash: tuple[Payment | Part, ...] = (*payments, *swapped.cash_back)
    opened, kicks = drawer_for(counter, cash, "sale", sale.id)
    told, sent = (*facts, *opened, *swapped.facts, SaleCompleted(sale)), counter.unsealed()
    commit = counter.commit_of(facts=told, drop=sale.id, jobs=(*kicks, *papers, *swapped.jobs), recipient=sent)
    entries = await counter.write(commit)
    counter.last_sale = printing.sale_in(entries)
    counter.take_up(None)
    if swapped.facts:
        await refunding.pay_what_came_back(counter, entries)
    printing.wake(counter)
    assert counter.last_sale is not None
    return counter.last_sale


def _sale_of(counter: Counter, payments: tuple[Payment, ...]) -> Sale:
    quote, shift, basket = counter.quote, counter.open_shift(), _draft(counter).basket
    assert quote is not None
    now = counter.now()
    return Sale(
        id=quote.basket,
        boutique=counter.ports.boutique,
        till=counter.ports.till,
        number=0,
        day=shift.day,
        at=now,
        cashier=counter.cashier().id,
        shift=shift.id,
        terms=quote.terms,
        lines=lines_of(quote, _products(counter, quote), counter.offers.plans),
        goods=quote.goods,
        discount=quote.discount,
        total=quote.total,
        taxable=quote.taxable,
        exempt=quote.exempt,
        vat=quote.vat,
        payments=payments,
        member=basket.member,
        delivery_fee=quote.delivery_fee,
        shipping=_shipping(counter, quote, basket.delivery, now),
        uses=quote.uses,
        begins=replace(quote.begins, bought_at=now) if quote.begins else None,
        approvals=(*basket.approvals, *(line.free for line in basket.lines if line.free)),
    )


def _products(counter: Counter, quote: Quote) -> dict[str, Product]:
    """The products of a quote; one that the catalogue lost meanwhile is left out, for it is paid all the same."""
    codes = {line.product for line in quote.lines}
    known = {code: counter.products.get(code) or counter.ports.shelf.product(code) for code in codes}
    return {code: product for code, product in known.items() if product is not None}


def _shipping(counter: Counter, quote: Quote, delivery: Delivery | None, now: datetime) -> Shipping | None:
    if delivery is None:
        return None
    leaves = departure(now, counter.policies().of(quote.terms).rules.delivery, counter.calendar())
    return Shipping(delivery.recipient, leaves.leaves, leaves.latest)


async def _reverse(counter: Counter, payment: Payment) -> None:
    """Give an approved payment back; on disk as "reversing" before the terminal is asked, so that it stays in doubt."""
    ports, draft, approval = counter.ports, _draft(counter), payment.approval
    assert approval is not None
    asked = CardAsked(draft.basket.id, payment.id, payment.kind, payment.amount, approval.instalments)
    begun = CardAnswered(asked.sale, asked.attempt, "reversing", approval=approval)
    await _keep_part(counter, draft, (begun,))
    _know(counter, asked, begun)
    answer = await ports.cards.run(lambda: ports.terminal.reverse(request_of(asked), approval))
    await _digest_reversal(counter, asked, answer)


async def _digest_reversal(counter: Counter, asked: CardAsked, answer: CardAnswer) -> None:
    """Write down whether a payment was given back: "approved" means that the reversal was."""
    if answer.outcome == "unknown":
        raise Refused("payment.unknown", reason=answer.reason, amount=asked.amount)
    draft = _draft(counter)
    if answer.outcome == "approved":
        left = tuple(payment for payment in draft.payments if payment.id != asked.attempt)
        agreed = draft.agreed if left else None
        told = CardAnswered(asked.sale, asked.attempt, "reversed", answer.reason, answer.approval)
        await _keep_part(counter, replace(draft, payments=left, agreed=agreed), (told,))
        _know(counter, asked, told)
        counter.requote()
        return
    kept = next(payment for payment in draft.payments if payment.id == asked.attempt)
    told = CardAnswered(asked.sale, asked.attempt, "approved", answer.reason, kept.approval)
    await _keep_part(counter, draft, (told,))
    _know(counter, asked, told)
    raise Refused("payment.not_reversed", amount=asked.amount, reason=answer.reason)


def _draft(counter: Counter) -> Draft:
    if counter.draft is None:
        raise Refused("basket.empty")
    return counter.draft
