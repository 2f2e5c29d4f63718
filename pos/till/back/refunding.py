"""Paying out what is owed for goods that came back: to the card with the original approval, in cash, by transfer.

The asking is on disk before the terminal is asked; a cancellation of which nobody knows is never asked for twice. What
cannot be paid now stays owed, with its day (terms 16 (1)), and is shown until it is paid.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec.structs import replace

from pos.domain.back import refunds
from pos.domain.back.returns import Original, PaidOut, Return
from pos.domain.calendar import korean_day
from pos.domain.errors import Refused, TillError
from pos.domain.facts import DrawerOpened, Fact, RefundAnswered, RefundAsked, RefundPaid, ReturnCompleted, decode_fact
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.spelling import is_word
from pos.domain.tender import Payment
from pos.till import approving, printing
from pos.till.back import charges, recharging
from pos.till.back.past import Owed, RefundAttempt
from pos.till.counter import Counter, Notice
from pos.till.paying import rounding
from pos.till.paying.cards import BackRequest, CardAnswer, CardRequest
from pos.till.paying.moving import IN_DOUBT, at_the_terminal, enquired
from pos.till.ports import Job, JobKind
from pos.till.selling import ends_with_late_scans

LONGEST_REFERENCE = 40


def owed(counter: Counter) -> tuple[Owed, ...]:
    """Every part of a refund that has not reached its customer, the oldest first."""
    return counter.ports.past.owed()


def due_day(counter: Counter, returned: date) -> date:
    """By when a refund for goods that came back on a day is due (terms 16 (1)). Raises ("calendar.not_covered")."""
    return refunds.due_day(returned, counter.policy().rules.refund, counter.calendar())


def due_of(counter: Counter, at: datetime, terms: str) -> date | None:
    """The same under the terms of a sale; None where the calendar does not reach: what is paid now needs no day."""
    rule = counter.policies().of(terms).rules.refund
    try:
        return refunds.due_day(korean_day(at), rule, counter.calendar())
    except Refused:
        return None


def late_interest(counter: Counter, one: Owed) -> Won:
    """What is owed on top of a part that is paid today (terms 16 (1)), in won."""
    if one.back.due is None:
        return 0
    percent = counter.policies().of(one.back.terms).rules.refund.interest_percent
    return refunds.interest(one.part.amount, due=one.back.due, paid=korean_day(counter.now()), percent=percent)


def tell_of_owed(counter: Counter) -> None:
    """Say how many refunds are still owed, and whether one is late; shown each morning until they are paid."""
    open_ones, today = owed(counter), korean_day(counter.now())
    counter.hush("refund.owed")
    if open_ones:
        late = sum(one.back.due is not None and one.back.due < today for one in open_ones)
        facts = {"count": len(open_ones), "amount": sum(one.part.amount for one in open_ones), "late": late}
        counter.tell(Notice("refund.owed", dict(facts), "error" if late else "warning"))


@ends_with_late_scans
async def pay_out(counter: Counter, part_id: str) -> PaidOut:
    """Give a part back to the card it came from; one in doubt is enquired about first.

    Raises Refused("refund.paid"), ("refund.not_a_card"), ("payment.in_progress"); ("refund.unknown") where nobody can
    tell, ("refund.no_partial") where the card takes only a whole cancellation, ("refund.declined"), ("refund.not_sent")
    with nothing moved.
    """
    one = owed_part(counter, part_id)
    if not charges.is_by_terminal(one.part):
        raise Refused("refund.not_a_card", tender=one.part.kind)
    with at_the_terminal(counter):
        settled = await _settle_doubt(counter, one)
        if settled:
            return settled
        await recharging.clear(counter, one)
        return await _ask(counter, charges.as_it_stands(counter, one), one.part.amount)


@ends_with_late_scans
async def pay_cash(counter: Counter, part_id: str, *, by: str = "", pin: str = "", reason: str = "") -> PaidOut:
    """Pay a part from the drawer. What came by card goes back to the card: only a manager (`by`) may have it otherwise.

    Raises Refused("tender.cash_for_card"), also where the card has just had it back, ("refund.paid"),
    ("refund.unknown") while a cancellation is in doubt, and what `approving.approve` raises.
    """
    just_now = counter.last_return.parts if counter.last_return else ()
    part = next((part for part in (*just_now, *(one.part for one in owed(counter))) if part.id == part_id), None)
    if part is not None and part.kind != "cash" and not by:
        raise Refused("tender.cash_for_card", amount=part.amount)
    one = owed_part(counter, part_id)
    if one.part.kind != "cash":
        _refuse_doubt(counter, one)
        about = f"{one.part.id}:{one.part.amount}"
        await approving.approve(
            counter, "refund.other_tender", about, by=by, pin=pin, reason=reason, sale=one.back.sale
        )
        one = owed_part(counter, part_id)  # meanwhile it may have gone back to the card, or be on its way there
        _refuse_doubt(counter, one)
    with at_the_terminal(counter):
        await recharging.clear(counter, one)
        original = counter.ports.past.original(one.back.sale)
        return await _write_paid(counter, one, in_cash(counter, one, original))


@ends_with_late_scans
async def pay_transfer(counter: Counter, part_id: str, *, reference: str) -> PaidOut:
    """A bank transfer to the customer was made, with its reference.

    Raises Refused("refund.paid"), ("refund.not_a_transfer"), ("refund.reference") without one, or for a long story.
    """
    one = owed_part(counter, part_id)
    if one.part.kind != "transfer":
        raise Refused("refund.not_a_transfer", tender=one.part.kind)
    if not is_word(reference, most=LONGEST_REFERENCE):
        raise Refused("refund.reference")
    with at_the_terminal(counter):
        paid = PaidOut(one.part.id, "transfer", one.part.amount, reference=reference.strip())
        return await _write_paid(counter, one, paid)


@ends_with_late_scans
async def cancel_whole(counter: Counter, part_id: str) -> PaidOut:
    """The card takes no partial cancellation: charge anew what the customer keeps, then cancel all of the original.

    The customer is there with the card. The new charge comes first and is reversed where the cancellation fails, so
    that no money is left in between. Raises Refused("refund.recharge_impossible") where some of the payment went into
    other goods, ("payment.declined") and the like for the new charge, and what `pay_out` raises.
    """
    one = owed_part(counter, part_id)
    if not charges.is_by_terminal(one.part):
        raise Refused("refund.recharge_impossible")
    with at_the_terminal(counter):
        settled = await _settle_doubt(counter, one)
        if settled:
            return settled
        one = charges.as_it_stands(counter, one)
        if not one.part.whole:
            raise Refused("refund.recharge_impossible")
        if one.part.whole == one.part.amount:  # the customer keeps nothing of it
            await recharging.clear(counter, one)
            return await _ask(counter, one, one.part.whole)
        kept = await recharging.charge(counter, one)
        try:
            return await _ask(counter, one, one.part.whole, recharged=kept)
        except Refused as refused:
            if refused.code != "refund.unknown":
                await recharging.give_up(counter, one, kept)
            raise


async def pay_what_came_back(counter: Counter, entries: Iterable[Entry]) -> None:
    """Right after a return: give its card parts back. What does not go now is said aloud and stays owed."""
    for entry in entries:
        fact = decode_fact(entry.payload) if entry.kind == "ReturnCompleted" else None
        if isinstance(fact, ReturnCompleted):
            counter.last_return = fact.back
            await _pay_cards(counter, fact.back)
    counter.touch("refunds")


def cash_paid(counter: Counter, back: Return, original: Original | None) -> tuple[RefundPaid, ...]:
    """The cash parts of a return, handed over as it is written down."""
    found = (part for part in back.parts if part.kind == "cash")
    return tuple(RefundPaid(back.id, in_cash(counter, Owed(back, part), original)) for part in found)


def in_cash(counter: Counter, one: Owed, original: Original | None) -> PaidOut:
    """A part of a refund as cash: rounded as the sale was, and what was paid another way by the rule of today."""
    as_then = original is not None and one.part.kind == "cash"
    rule = rounding.rule(counter, original.sale.day if original and as_then else counter.day())
    more = refunds.rounded_back(original, one.back, one.part, rule)
    return PaidOut(one.part.id, "cash", one.part.amount, rounded=more)


async def _pay_cards(counter: Counter, back: Return) -> None:
    for part in back.parts:
        if charges.is_by_terminal(part):
            try:
                with at_the_terminal(counter):
                    await _ask(counter, charges.as_it_stands(counter, Owed(back, part)), part.amount)
            except TillError as error:
                counter.failed(error)
    tell_of_owed(counter)


async def _ask(counter: Counter, one: Owed, amount: Won, *, recharged: Payment | None = None) -> PaidOut:
    """Ask the terminal for a cancellation of `amount`; on disk before and after."""
    part, ports = one.part, counter.ports
    if part.approval is None:
        raise Refused("refund.no_approval")
    attempt, approval = ports.new_id(), part.approval
    asked = RefundAsked(one.back.id, attempt, part, amount, recharged.id if recharged else "")
    await counter.write(counter.commit_of(facts=(asked,)))
    request = BackRequest(attempt, part.charge, part.kind, amount, approval)
    answer = await ports.cards.run(lambda: ports.terminal.give_back(request))
    return await _digest(counter, one, attempt, answer, recharged)


async def _digest(counter: Counter, one: Owed, attempt: str, answer: CardAnswer, recharged: Payment | None) -> PaidOut:
    answered = RefundAnswered(one.back.id, attempt, answer.outcome, answer.reason, answer.approval)
    if answer.outcome == "approved":
        paid = PaidOut(one.part.id, one.part.kind, one.part.amount, approval=answer.approval, recharged=recharged)
        return await _write_paid(counter, one, paid, answered)
    await counter.write(counter.commit_of(facts=(answered,)))
    counter.touch("refunds")
    if answer.outcome == "unknown":
        raise Refused("refund.unknown", amount=one.part.amount, reason=answer.reason)
    if answer.reason == "terminal.no_partial":
        raise Refused("refund.no_partial", amount=one.part.amount, whole=one.part.whole)
    code = "refund.not_sent" if answer.outcome == "not_sent" else "refund.declined"
    raise Refused(code, amount=one.part.amount, reason=answer.reason)


async def _settle_doubt(counter: Counter, one: Owed) -> PaidOut | None:
    """What became of a cancellation of which nobody knew: paid, or None where the terminal says that it never was."""
    doubt = in_doubt(counter, one)
    if doubt is None:
        return None
    answer = await enquired(counter, CardRequest(doubt.attempt, one.part.kind, doubt.amount))
    return await settle(counter, one, doubt, answer)


async def settle(counter: Counter, one: Owed, doubt: RefundAttempt, answer: CardAnswer) -> PaidOut | None:
    """Write down what was found out of a cancellation in doubt; a new charge that was made for it goes back with it."""
    recharged = recharging.charged(counter, one, doubt.recharge)
    if answer.outcome in ("approved", "unknown"):
        return await _digest(counter, one, doubt.attempt, answer, recharged)
    answered = RefundAnswered(one.back.id, doubt.attempt, answer.outcome, answer.reason)
    await counter.write(counter.commit_of(facts=(answered,)))
    if recharged is not None:
        await recharging.give_up(counter, one, recharged)
    return None


async def _write_paid(counter: Counter, one: Owed, paid: PaidOut, *before: Fact) -> PaidOut:
    """Written down with the drawer's reason where cash goes out: the part itself, or the interest for being late.

    The customer gets a paper that says so, unless the refund's own is still to come.
    """
    late = late_interest(counter, one)
    paid = replace(paid, interest=late)
    facts: tuple[Fact, ...] = (*before, RefundPaid(one.back.id, paid))
    jobs = [] if _will_say(counter, one) else [Job(counter.ports.new_id(), _paper(counter, one), one.back.id)]
    if paid.how == "cash" or late:
        facts = (*facts, DrawerOpened("refund", one.back.id))
        jobs.insert(0, counter.kick(one.back.id))
    await counter.write(counter.commit_of(facts=facts, jobs=tuple(jobs)))
    tell_of_owed(counter)
    counter.touch("refunds")
    printing.wake(counter)
    return paid


def _paper(counter: Counter, one: Owed) -> JobKind:
    """The refund's receipt once more; of a claim that was granted, which nobody was there for, it is the first."""
    is_first = bool(one.back.benefit) and not counter.ports.past.paid_out(one.back.id)
    return "refund" if is_first else "refund_copy"


def owed_part(counter: Counter, part_id: str) -> Owed:
    """One part that is owed, for who may pay it now. Raises Refused("refund.paid"), ("payment.in_progress")."""
    counter.who_may("refund")
    counter.open_shift()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    found = next((one for one in owed(counter) if one.part.id == part_id), None)
    if found is None:
        raise Refused("refund.paid")
    return found


def in_doubt(counter: Counter, one: Owed) -> RefundAttempt | None:
    """The cancellation of which nobody knows whether it went through."""
    attempts = counter.ports.past.refund_attempts(one.back.id)
    return next((a for a in attempts if a.part.id == one.part.id and a.outcome in IN_DOUBT), None)


def _refuse_doubt(counter: Counter, one: Owed) -> None:
    if in_doubt(counter, one):
        raise Refused("refund.unknown", amount=one.part.amount, reason="")


def _will_say(counter: Counter, one: Owed) -> bool:
    """Whether the refund's receipt is not printed yet, so that it will say what was paid meanwhile."""
    waiting = (job for job in counter.ports.shelf.jobs() if job.state == "waiting")
    return any(job.subject == one.back.id and job.kind in ("refund", "refund_copy") for job in waiting)
