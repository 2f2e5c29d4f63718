"""From "that's all" to "paid". Nothing is cleared before it is durable, and a card in doubt is never charged twice.

Each story is written from top to bottom: on disk, then the terminal, then on disk again. Printing is not a condition.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from pos.domain.back.returns import Part
from pos.domain.basket import Delivery
from pos.domain.cash_receipt import vat_of
from pos.domain.catalogue import Product
from pos.domain.delivery import departure
from pos.domain.errors import Refused
from pos.domain.facts import CardAnswered, CardAsked, Fact, PartPaid, SaleAbandoned, SaleCompleted
from pos.domain.money import Won
from pos.domain.quote import Quote
from pos.domain.sale import Sale, Shipping, lines_of
from pos.domain.tender import (
    Payment,
    TenderKind,
    check_instalments,
    check_part,
    needs_signature,
    remaining,
    take_cash,
)
from pos.till import membership, printing, reserving, selling
from pos.till.back import exchanging, refunding
from pos.till.counter import Counter
from pos.till.paying import cash_receipts, rounding
from pos.till.paying.cards import CardAnswer
from pos.till.paying.moving import (
    IN_DOUBT,
    WriteAnswer,
    at_the_terminal,
    believed,
    drawer_for,
    enquired,
    not_paid,
    request_of,
    reverse,
    settle_reversal,
    turned_round,
)
from pos.till.paying.unsure import look_whether_written
from pos.till.ports import Attempt, Draft, Job


def due(counter: Counter) -> Won:
    """What is still to be paid of the basket, in won."""
    return _rest(counter, counter.payments)


def due_in_cash(counter: Counter) -> Won:
    """The same as it is paid in cash."""
    return rounding.in_cash(counter, due(counter))


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
    ("payment.in_doubt") while a card attempt is under enquiry, ("payment.in_progress"), ("member.looking_up"); and what
    `look_whether_written` raises.
    """
    counter.who_may("sell")
    counter.open_shift()
    look_whether_written(counter)
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

    Raises what `take_cash` and `check_payable` raise.
    """
    await membership.keep(counter)
    check_payable(counter)
    rule = rounding.rule(counter)
    payment = take_cash(counter.ports.new_id(), due=due(counter), handed_over=handed_over, rule=rule)
    return await _take(counter, payment)


@selling.ends_with_late_scans
async def pay_exact(counter: Counter) -> Sale | None:
    """The customer has it exactly; a sale for nothing is completed without money."""
    await membership.keep(counter)
    check_payable(counter)
    if due(counter) == 0:
        return await _complete(counter, counter.payments, ())
    return await pay_cash(counter, due_in_cash(counter))


@selling.ends_with_late_scans
async def pay_transfer(counter: Counter, amount: Won, *, reference: str = "") -> Sale | None:
    """A bank transfer the cashier has seen arrive, with its reference."""
    await membership.keep(counter)
    check_payable(counter)
    check_part(amount, due=due(counter))
    return await _take(counter, Payment(counter.ports.new_id(), "transfer", amount, reference=reference))


@selling.ends_with_late_scans
async def pay_card(
    counter: Counter, amount: Won, *, tender: TenderKind = "card", instalments: int = 0, barcode: str = ""
) -> Sale | None:
    """Charge a card (or easy payment) through the terminal; the attempt is on disk before the terminal is asked.

    `barcode` is what the customer's payment app shows; without it the terminal reads it itself. It is kept nowhere.

    Raises Refused("payment.declined"), ("payment.cancelled"), ("payment.not_sent"): no money moved, and
    ("tender.instalment_minimum"), ("tender.instalments") for what cannot be paid in so many months.
    Raises Refused("payment.unknown") where nobody can tell; the attempt is then under enquiry.
    """
    await membership.keep(counter)
    check_payable(counter)
    check_part(amount, due=due(counter))
    rule = counter.policies().of(_quote(counter).terms).rules.payment
    check_instalments(amount, instalments, least=rule.instalments_from)
    ports, draft = counter.ports, replace(_draft(counter), agreed=counter.quote)
    asked = CardAsked(draft.basket.id, ports.new_id(), tender, amount, instalments)
    with at_the_terminal(counter):
        await counter.write(counter.commit_of(facts=(asked,), save=draft, recipient=counter.unsealed()))
        counter.draft = draft
        counter.attempts = (*counter.attempts, Attempt(asked, "asked"))
        request = replace(
            request_of(asked),
            vat=vat_of(amount, total=_quote(counter).total, vat=_quote(counter).vat),
            signature=tender == "card" and needs_signature(amount, instalments, above=rule.signature_above),
            barcode=barcode,
        )
        answer = await ports.cards.run(lambda: ports.terminal.charge(request))
        return await digest(counter, asked, answer)


@selling.ends_with_late_scans
async def enquire(counter: Counter) -> Sale | None:
    """Ask the terminal what became of the attempt in doubt: the sale goes on, or the money is still due.

    Raises Refused("payment.nothing_in_doubt"), ("payment.not_reversed") where a payment that was being given back was
    not, and what `pay_card` raises.
    """
    attempt = in_doubt(counter)
    if attempt is None:
        raise Refused("payment.nothing_in_doubt")
    _check_free(counter)
    asked = attempt.asked
    with at_the_terminal(counter):
        answer = await enquired(counter, request_of(asked))
        if attempt.outcome == "reversing":
            await settle_reversal(asked, attempt.approval, turned_round(answer), writes_reversal(counter))
            return None
        return await digest(counter, asked, answer)


async def call_off(counter: Counter) -> None:
    """Have the network cancel the attempt in doubt (망취소): whatever became of it, nothing of it stays charged.

    Raises Refused("payment.nothing_in_doubt"), ("payment.not_called_off") where the terminal cannot, or it was not
    reached: the attempt stays in doubt.
    """
    attempt = in_doubt(counter)
    if attempt is None or attempt.outcome == "reversing":
        raise Refused("payment.nothing_in_doubt")
    _check_free(counter)
    asked = attempt.asked
    with at_the_terminal(counter):
        answer = await counter.ports.cards.run(lambda: counter.ports.terminal.call_off(request_of(asked)))
        if answer.outcome != "approved":
            raise Refused("payment.not_called_off", reason=answer.reason, amount=asked.amount)
        await writes_reversal(counter)(CardAnswered(asked.sale, asked.attempt, "reversed", answer.reason))


@selling.ends_with_late_scans
async def give_up(counter: Counter) -> None:
    """The customer leaves: cards get their money back first, then the basket is gone, and the journal knows.

    Raises Refused("payment.in_doubt"), Refused("payment.not_reversed", amount=won) with the basket kept.
    """
    _check_free(counter)
    if in_doubt(counter):
        raise Refused("payment.in_doubt")
    with at_the_terminal(counter):
        for payment in _draft(counter).payments:
            if payment.approval is not None:
                months = payment.approval.instalments
                asked = CardAsked(_draft(counter).basket.id, payment.id, payment.kind, payment.amount, months)
                await reverse(counter, asked, payment.approval, writes_reversal(counter))
    draft, total = _draft(counter), counter.quote.total if counter.quote else 0
    basket, returned = draft.basket, draft.payments
    gone = SaleAbandoned(basket.id, tuple((line.product, line.quantity) for line in basket.lines), total, returned)
    facts: tuple[Fact, ...] = (gone,) if not basket.is_empty else ()
    opened, kicks = drawer_for(counter, returned, "sale given up", basket.id)
    await counter.write(counter.commit_of(facts=(*facts, *opened), drop=basket.id, jobs=kicks))
    reserving.let_go(counter)
    counter.take_up(None)
    printing.wake(counter)


def writes_reversal(counter: Counter) -> WriteAnswer:
    """What the terminal said of giving a part of the open basket back goes on disk with the draft; once reversed it is
    due again.
    """

    async def write(answered: CardAnswered) -> None:
        draft = _draft(counter)
        if answered.outcome == "reversed":
            left = tuple(payment for payment in draft.payments if payment.id != answered.attempt)
            draft = replace(draft, payments=left, agreed=draft.agreed if left else None)
        await _keep_part(counter, draft, (answered,))
        _know(counter, answered)
        if answered.outcome == "reversed":
            counter.requote()

    return write


async def _take(counter: Counter, payment: Payment) -> Sale | None:
    draft = _draft(counter)
    payments = (*draft.payments, payment)
    if _rest(counter, payments) == 0:
        return await _complete(counter, payments, ())
    part = PartPaid(draft.basket.id, payment)
    await _keep_part(counter, replace(draft, payments=payments, agreed=counter.quote), (part,))
    return None


async def _keep_part(counter: Counter, draft: Draft, facts: tuple[Fact, ...]) -> None:
    await counter.write(counter.commit_of(facts=facts, save=draft, recipient=counter.unsealed()))
    counter.draft = draft
    counter.touch("payment")


async def digest(counter: Counter, asked: CardAsked, answer: CardAnswer) -> Sale | None:
    """Write down what the terminal said, in the same transaction as what follows from it.

    Until it is written the attempt stays in doubt: a full disk after an approval must not allow a second charge.
    """
    answer = believed(answer)
    answered = CardAnswered(asked.sale, asked.attempt, answer.outcome, answer.reason, answer.approval)
    draft = _draft(counter)
    if answer.outcome == "approved":
        payment = Payment(asked.attempt, asked.tender, asked.amount, approval=answer.approval)
        payments = (*draft.payments, payment)
        if _rest(counter, payments) == 0:
            try:
                return await _complete(counter, payments, (answered,))
            except Refused as refused:
                if refused.code == "sale.already_written" or counter.draft is not draft:
                    raise
                # The money has moved: as a part of the payment it can be given back, or complete the sale later.
                await _keep_approved(counter, replace(draft, payments=payments), answered)
                raise
        await _keep_approved(counter, replace(draft, payments=payments), answered)
        return None
    is_free_again = answer.outcome != "unknown" and not draft.payments
    await _keep_part(counter, replace(draft, agreed=None) if is_free_again else draft, (answered,))
    _know(counter, answered)
    raise not_paid(asked, answer)


async def _keep_approved(counter: Counter, draft: Draft, answered: CardAnswered) -> None:
    await _keep_part(counter, draft, (answered,))
    _know(counter, answered)


def _know(counter: Counter, answered: CardAnswered) -> None:
    """Keep in mind what was just put on disk about an attempt."""
    counter.attempts = tuple(
        replace(one, outcome=answered.outcome, approval=answered.approval or one.approval)
        if one.asked.attempt == answered.attempt
        else one
        for one in counter.attempts
    )


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
    receipt = cash_receipts.of_sale(counter, sale)
    told, sent = (*facts, *opened, *swapped.facts, SaleCompleted(sale), *receipt), counter.unsealed()
    commit = counter.commit_of(facts=told, drop=sale.id, jobs=(*kicks, *papers, *swapped.jobs), recipient=sent)
    entries = await counter.write(commit)
    counter.last_sale = printing.sale_in(entries)
    counter.take_up(None)
    if swapped.facts:
        await refunding.pay_what_came_back(counter, entries)
    cash_receipts.tell_the_tax_office(counter)
    printing.wake(counter)
    assert counter.last_sale is not None
    return counter.last_sale


def _sale_of(counter: Counter, payments: tuple[Payment, ...]) -> Sale:
    quote, shift, basket = _quote(counter), counter.open_shift(), _draft(counter).basket
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
        claims=quote.claims,
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


def _check_free(counter: Counter) -> None:
    """Somebody who sells stands here, the disk is believed, and no money is moving already."""
    counter.who_may("sell")
    look_whether_written(counter)
    if counter.is_busy:
        raise Refused("payment.in_progress")


def _draft(counter: Counter) -> Draft:
    if counter.draft is None:
        raise Refused("basket.empty")
    return counter.draft


def _quote(counter: Counter) -> Quote:
    """What is being paid; `check_payable` has seen it."""
    assert counter.quote is not None
    return counter.quote
