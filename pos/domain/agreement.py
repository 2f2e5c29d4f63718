"""Whether till and mall hold the same of a business day: counts, sums and the head of the chain, side by side.

It compares and says which figure differs; it does not guess who is right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal, TypeAlias

import msgspec

from pos.domain.money import Won

Figure: TypeAlias = Literal["entries", "sales", "sold", "returns", "refunded", "head"]
Verdict: TypeAlias = Literal["equal", "reading", "differs"]
FIGURES: Final[tuple[Figure, ...]] = ("entries", "sales", "sold", "returns", "refunded", "head")


class Figures(msgspec.Struct, frozen=True):
    """What one end holds of a business day up to a place: entries, sales and returns with what they came to.

    `seq` is the place of the day's last entry, counted over all lives of the journal, `head` is its hash; where there
    is none they are 0 and b"".
    """

    entries: int = 0
    sales: int = 0
    sold: Won = 0
    returns: int = 0
    refunded: Won = 0
    seq: int = 0
    head: bytes = b""


class Checked(msgspec.Struct, frozen=True):
    """What was found for a day (ISO 8601) when the mall was asked, at `at` (ISO 8601).

    `unread` is how many of the day's entries the mall has stored and not read yet: its sums are not final before.
    `first` is the place of an entry with which a difference begins, 0 where there is none or it was not looked for.
    """

    day: str
    at: str
    ours: Figures
    theirs: Figures
    unread: int = 0
    first: int = 0

    @property
    def differing(self) -> tuple[Figure, ...]:
        """The figures that are not the same. What the mall has stored and not read yet it cannot add up."""
        found = differing(self.ours, self.theirs)
        return tuple(one for one in found if one in ("entries", "head")) if self.unread else found

    @property
    def verdict(self) -> Verdict:
        """equal: all of it is the same; reading: the mall holds all of it and has not read it all; differs."""
        if self.differing:
            return "differs"
        return "reading" if self.unread else "equal"


class Confirmed(msgspec.Struct, frozen=True):
    """What the mall has confirmed of a day when its shift is closed: what is known then, and no more.

    `acknowledged` of the day's `entries` have reached the mall, and of so many (`compared`) the figures were compared
    with its own, with `verdict`; 0 and "" where it was not asked yet. `before` is the business day before, where there
    was one, with its verdict ("" where it was not asked about) and how many entries were compared.
    """

    entries: int
    acknowledged: int
    compared: int = 0
    verdict: Verdict | Literal[""] = ""
    before: str = ""
    before_compared: int = 0
    before_verdict: Verdict | Literal[""] = ""


def differing(ours: Figures, theirs: Figures) -> tuple[Figure, ...]:
    """The figures that are not the same at both ends."""
    return tuple(name for name in FIGURES if getattr(ours, name) != getattr(theirs, name))


def first_difference(places: Sequence[int], is_same_up_to: Callable[[int], bool]) -> int:
    """The place of an entry with which a difference begins, by halving: `is_same_up_to` is asked about few places.

    Up to the last place there has to be a difference; 0 where there are no places.
    """
    same, differs = -1, len(places) - 1
    while differs - same > 1:
        middle = (same + differs) // 2
        if is_same_up_to(places[middle]):
            same = middle
        else:
            differs = middle
    return places[differs] if places else 0


def first_place(last: int, begins: str, at: Callable[[int], str]) -> int:
    """The first place written at or after an instant (ISO 8601, Korean time), by halving; one beyond `last` where none
    was. Time never runs backwards in a journal, so that no entry of a business day stands before its midnight."""
    before, after = 0, last + 1
    while after - before > 1:
        middle = (before + after) // 2
        if at(middle) < begins:
            before = middle
        else:
            after = middle
    return after


def midnight(day: str) -> str:
    """How a business day (ISO 8601) begins, as entries write their time."""
    return f"{day}T00:00:00.000+09:00"
