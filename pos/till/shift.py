"""Opening the drawer's day with a float; `closing` ends it."""

from __future__ import annotations

from pos.domain.calendar import korean_day
from pos.domain.errors import Refused
from pos.domain.facts import ShiftOpened
from pos.domain.money import Won
from pos.till import open_items, refunding
from pos.till.counter import Counter
from pos.till.ports import Shift

MOST_FLOAT: Won = 10_000_000


async def open_shift(counter: Counter, float_won: Won) -> Shift:
    """Open the shift with `float_won` in the drawer; its business day is today's.

    Raises Refused("shift.open"), Refused("shift.float") for less than nothing or more than ten million won.
    """
    cashier = counter.cashier()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if counter.shift is not None:
        raise Refused("shift.open", since=counter.shift.opened_at.isoformat())
    if not 0 <= float_won <= MOST_FLOAT:
        raise Refused("shift.float", amount=float_won, most=MOST_FLOAT)
    now = counter.now()
    shift = Shift(counter.ports.new_id(), korean_day(now), now, cashier.id, float_won)
    commit = counter.commit_of(facts=(ShiftOpened(shift.id, float_won),))
    await counter.write(commit)
    counter.shift = shift
    refunding.tell_of_owed(counter)
    open_items.tell(counter)
    counter.touch("shift")
    return shift
