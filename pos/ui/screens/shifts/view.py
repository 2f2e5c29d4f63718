"""The open shifts that whoever is signed in may close: their own first, then those of people who left."""

from __future__ import annotations

from dataclasses import dataclass

from pos.till.counter import Counter
from pos.till.ports import Shift
from pos.ui import whose
from pos.ui.figures import clock
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class OpenOne:
    """An open shift; `number` is the digit that chooses it, 0 from the tenth on."""

    id: str
    title: str
    detail: str
    number: int
    is_chosen: bool


def to_close(counter: Counter) -> tuple[Shift, ...]:
    """The shifts that may be closed here and now: one's own, and for a manager all the others."""
    own = () if counter.shift is None else (counter.shift,)
    if not counter.may("close_any_shift"):
        return own
    return (*own, *(one for one in counter.ports.shelf.open_shifts() if one not in own))


def present(counter: Counter, words: Words, *, chosen: int) -> tuple[OpenOne, ...]:
    """They as a list; `chosen` is a place in it, brought back into it where it is outside."""
    found = to_close(counter)
    at = max(0, min(chosen, len(found) - 1))
    return tuple(
        OpenOne(
            one.id,
            words("shifts.mine") if one == counter.shift else whose.name_of(counter, one.cashier),
            " · ".join(_told(counter, words, one)),
            place + 1 if place < 9 else 0,
            place == at,
        )
        for place, one in enumerate(found)
    )


def _told(counter: Counter, words: Words, shift: Shift) -> list[str]:
    since = words("shifts.since", time=clock(shift.opened_at))
    drawer = whose.drawer_in_words(counter, words, shift.drawer)
    return [part for part in (drawer, since) if part]
