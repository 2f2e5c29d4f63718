"""A manager gives a benefit that nobody can be asked about: so many a till and outage, and each is found out.

An outage is over once the mall holds every entry: what it does not know of yet was given in this one, whatever was
unplugged, switched off or started anew meanwhile.
"""

from __future__ import annotations

from pos.domain import basket as baskets
from pos.domain.approval import Action
from pos.domain.errors import Refused
from pos.domain.quote.plus import TO_BE_CONFIRMED
from pos.till import approving, selling
from pos.till.counter import Counter

GRANT: Action = "benefit.grant"

MOST_GRANTS = 3
"""How many a till may give until the mall has heard of them."""


def left(counter: Counter) -> int:
    """How many more may be given until the mall has heard of those before; given is given, also to a basket left."""
    return max(MOST_GRANTS - counter.ports.past.grants_unheard(), 0)


def can_grant(counter: Counter) -> tuple[str, ...]:
    """The benefits that wait for a manager: this basket would have them, and nobody can be asked."""
    if counter.quote is None or (counter.draft is not None and counter.draft.agreed is not None):
        return ()
    found = counter.quote.missed
    return tuple(one.benefit for one in found if one.code == TO_BE_CONFIRMED and not one.missing)


async def grant(counter: Counter, benefit: str, *, by: str, pin: str, reason: str) -> None:
    """A manager gives a benefit to the open basket, as if the mall had said that it is due.

    Raises Refused("benefit.none") for what needs no asking, or is known not to be due, ("plus.grant_limit", most=n)
    where so many were given since the mall last heard of them, and what `approving.approve` raises.
    """
    basket = selling.open_basket(counter)
    if benefit not in can_grant(counter):
        raise Refused("benefit.none", benefit=benefit)
    if not left(counter):
        raise Refused("plus.grant_limit", most=MOST_GRANTS)
    approval = await approving.approve(counter, GRANT, benefit, by=by, pin=pin, reason=reason)
    current = selling.open_basket(counter)
    if (current.id, current.member) != (basket.id, basket.member):
        raise Refused("approval.too_late")
    selling.change_for_good(counter, baskets.allow(current, approval))
