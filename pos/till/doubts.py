"""A card in doubt of which no terminal will ever tell: one person finds out elsewhere, and a second one allows it.

The terminal's own paper says it, or the card company. It asks no terminal, and moves no money.
"""

from __future__ import annotations

from pos.domain.errors import Refused
from pos.domain.sale import Sale
from pos.domain.tender import CardApproval
from pos.till import approving, checkout
from pos.till.cards import CardAnswer
from pos.till.counter import Counter
from pos.till.moving import at_the_terminal, settle_reversal
from pos.till.ports import Attempt
from pos.till.selling import ends_with_late_scans

BY_HAND = "by_hand"
LONGEST_APPROVAL = 12


@ends_with_late_scans
async def settle(counter: Counter, *, approval_number: str, by: str, pin: str, reason: str) -> Sale | None:
    """What became of the attempt in doubt: the number by which it was approved, or "" where nothing of it was charged.

    Of a payment that was being given back it is the number of its cancellation, or "" where it is charged still.
    Raises Refused("payment.nothing_in_doubt"), ("payment.approval_number"), what `approving.approve` raises, and then
    what `checkout.enquire` raises.
    """
    number, attempt = approval_number.strip(), _in_doubt(counter)
    if number and not (number.isascii() and number.isdigit() and len(number) <= LONGEST_APPROVAL):
        raise Refused("payment.approval_number")
    asked = attempt.asked
    about = f"{asked.attempt}:{asked.amount}:{number}"
    await approving.approve(counter, "payment.in_doubt", about, by=by, pin=pin, reason=reason, sale=asked.sale)
    if _in_doubt(counter) != attempt:  # meanwhile somebody asked the terminal
        raise Refused("approval.too_late")
    answer = _found(counter, attempt, number)
    with at_the_terminal(counter):
        if attempt.outcome == "reversing":
            await settle_reversal(asked, attempt.approval, answer, checkout.writes_reversal(counter))
            return None
        return await checkout.digest(counter, asked, answer)


def _in_doubt(counter: Counter) -> Attempt:
    counter.cashier()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    attempt = checkout.in_doubt(counter)
    if attempt is None:
        raise Refused("payment.nothing_in_doubt")
    return attempt


def _found(counter: Counter, attempt: Attempt, number: str) -> CardAnswer:
    """As if the terminal had said it; of the card nothing is known."""
    if not number:
        return CardAnswer("declined", BY_HAND)
    at, months = counter.now().isoformat(timespec="seconds"), attempt.asked.instalments
    return CardAnswer("approved", BY_HAND, CardApproval(number, at, "", "", "", "", "", months))
