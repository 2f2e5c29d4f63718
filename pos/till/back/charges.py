"""What the charge behind a part of a refund holds by now: refunds of one payment come in any order, each its own way.

A charge that was cancelled whole and charged anew has become the new one. What is not known here is taken as it was
when the return was written down.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from pos.domain.back.returns import PaidOut, Part, Return
from pos.domain.money import Won
from pos.domain.tender import Payment
from pos.till.back.past import Owed
from pos.till.counter import Counter

BY_TERMINAL = ("card", "easy")


def as_it_stands(counter: Counter, one: Owed) -> Owed:
    """The part with the charge to cancel now, its approval, and all that this charge holds (0: it pays for more)."""
    past, part = counter.ports.past, one.part
    backs = past.returns_of(one.back.sale) if one.back.sale else ()
    paid = {done.part: done for back in backs for done in past.paid_out(back.id)}
    charge, approval, anew = part.charge, part.approval, _charged_anew(counter, backs, paid)
    while charge in anew:
        newer = anew.pop(charge)
        charge, approval = newer.id, newer.approval
    return Owed(one.back, replace(part, charge=charge, approval=approval, whole=_held(one, backs, paid)))


def _charged_anew(counter: Counter, backs: Sequence[Return], paid: dict[str, PaidOut]) -> dict[str, Payment]:
    """Charges that were cancelled whole, each with the one that came in its place."""
    news = {done.recharged.id: done.recharged for done in paid.values() if done.recharged}
    asked = (attempt for back in backs for attempt in counter.ports.past.refund_attempts(back.id))
    return {one.part.charge: news[one.recharge] for one in asked if one.recharge in news}


def _held(one: Owed, backs: Sequence[Return], paid: dict[str, PaidOut]) -> Won:
    """All that the charge holds: `whole` took every earlier part as gone, and no later one."""
    held, is_later = one.part.whole, False
    for back in backs:
        if any(credit.of == one.part.of for credit in back.credit):
            return 0
        is_later = is_later or back.id == one.back.id
        for part in back.parts:
            done = paid.get(part.id)
            is_gone = done is not None and done.how in BY_TERMINAL
            if part.of == one.part.of and part.id != one.part.id and is_gone is is_later:
                held += -part.amount if is_later else part.amount
    return held if one.part.whole else 0


def is_by_terminal(part: Part) -> bool:
    """Whether a part goes back to a card or the like."""
    return part.kind in BY_TERMINAL
