"""From "that's all" to "paid". Nothing is cleared before it is durable, and a card in doubt is never charged twice.

Each story is written from top to bottom: on disk, then the terminal, then on disk again. Printing is not a condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.journal import CardAnswered, CardAsked, DrawerOpened, Fact, SaleAbandoned, SaleCompleted
from pos.domain.money import Won
from pos.domain.quote import Quote
from pos.domain.sale import Sale, lines_of
from pos.domain.tender import Payment, TenderKind, check_part, remaining, take_cash
from pos.till import printing, selling
from pos.till.counter import Counter
from pos.till.ports import Attempt, CardAnswer, CardRequest, Draft, Job

IN_DOUBT = frozenset({"asked", "unknown"})


def due(counter: Counter) -> Won:
    """What is still to be paid of the basket, in won."""
    return remaining(counter.quote.total, counter.payments) if counter.quote else 0


def in_doubt(counter: Counter) -> Attempt | None:
    """The card attempt of this basket of which nobody knows whether money moved."""
    return next((attempt for attempt in counter.attempts if attempt.outcome in IN_DOUBT), None)


def check_payable(counter: Counter) -> Quote:
    """The quote, where it can be paid now.

    Raises Refused with the first thing that stands in the way: a block of the quote, ("basket.empty"),
    ("payment.in_doubt") while a card attempt is under enquiry, ("payment.in_progress").
    """
    counter.cashier()
    counter.open_shift()
    quote = counter.quote
    if quote is None or not quote.lines:
        raise Refused("basket.empty")
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if in_doubt(counter):
        raise Refused("payment.in_doubt")
    if _draft(counter).agreed is None and quote.terms != counter.policy().version:
        counter.requote()
        return check_payable(counter)
    if quote.blocks:
        raise Refused(quote.blocks[0].code, **quote.blocks[0].facts)
    return quote


async def pay_cash(counter: Counter, handed_over: Won) -> Sale | None:
    """Cash in hand: the sale where it covers what is due, otherwise a part of it (None). Change is in the sale.

    Raises Refused("tender.amount"), Refused("tender.implausible") and what `check_payable` raises.
    """
    check_payable(counter)
    payment = take_cash(counter.ports.new_id(), due=due(counter), handed_over=handed_over)
    return await _take(counter, payment)


async def pay_exact(counter: Counter) -> Sale | None:
    """The customer has it exactly; a sale for nothing is completed without money."""
    check_payable(counter)
    if due(counter) == 0:
        return await _complete_now(counter, counter.payments)
    return await pay_cash(counter, due(counter))


async def pay_transfer(counter: Counter, amount: Won, *, reference: str = "") -> Sale | None:
    """A bank transfer the cashier has seen arrive, with its reference."""
    check_payable(counter)
    check_part(amount, due=due(counter))
    return await _take(counter, Payment(counter.ports.new_id(), "transfer", amount, reference=reference))


async def pay_card(counter: Counter, amount: Won, *, tender: TenderKind = "card", instalments: int = 0) -> Sale | None:
    """Charge a card (or easy payment) through the terminal; the attempt is on disk before the terminal is asked.

    Raises Refused("payment.declined"), ("payment.cancelled"), ("payment.not_sent"): no money moved.
    Raises Refused("payment.unknown") where nobody can tell; the attempt is then under enquiry.
    """
    check_payable(counter)
    check_part(amount, due=due(counter))
    ports, draft = counter.ports, replace(_draft(counter), agreed=counter.quote)
    asked = CardAsked(draft.basket.id, ports.new_id(), tender, amount, instalments)
    with _at_the_terminal(counter):
        await counter.write(counter.commit_of(facts=(asked,), save=draft))
        counter.draft = draft
        counter.attempts = (*counter.attempts, Attempt(asked, "asked"))
        request = CardRequest(asked.attempt, tender, amount, instalments)
        answer = await ports.cards.run(lambda: ports.terminal.charge(request))
        return await _digest(counter, asked, answer)


async def enquire(counter: Counter) -> Sale | None:
    """Ask the terminal what became of the attempt in doubt: the sale goes on, or the money is still due.

    Raises Refused("payment.nothing_in_doubt"), and what `pay_card` raises.
    """
    attempt = in_doubt(counter)
    if attempt is None:
        raise Refused("payment.nothing_in_doubt")
    counter.cashier()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    ports, asked = counter.ports, attempt.asked
    request = CardRequest(asked.attempt, asked.tender, asked.amount, asked.instalments)
    with _at_the_terminal(counter):
        answer = await ports.cards.run(lambda: ports.terminal.enquire(request))
        return await _digest(counter, asked, answer)


async def give_up(counter: Counter) -> None:
    """The customer leaves: cards get their money back first, then the basket is gone, and the journal knows.

    Raises Refused("payment.in_doubt"), Refused("payment.not_reversed", amount=won) with the basket kept.
    """
    counter.cashier()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if in_doubt(counter):
        raise Refused("payment.in_doubt")
    draft = _draft(counter)
    with _at_the_terminal(counter):
        for payment in draft.payments:
            if payment.approval is not None:
                await _reverse(counter, payment)
    basket, total = draft.basket, counter.quote.total if counter.quote else 0
    gone = SaleAbandoned(basket.id, tuple((line.product, line.quantity) for line in basket.lines), total)
    facts: tuple[Fact, ...] = (gone,) if not basket.is_empty else ()
    jobs: tuple[Job, ...] = ()
    if any(payment.kind == "cash" for payment in draft.payments):
        facts, jobs = (*facts, DrawerOpened("sale given up", basket.id)), (_drawer(counter, basket.id),)
    await counter.write(counter.commit_of(facts=facts, drop=basket.id, jobs=jobs))
    _clear(counter)
    printing.wake(counter)
    selling.take_late_scans(counter)


@contextmanager
def _at_the_terminal(counter: Counter) -> Iterator[None]:
    counter.is_paying = True
    counter.touch("payment")
    try:
        yield
    finally:
        counter.is_paying = False
        counter.touch("payment", "basket")
        selling.take_late_scans(counter)


async def _complete_now(counter: Counter, payments: tuple[Payment, ...]) -> Sale:
    sale = await _complete(counter, payments, ())
    selling.take_late_scans(counter)
    return sale


async def _take(counter: Counter, payment: Payment) -> Sale | None:
    draft = _draft(counter)
    payments = (*draft.payments, payment)
    assert counter.quote is not None
    if remaining(counter.quote.total, payments) == 0:
        return await _complete_now(counter, payments)
    await _keep_part(counter, replace(draft, payments=payments, agreed=counter.quote), ())
    selling.take_late_scans(counter)
    return None


async def _keep_part(counter: Counter, draft: Draft, facts: tuple[Fact, ...]) -> None:
    await counter.write(counter.commit_of(facts=facts, save=draft))
    counter.draft = draft
    counter.touch("payment")


async def _digest(counter: Counter, asked: CardAsked, answer: CardAnswer) -> Sale | None:
    """Write down what the terminal said, in the same transaction as what follows from it.

    Until it is written the attempt stays in doubt: a full disk after an approval must not allow a second charge.
    """
    answered = CardAnswered(asked.sale, asked.attempt, answer.outcome, answer.reason, answer.approval)
    draft = _draft(counter)
    if answer.outcome == "approved":
        payment = Payment(asked.attempt, asked.tender, asked.amount, approval=answer.approval)
        payments = (*draft.payments, payment)
        assert counter.quote is not None
        if remaining(counter.quote.total, payments) == 0:
            return await _complete(counter, payments, (answered,))
        await _keep_part(counter, replace(draft, payments=payments), (answered,))
        _know(counter, asked, answer)
        return None
    is_free_again = answer.outcome != "unknown" and not draft.payments
    await _keep_part(counter, replace(draft, agreed=None) if is_free_again else draft, (answered,))
    _know(counter, asked, answer)
    code = {"cancelled": "payment.cancelled", "not_sent": "payment.not_sent", "unknown": "payment.unknown"}
    raise Refused(code.get(answer.outcome, "payment.declined"), reason=answer.reason, amount=asked.amount)


def _know(counter: Counter, asked: CardAsked, answer: CardAnswer) -> None:
    others = tuple(one for one in counter.attempts if one.asked.attempt != asked.attempt)
    counter.attempts = (*others, Attempt(asked, answer.outcome, answer.approval))


async def _complete(counter: Counter, payments: tuple[Payment, ...], facts: tuple[Fact, ...]) -> Sale:
    """One transaction, flushed: the sale, its number, the drawer's reason, the print jobs; the draft is gone."""
    sale = _sale_of(counter, payments)
    jobs = [Job(counter.ports.new_id(), "receipt", sale.id)]
    all_facts: list[Fact] = [*facts, SaleCompleted(sale)]
    if any(payment.kind == "cash" for payment in payments):
        jobs.insert(0, _drawer(counter, sale.id))
        all_facts.append(DrawerOpened("sale", sale.id))
    commit = counter.commit_of(facts=tuple(all_facts), drop=sale.id, jobs=tuple(jobs))
    entries = await counter.write(commit)
    counter.last_sale = printing.sale_in(entries)
    _clear(counter)
    printing.wake(counter)
    assert counter.last_sale is not None
    return counter.last_sale


def _sale_of(counter: Counter, payments: tuple[Payment, ...]) -> Sale:
    quote, shift = counter.quote, counter.open_shift()
    assert quote is not None
    return Sale(
        id=quote.basket,
        boutique=counter.ports.boutique,
        till=counter.ports.till,
        number=0,
        day=shift.day,
        at=counter.now(),
        cashier=counter.cashier().id,
        shift=shift.id,
        terms=quote.terms,
        lines=lines_of(quote),
        goods=quote.goods,
        discount=quote.discount,
        total=quote.total,
        taxable=quote.taxable,
        exempt=quote.exempt,
        vat=quote.vat,
        payments=payments,
    )


async def _reverse(counter: Counter, payment: Payment) -> None:
    ports, draft = counter.ports, _draft(counter)
    approval = payment.approval
    assert approval is not None
    request = CardRequest(payment.id, payment.kind, payment.amount, approval.instalments)
    answer = await ports.cards.run(lambda: ports.terminal.reverse(request, approval))
    if answer.outcome != "approved":
        raise Refused("payment.not_reversed", amount=payment.amount, reason=answer.reason)
    left = tuple(one for one in draft.payments if one.id != payment.id)
    reversed_ = CardAnswered(draft.basket.id, payment.id, "reversed", answer.reason, answer.approval)
    await _keep_part(counter, replace(draft, payments=left), (reversed_,))


def _drawer(counter: Counter, sale: str) -> Job:
    return Job(counter.ports.new_id(), "drawer", sale)


def _draft(counter: Counter) -> Draft:
    if counter.draft is None:
        raise Refused("basket.empty")
    return counter.draft


def _clear(counter: Counter) -> None:
    counter.draft = None
    counter.attempts = ()
    counter.selected = None
    counter.undo.clear()
    counter.products.clear()
    counter.hush("price.changed")
    counter.requote()
    counter.touch("payment")
