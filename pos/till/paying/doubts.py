"""A card in doubt of which no terminal will ever tell: one person finds out elsewhere, and a second one allows it.

The terminal's own paper says it, or the card company. It asks no terminal, and moves no money.
"""

from __future__ import annotations

from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import CardAnswered
from pos.domain.sale import Sale
from pos.domain.tender import BY_HAND, CardApproval
from pos.till import approving
from pos.till.back import refunding
from pos.till.counter import Counter
from pos.till.paying import checkout
from pos.till.paying.cards import CardAnswer
from pos.till.paying.moving import IN_DOUBT, at_the_terminal, by_hand, plainly, settle_reversal
from pos.till.ports import Attempt
from pos.till.selling import ends_with_late_scans

ACTION = "payment.in_doubt"


@ends_with_late_scans
async def settle(counter: Counter, *, approval_number: str, by: str, pin: str, reason: str) -> Sale | None:
    """What became of the attempt in doubt: the number by which it was approved, or "" where nothing of it was charged.

    Of a payment that was being given back it is the number of its cancellation, or "" where it is charged still.
    Raises Refused("payment.nothing_in_doubt"), ("payment.approval_number"), what `approving.approve` raises, and then
    what `checkout.enquire` raises.
    """
    number, attempt = by_hand(approval_number, code="payment.approval_number"), _in_doubt(counter)
    asked = attempt.asked
    about = f"{asked.attempt}:{asked.amount}:{number}"
    await approving.approve(counter, ACTION, about, by=by, pin=pin, reason=reason, sale=asked.sale)
    if _in_doubt(counter) != attempt:  # meanwhile somebody asked the terminal
        raise Refused("approval.too_late")
    answer = _found(counter, number, asked.instalments)
    with at_the_terminal(counter):
        if attempt.outcome == "reversing":
            await settle_reversal(asked, attempt.approval, answer, checkout.writes_reversal(counter))
            return None
        return await checkout.digest(counter, asked, answer)


async def settle_refund(
    counter: Counter, part_id: str, *, approval_number: str, by: str, pin: str, reason: str
) -> None:
    """The same of a part of a refund whose cancellation is in doubt: its number, or "" where nothing went back.

    Where nothing did the part is owed as before. Raises what `settle` and `refunding.pay_out` raise.
    """
    number, one = by_hand(approval_number, code="payment.approval_number"), refunding.owed_part(counter, part_id)
    doubt = refunding.in_doubt(counter, one)
    if doubt is None:
        raise Refused("payment.nothing_in_doubt")
    about = f"{doubt.attempt}:{doubt.amount}:{number}"
    await approving.approve(counter, ACTION, about, by=by, pin=pin, reason=reason, sale=one.back.sale)
    if refunding.in_doubt(counter, refunding.owed_part(counter, part_id)) != doubt:
        raise Refused("approval.too_late")
    with at_the_terminal(counter):
        await refunding.settle(counter, one, doubt, _found(counter, number, 0))


async def settle_other(counter: Counter, of: str, *, approval_number: str, by: str, pin: str, reason: str) -> None:
    """The same of a charge of no basket: one that an order's cancellation gives back (`of` is its sale), or one that
    was made anew for a refund (`of` is its part). Doing what was begun again goes on from there.
    """
    number, attempt = by_hand(approval_number, code="payment.approval_number"), _other(counter, of)
    asked = attempt.asked
    about = f"{asked.attempt}:{asked.amount}:{number}"
    await approving.approve(counter, ACTION, about, by=by, pin=pin, reason=reason, sale=of)
    if _other(counter, of) != attempt:
        raise Refused("approval.too_late")
    answer = _found(counter, number, asked.instalments)
    fact = CardAnswered(asked.sale, asked.attempt, answer.outcome, answer.reason, answer.approval)
    if attempt.outcome == "reversing":
        fact = replace(fact, outcome="reversed" if number else "approved", approval=attempt.approval)
    with at_the_terminal(counter):
        await plainly(counter)(fact)


def _in_doubt(counter: Counter) -> Attempt:
    _check_free(counter)
    attempt = checkout.in_doubt(counter)
    if attempt is None:
        raise Refused("payment.nothing_in_doubt")
    return attempt


def _other(counter: Counter, of: str) -> Attempt:
    _check_free(counter)
    is_open = counter.basket is not None and counter.basket.id == of
    found = () if is_open else counter.ports.shelf.attempts(of)
    attempt = next((one for one in found if one.outcome in IN_DOUBT), None)
    if attempt is None:
        raise Refused("payment.nothing_in_doubt")
    return attempt


def _check_free(counter: Counter) -> None:
    counter.who_may("sell")
    if counter.is_busy:
        raise Refused("payment.in_progress")


def _found(counter: Counter, number: str, months: int) -> CardAnswer:
    """As if the terminal had said it; of the card nothing is known."""
    if not number:
        return CardAnswer("declined", BY_HAND)
    at = counter.now().isoformat(timespec="seconds")
    return CardAnswer("approved", BY_HAND, CardApproval(number, at, "", "", "", "", "", months))
