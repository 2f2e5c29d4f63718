"""Cash in and out of the drawer without a sale: pay in, pay out, safe drop, and opening it for another reason."""

from __future__ import annotations

from pos.domain.drawer import Move, MoveKind, check_move
from pos.domain.errors import Refused
from pos.domain.facts import DrawerMoved, DrawerOpened
from pos.domain.money import Won
from pos.domain.refusal import check_note
from pos.till import printing
from pos.till.counter import Counter


async def move(counter: Counter, kind: MoveKind, amount: Won, *, note: str) -> None:
    """Pay in, pay out, or take to the safe; the drawer opens. Raises Refused("drawer.amount"), and for a bad note."""
    _ready(counter)
    found = Move(kind, amount, note.strip())
    check_move(found)
    check_note(note)
    facts = (DrawerMoved(found), DrawerOpened("drawer moved"))
    await counter.write(counter.commit_of(facts=facts, jobs=(counter.kick(),)))
    counter.touch("shift")
    printing.wake(counter)


async def open_without_sale(counter: Counter, reason: str) -> None:
    """Open the drawer for a reason that is no sale; an entry says who and why. Raises Refused for a bad reason."""
    _ready(counter)
    check_note(reason)
    fact = DrawerOpened(reason.strip())
    await counter.write(counter.commit_of(facts=(fact,), jobs=(counter.kick(),)))
    printing.wake(counter)


def _ready(counter: Counter) -> None:
    counter.who_may("sell")
    counter.open_shift()
    if counter.is_busy:
        raise Refused("payment.in_progress")
