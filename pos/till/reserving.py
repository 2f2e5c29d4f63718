"""Uses of benefits that the mall keeps for the open basket: asked for, noted, let go. It never stands in the way.

What the mall keeps ends by itself, so that nothing here is ever tried again.
"""

from __future__ import annotations

from contextlib import suppress

from msgspec.structs import replace

from pos.domain.apart import Hold, Reservation, Wanted
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.members import Dossier
from pos.domain.plus import used
from pos.till.counter import Counter


async def reserve(counter: Counter, wanted: Wanted) -> Reservation:
    """What the mall keeps for a basket now; nothing where it is one that keeps nothing, or knows nothing of the member.

    Raises Unavailable where it did not answer: it may keep it all the same.
    """
    ports = counter.ports
    try:
        return await ports.network.run(lambda: ports.mall.reserve(wanted))
    except Refused:
        return Reservation(wanted.sale)
    except Unavailable as error:
        if error.code == "mall.refused":  # it answered, and knows no such thing
            return Reservation(wanted.sale)
        raise


def note(counter: Counter, kept: Reservation) -> None:
    """The basket's benefits are those that the mall keeps, up to the earliest end of them."""
    counter.offers = replace(
        counter.offers,
        held={one.benefit: _nth(one, counter.offers.dossier) for one in kept.held},
        taken=frozenset(kept.taken),
        until=min((one.until for one in kept.held), default=None),
        free_at=kept.free_at,
    )


def _nth(kept: Hold, dossier: Dossier | None) -> int:
    """Which order it is: the one that is kept, unless uses are known here that the mall has not heard of."""
    known = used(kept.benefit, dossier.uses) if dossier is not None else 0
    return kept.nth if known <= kept.used else max(kept.nth, known)


def forget(counter: Counter) -> None:
    """Nothing is kept for the basket, as far as is known here."""
    counter.offers = replace(counter.offers, held={}, taken=frozenset(), until=None, free_at=None)


def let_go(counter: Counter) -> None:
    """The open basket needs nothing kept any more; the mall is told in the background, where it can be."""
    basket = counter.basket
    if basket is not None and (counter.offers.held or counter.offers.taken):
        release(counter, basket.id)
    forget(counter)


def release(counter: Counter, sale: str) -> None:
    """Tell the mall in the background to keep nothing for a basket; whatever comes of it."""
    ports = counter.ports

    async def story() -> None:
        with suppress(TillError):
            await ports.network.run(lambda: ports.mall.release(sale))

    ports.start(story())
