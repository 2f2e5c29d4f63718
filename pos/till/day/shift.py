"""Opening the drawer's day with a float; `closing` ends it. A shift is everybody's, or its cashier's own."""

from __future__ import annotations

from pos.domain.calendar import korean_day
from pos.domain.errors import Refused
from pos.domain.facts import ShiftOpened
from pos.domain.money import Won
from pos.domain.sums.belonging import check_drawer, drawer_for_next
from pos.till.back import refunding
from pos.till.counter import Counter
from pos.till.day import open_items
from pos.till.paying import cash_receipts
from pos.till.ports import Shift

MOST_FLOAT: Won = 10_000_000


async def open_shift(counter: Counter, float_won: Won, *, drawer: int = 0) -> Shift:
    """Open the shift with `float_won` in a drawer, by default the first that is free; its business day is today's.

    Where each cashier has their own it is who is signed in's alone, and others may be open beside it.
    Raises Refused("shift.open"), Refused("shift.float") for less than nothing or more than ten million won,
    ("shift.drawer"), and ("shift.drawer_taken") for one in use while another is free. Where nobody could tell whether
    it was opened, and it was with as much, that is the answer.
    """
    cashier = counter.who_may("sell")
    if counter.is_busy:
        raise Refused("payment.in_progress")
    found = _found_open(counter)
    if found is not None and (found.cashier, found.float_won) == (cashier.id, float_won):
        return _is_open(counter, found)
    if counter.shift is not None:
        raise Refused("shift.open", since=counter.shift.opened_at.isoformat())
    if not 0 <= float_won <= MOST_FLOAT:
        raise Refused("shift.float", amount=float_won, most=MOST_FLOAT)
    boutique, others = counter.ports.shelf.boutique(), counter.ports.shelf.open_shifts()
    drawers, own = (boutique.drawers, boutique.shifts == "own") if boutique else (1, False)
    drawer = drawer or drawer_for_next(drawers, others)
    check_drawer(drawer, drawers=drawers, found=others)
    now = counter.now()
    shift = Shift(counter.ports.new_id(), korean_day(now), now, cashier.id, float_won, drawer, own)
    await counter.write(counter.commit_of(facts=(ShiftOpened(shift.id, float_won, drawer, own),)))
    return _is_open(counter, shift)


def _found_open(counter: Counter) -> Shift | None:
    """The shift of which nobody could tell whether it was opened, where it was."""
    if counter.shift is not None or not counter.is_unsure:
        return None
    counter.look_at_shift()
    counter.is_unsure = counter.draft is not None  # a basket has its own sale to look for
    return counter.shift


def _is_open(counter: Counter, shift: Shift) -> Shift:
    """On disk: the morning's notices, and then the till sells."""
    counter.shift = shift
    refunding.tell_of_owed(counter)
    cash_receipts.tell_the_tax_office(counter)
    open_items.tell(counter)
    counter.touch("shift")
    return shift
