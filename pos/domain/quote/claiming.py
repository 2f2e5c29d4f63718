"""What a basket claims because nobody could be asked: the difference to what it would have cost with the benefit.

It gives nothing; the mall says later what becomes of a claim.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from pos.domain.apart import Claimed
from pos.domain.basket import NO_BENEFIT, Basket
from pos.domain.quote.known import Known
from pos.domain.quote.plus import TO_BE_CONFIRMED
from pos.domain.quote.values import Missed, Quote


def with_claims(found: Quote, basket: Basket, known: Known, quoted: Callable[[Known], Quote]) -> Quote:
    """A quote with the claims that go with it. `quoted` is the same basket by something else that is known.

    An order with a benefit that excludes this one claims the difference alone, and nothing at all where that benefit
    was chosen by a person or is counted in orders itself: one order uses up one of them (9 (8) 7, 9 (9) 7).
    """
    if basket.chosen == NO_BENEFIT or _is_settled(found, basket):
        return found
    waiting = [one for one in found.missed if one.code == TO_BE_CONFIRMED and not one.missing]
    claims = (_claimed(found, one, quoted(replace(known, granted=known.granted | {one.benefit}))) for one in waiting)
    return replace(found, claims=tuple(one for one in claims if one.amount > 0))


def _is_settled(found: Quote, basket: Basket) -> bool:
    """Whether the benefit that is given instead stays, whatever the mall says."""
    given = next((one for one in found.choices if one.benefit == found.in_use), None)
    return given is not None and (given.uses_up or given.benefit == basket.chosen)


def _claimed(found: Quote, missed: Missed, given: Quote) -> Claimed:
    return Claimed(missed.benefit, found.total - given.total, missed.worth)
