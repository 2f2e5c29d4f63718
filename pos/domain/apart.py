"""Benefits while several tills sell, and while till and mall are apart: what is held for an open basket, what a sale
claims because nobody could be asked, and how the mall settled that. It grants nothing.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from pos.domain.money import Won


class Hold(msgspec.Struct, frozen=True):
    """One use of a benefit that the mall keeps for a basket until an instant: the `nth`, counted from 0.

    `used` is how many uses the mall knew of: a till that knows of more knows better which order this is.
    """

    benefit: str
    nth: int
    until: datetime
    used: int = 0


class Wanted(msgspec.Struct, frozen=True):
    """What a till asks the mall to keep for a basket: of a member every benefit it could use, and a payback voucher."""

    sale: str
    member: str | None = None
    voucher: str = ""


class Reservation(msgspec.Struct, frozen=True):
    """What the mall keeps for a sale that is not paid yet, by the sale's id.

    `taken` are benefits of the same member whose every use left is kept for another open basket; one of them is free
    again at `free_at` unless its basket asks anew.
    """

    sale: str
    held: tuple[Hold, ...] = ()
    taken: tuple[str, ...] = ()
    free_at: datetime | None = None


class Claimed(msgspec.Struct, frozen=True):
    """A benefit that was not given because nobody could be asked, and what the customer would have paid less.

    The mall judges it by the time of the sale; what it grants is refunded. `worth` is what the till took the order to
    be worth by the plan; where it is another order of it, the difference between the two is the customer's as well.
    """

    benefit: str
    amount: Won
    worth: Won = 0


class BenefitClaimClosed(msgspec.Struct, frozen=True, tag="BenefitClaimClosed"):
    """A fact. A claim is over and nothing is owed for it: why the mall refused it, once somebody looked at that, or

    "claim.nothing_left" where all that it was for had come back. One that was granted is a `Return` without goods.
    """

    sale: str
    benefit: str
    reason: str


class ClaimSettled(msgspec.Struct, frozen=True):
    """What the mall says to a sale's claim: `amount` is to be refunded, or a `reason` says why nothing is.

    It is what the whole sale would have cost less. The till that sold it takes off the share of what came back
    meanwhile. `at` is when the mall said so: from then on it is owed.
    """

    sale: str
    till: str
    benefit: str
    amount: Won
    reason: str = ""
    at: datetime | None = None
