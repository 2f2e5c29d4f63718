"""Going to practise on the real till: what is in hand comes to its end first, or is kept on disk."""

from __future__ import annotations

from pos.domain.errors import Refused
from pos.till import session
from pos.till.counter import Counter
from pos.till.paying import checkout


def check_can_begin(counter: Counter) -> None:
    """Whether everything in hand would be found again as it is.

    Raises Refused("training.payment"), ("training.return"), ("training.closing") while money, goods or a count are in
    hand, ("training.busy") while the till writes or prints.
    """
    if counter.payments or counter.is_paying or checkout.in_doubt(counter):
        raise Refused("training.payment")
    if counter.returning is not None:
        raise Refused("training.return")
    if counter.closing is not None:
        raise Refused("training.closing")
    if counter.is_committing or counter.is_printing or counter.is_issuing or counter.late_scans:
        raise Refused("training.busy")


async def begin(counter: Counter, *, afresh: bool = False) -> None:
    """Whoever is signed in leaves the till, the basket stays on its disk, and the place to practise is opened.

    Nobody has to be signed in. Raises Refused("staff.not_allowed") for who is and may not train, what `check_can_begin`
    raises, and what the disk says.
    """
    if counter.staff is not None:
        counter.who_may("train")
    check_can_begin(counter)
    await session.sign_out(counter)
    counter.ports.practice.begin(afresh=afresh)
