"""Whether till and mall hold the same of a business day: counts, sums and the head of the chain, side by side.

It compares and says which figure differs; it does not guess who is right.
"""

from __future__ import annotations

from collections.abc import Callable
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


class Due(msgspec.Struct, frozen=True):
    """A business day (ISO 8601) that the mall is to be asked about, up to a place."""

    day: str
    until: int


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


class Halving(msgspec.Struct, frozen=True):
    """The search for an entry with which a difference begins, among the places of a day: few of them are asked about.

    Up to the place at `same` all is the same (-1 for none), up to the one at `differs` it is not.
    """

    places: tuple[int, ...]
    same: int
    differs: int

    @classmethod
    def of(cls, places: tuple[int, ...]) -> Halving:
        """All of a day, at least one entry, of which it is known that it differs."""
        return cls(places, -1, len(places) - 1)

    @property
    def next(self) -> int:
        """The place to ask about, 0 where it is found."""
        return self.places[self._middle] if self.differs - self.same > 1 else 0

    @property
    def found(self) -> int:
        """The place with which the difference begins, once there is nothing more to ask."""
        return self.places[self.differs]

    def heard(self, *, is_same: bool) -> Halving:
        """The search after what was found up to `next`."""
        return (
            Halving(self.places, self._middle, self.differs)
            if is_same
            else Halving(self.places, self.same, self._middle)
        )

    @property
    def _middle(self) -> int:
        return (self.same + self.differs) // 2


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
