"""Which shift an entry belongs to, told by the journal alone, and which drawer a shift may use. It adds nothing up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

import msgspec

from pos.domain.errors import Refused
from pos.domain.facts import (
    ApprovalGiven,
    DrawerOpened,
    Fact,
    ReturnCompleted,
    SaleCompleted,
    ShiftClosed,
    ShiftCounted,
    ShiftOpened,
)

NOBODYS = ""
"""What belongs to no shift: it was done before one was open, or by somebody who has none."""


class Standing(Protocol):
    """A shift that is open: `own` is its cashier's alone, another one everybody's who has none of their own."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def cashier(self) -> str:
        """Who opened it."""

    @property
    def own(self) -> bool:
        """Whether it is theirs alone."""

    @property
    def drawer(self) -> int:
        """The drawer its cash lies in."""


class Opened(msgspec.Struct, frozen=True):
    """A shift as its opening says it."""

    id: str
    cashier: str
    own: bool = False
    drawer: int = 1


S = TypeVar("S", bound=Standing)


def shift_of(who: str, found: Sequence[S]) -> S | None:
    """The shift in which somebody does what names none: their own, otherwise the one that is everybody's.

    `found` are the open ones, in the order in which they were opened; of several the newest counts.
    """
    own = (one for one in reversed(found) if one.own and one.cashier == who)
    return next(own, None) or next((one for one in reversed(found) if not one.own), None)


class Roster:
    """The shifts that are open as one walks along the journal. Mutable because it walks."""

    def __init__(self, found: Iterable[Standing] = ()) -> None:
        """`found` are those that are open already, in the order in which they were opened."""
        self._open: list[Standing] = list(found)

    def add(self, fact: Fact, *, who: str) -> str:
        """One more entry, in order; the shift it belongs to. An open shift that it names goes before whose it would be.

        What moves no money and names no shift, and was done by somebody who has none, is `NOBODYS`.
        """
        if isinstance(fact, ShiftOpened):
            self._open.append(Opened(fact.shift, who, fact.own, fact.drawer))
            return fact.shift
        named = _named_in(fact)
        if not any(one.id == named for one in self._open):
            found = shift_of(who, self._open)
            return found.id if found else NOBODYS
        if isinstance(fact, ShiftClosed):
            self._open = [one for one in self._open if one.id != named]
        return named


def _named_in(fact: Fact) -> str:
    """The shift that an entry names; where it could be a sale's id as well, only an open shift's counts."""
    match fact:
        case ShiftCounted(shift):
            return shift
        case ShiftClosed(report):
            return report.shift
        case SaleCompleted(sale):
            return sale.shift
        case ReturnCompleted(back):
            return back.shift
        case DrawerOpened(sale=str(subject)):  # it was opened to be counted
            return subject
        case ApprovalGiven(approval=approval) if approval.action == "shift.difference":
            return approval.about.rpartition(":")[0]
        case _:
            return NOBODYS


def free_drawers(drawers: int, found: Iterable[Standing]) -> tuple[int, ...]:
    """The drawers that no open shift uses, the first first."""
    taken = {one.drawer for one in found}
    return tuple(drawer for drawer in range(1, drawers + 1) if drawer not in taken)


def drawer_for_next(drawers: int, found: Sequence[Standing]) -> int:
    """The drawer to propose: the first free one, otherwise the one that fewest use."""
    free = free_drawers(drawers, found)
    if free:
        return free[0]
    uses = [one.drawer for one in found]
    return min(range(1, drawers + 1), key=lambda drawer: (uses.count(drawer), drawer))


def check_drawer(drawer: int, *, drawers: int, found: Sequence[Standing]) -> None:
    """Raises Refused("shift.drawer") for one that is not there, ("shift.drawer_taken") for one in use while another is
    free.

    Where none is free the trays are swapped: each shift's cash lies in its own.
    """
    if not 1 <= drawer <= drawers:
        raise Refused("shift.drawer", drawer=drawer)
    free = free_drawers(drawers, found)
    if free and drawer not in free:
        raise Refused("shift.drawer_taken", drawer=drawer, free=free[0])
