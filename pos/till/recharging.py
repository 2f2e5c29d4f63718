"""Charging anew what the customer keeps, because their card takes no partial cancellation; and undoing that again."""

from __future__ import annotations

from pos.domain.errors import Refused
from pos.domain.facts import CardAnswered, CardAsked
from pos.domain.tender import CardApproval, Payment
from pos.till.counter import Counter
from pos.till.moving import IN_DOUBT, request_of, turned_round
from pos.till.past import Owed
from pos.till.ports import Attempt, CardAnswer


async def charge(counter: Counter, one: Owed) -> Payment:
    """Charge what the customer keeps of a payment; one that was charged before and never used is taken for it.

    Raises Refused("payment.declined"), ("payment.cancelled"), ("payment.not_sent"): no money moved; ("payment.unknown")
    where nobody can tell: doing it again asks the terminal first.
    """
    keeps, ports = one.part.whole - one.part.amount, counter.ports
    known = _last(counter, one.back.id)
    if known is not None and known.outcome in IN_DOUBT:
        known = await _enquire(counter, known)
    if known is not None and known.outcome == "approved" and known.asked.amount == keeps:
        return _payment(known.asked, known.approval)
    asked = CardAsked(one.back.id, ports.new_id(), one.part.kind, keeps, 0)
    await counter.write(counter.commit_of(facts=(asked,)))
    request = request_of(asked)
    answer = await ports.cards.run(lambda: ports.terminal.charge(request))
    return _payment(asked, await _approved(counter, asked, answer))


async def give_up(counter: Counter, one: Owed, kept: Payment) -> None:
    """The cancellation did not go through: the new charge is reversed, on disk before and after.

    Raises Refused("payment.unknown"), ("payment.not_reversed"); asking for the refund again goes on from there.
    """
    ports = counter.ports
    assert kept.approval is not None
    approval = kept.approval
    asked = CardAsked(one.back.id, kept.id, one.part.kind, kept.amount, 0)
    await _tell(counter, asked, "reversing", CardAnswer("approved", "", approval))
    request = request_of(asked)
    answer = await ports.cards.run(lambda: ports.terminal.reverse(request, approval))
    if answer.outcome == "unknown":
        raise Refused("payment.unknown", reason=answer.reason, amount=kept.amount)
    if answer.outcome == "approved":
        await _tell(counter, asked, "reversed", answer)
        return
    await _tell(counter, asked, "approved", CardAnswer("approved", answer.reason, approval))
    raise Refused("payment.not_reversed", amount=kept.amount, reason=answer.reason)


def charged(counter: Counter, back: str, attempt: str) -> Payment | None:
    """The new charge that a cancellation was asked with."""
    found = next((one for one in counter.ports.shelf.attempts(back) if one.asked.attempt == attempt), None)
    return _payment(found.asked, found.approval) if found is not None and found.approval is not None else None


async def _enquire(counter: Counter, known: Attempt) -> Attempt:
    """What became of a charge, or of its reversal, of which nobody knew."""
    request = request_of(known.asked)
    answer = await counter.ports.cards.run(lambda: counter.ports.terminal.enquire(request))
    if answer.outcome == "unknown":
        raise Refused("payment.unknown", reason=answer.reason, amount=known.asked.amount)
    if known.outcome == "reversing" and turned_round(answer).outcome == "approved":
        await _tell(counter, known.asked, "reversed", answer)
        return Attempt(known.asked, "reversed")
    await _tell(counter, known.asked, answer.outcome, answer)
    return Attempt(known.asked, answer.outcome, answer.approval)


async def _approved(counter: Counter, asked: CardAsked, answer: CardAnswer) -> CardApproval:
    if answer.outcome == "approved" and answer.approval is None:
        answer = CardAnswer("unknown", "terminal.no_approval")
    await _tell(counter, asked, answer.outcome, answer)
    if answer.outcome == "approved" and answer.approval is not None:
        return answer.approval
    code = {"cancelled": "payment.cancelled", "not_sent": "payment.not_sent", "unknown": "payment.unknown"}
    raise Refused(code.get(answer.outcome, "payment.declined"), reason=answer.reason, amount=asked.amount)


async def _tell(counter: Counter, asked: CardAsked, outcome: str, answer: CardAnswer) -> None:
    fact = CardAnswered(asked.sale, asked.attempt, outcome, answer.reason, answer.approval)  # type: ignore[arg-type]  # one of its outcomes
    await counter.write(counter.commit_of(facts=(fact,)))


def _last(counter: Counter, back: str) -> Attempt | None:
    attempts = counter.ports.shelf.attempts(back)
    return attempts[-1] if attempts else None


def _payment(asked: CardAsked, approval: CardApproval | None) -> Payment:
    return Payment(asked.attempt, asked.tender, asked.amount, approval=approval)
