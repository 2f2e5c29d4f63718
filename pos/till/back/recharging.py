"""Charging anew what the customer keeps, because their card takes no partial cancellation; and undoing that again.

A new charge belongs to the part of the refund it was made for, and stands under its id: it is used for no other.
"""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.cash_receipt import vat_of
from pos.domain.errors import Refused
from pos.domain.facts import CardAnswered, CardAsked
from pos.domain.money import Won
from pos.domain.tender import CardApproval, Payment, needs_signature
from pos.till.back.past import Owed
from pos.till.counter import Counter
from pos.till.paying.cards import CardAnswer, CardRequest
from pos.till.paying.moving import IN_DOUBT, believed, enquired, not_paid, plainly, request_of, reverse, turned_round
from pos.till.ports import Attempt


async def charge(counter: Counter, one: Owed) -> Payment:
    """Charge what the customer keeps of a payment; one that was charged before and never used is taken for it.

    Raises Refused("payment.declined"), ("payment.cancelled"), ("payment.not_sent"): no money moved; ("payment.unknown")
    where nobody can tell: doing it again asks the terminal first.
    """
    keeps, ports = one.part.whole - one.part.amount, counter.ports
    known = await _unused(counter, one)
    if known is not None and known.amount == keeps:
        return known
    if known is not None:
        await give_up(counter, one, known)
    asked = CardAsked(one.part.id, ports.new_id(), one.part.kind, keeps, _instalments(counter, one, keeps))
    await counter.write(counter.commit_of(facts=(asked,)))
    request = _request(counter, one, asked)
    answer = await ports.cards.run(lambda: ports.terminal.charge(request))
    return _payment(asked, await _approved(counter, asked, answer))


async def clear(counter: Counter, one: Owed) -> None:
    """Reverse a new charge that came to nothing, before the part is paid in another way. Raises what `give_up` raises,
    and Refused("payment.unknown") where nobody can tell what became of it."""
    known = await _unused(counter, one)
    if known is not None:
        await give_up(counter, one, known)


async def give_up(counter: Counter, one: Owed, kept: Payment) -> None:
    """The cancellation did not go through: the new charge is reversed, on disk before and after.

    Raises Refused("payment.unknown"), ("payment.not_reversed"); asking for the refund again goes on from there.
    """
    assert kept.approval is not None
    asked = CardAsked(one.part.id, kept.id, one.part.kind, kept.amount, kept.approval.instalments)
    await reverse(counter, asked, kept.approval, plainly(counter))


def charged(counter: Counter, one: Owed, attempt: str) -> Payment | None:
    """The new charge that a cancellation was asked with."""
    found = next((known for known in counter.ports.shelf.attempts(one.part.id) if known.asked.attempt == attempt), None)
    return _payment(found.asked, found.approval) if found is not None and found.approval is not None else None


def _request(counter: Counter, one: Owed, asked: CardAsked) -> CardRequest:
    """Signed for as any charge is, and with its share of the sale's tax, where the sale is known here."""
    rule, sale = counter.policies().of(one.back.terms).rules.payment, counter.ports.shelf.sale(one.back.sale)
    return replace(
        request_of(asked),
        vat=vat_of(asked.amount, total=sale.total, vat=sale.vat) if sale else 0,
        signature=asked.tender == "card"
        and needs_signature(asked.amount, asked.instalments, above=rule.signature_above),
    )


def _instalments(counter: Counter, one: Owed, amount: Won) -> int:
    """As many as the customer had, where the amount still allows any."""
    months = one.part.approval.instalments if one.part.approval else 0
    return months if amount >= counter.policies().of(one.back.terms).rules.payment.instalments_from else 0


async def _unused(counter: Counter, one: Owed) -> Payment | None:
    """The new charge that was made for a part, while the part is still owed; one in doubt is enquired about."""
    attempts = counter.ports.shelf.attempts(one.part.id)
    known = attempts[-1] if attempts else None
    if known is not None and known.outcome in IN_DOUBT:
        known = await _enquire(counter, known)
    return _payment(known.asked, known.approval) if known is not None and known.outcome == "approved" else None


async def _enquire(counter: Counter, known: Attempt) -> Attempt:
    """What became of a charge, or of its reversal, of which nobody knew."""
    answer = believed(await enquired(counter, request_of(known.asked)))
    back = turned_round(answer).outcome if known.outcome == "reversing" else ""
    if "unknown" in (answer.outcome, back):
        raise Refused("payment.unknown", reason=answer.reason, amount=known.asked.amount)
    if back == "approved":
        await _tell(counter, known.asked, "reversed", answer)
        return Attempt(known.asked, "reversed")
    await _tell(counter, known.asked, answer.outcome, answer)
    return Attempt(known.asked, answer.outcome, answer.approval)


async def _approved(counter: Counter, asked: CardAsked, answer: CardAnswer) -> CardApproval:
    answer = believed(answer)
    await _tell(counter, asked, answer.outcome, answer)
    if answer.outcome == "approved" and answer.approval is not None:
        return answer.approval
    raise not_paid(asked, answer)


async def _tell(counter: Counter, asked: CardAsked, outcome: str, answer: CardAnswer) -> None:
    fact = CardAnswered(asked.sale, asked.attempt, outcome, answer.reason, answer.approval)  # type: ignore[arg-type]  # one of its outcomes
    await plainly(counter)(fact)


def _payment(asked: CardAsked, approval: CardApproval | None) -> Payment:
    return Payment(asked.attempt, asked.tender, asked.amount, approval=approval)
