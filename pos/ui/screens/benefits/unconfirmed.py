"""A benefit that nobody can be asked about, in words: what comes back later, and what a manager may do now."""

from __future__ import annotations

from dataclasses import dataclass

from pos.domain.members import mask_name
from pos.domain.money import Won
from pos.domain.quote import Missed
from pos.till import granting, membership
from pos.till.counter import Counter
from pos.ui.figures import won
from pos.ui.screens.approval.view import Asked
from pos.ui.screens.benefits.told import benefit_name
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """`offer` is how much comes back later, "" where nothing would; `reason` says what happens now."""

    offer: str
    reason: str
    can_be_granted: bool


def claimed(counter: Counter, benefit: str = "") -> Won:
    """What the basket claims of a benefit, or of all."""
    claims = counter.quote.claims if counter.quote is not None else ()
    return sum(one.amount for one in claims if benefit in ("", one.benefit))


def told(counter: Counter, missed: Missed, words: Words) -> Unconfirmed:
    """One that is not given, as it stands beside the basket."""
    amount, left, most = claimed(counter, missed.benefit), granting.left(counter), granting.MOST_GRANTS
    offer = words("benefits.claim.title", amount=won(amount, words.language)) if amount else ""
    can_be = missed.benefit in granting.can_grant(counter)
    often = words("benefits.claim.left" if left else "benefits.claim.limit", most=most, left=left)
    return Unconfirmed(offer, f"{words('benefits.claim.now')}\n{often}", can_be and left > 0)


def asked(counter: Counter, missed: Missed, words: Words) -> Asked:
    """What a manager is asked: whose benefit, how much, and how many they may still give."""
    benefit, most = missed.benefit, granting.MOST_GRANTS
    amount = claimed(counter, benefit) or missed.worth
    member = membership.attached(counter)
    whose = f"{mask_name(member.name)} · {member.number}" if member is not None else ""
    nth = words("benefits.claim.nth", nth=most - granting.left(counter) + 1, most=most)
    rows = (
        (words("benefits.claim.benefit"), benefit_name(missed, words)),
        (words("approval.row.amount"), won(amount, words.language)),
        *([(words("benefits.claim.member"), whose)] if whose else []),
        (words("benefits.claim.often"), nth),
    )

    async def go_on(by: str, pin: str, reason: str) -> None:
        await granting.grant(counter, benefit, by=by, pin=pin, reason=reason)

    return Asked(granting.GRANT, words("benefits.claim.why"), go_on, rows)
