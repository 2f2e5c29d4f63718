"""What the opening of a shift says: the float, as one amount or counted by denomination. It opens nothing."""

from __future__ import annotations

from dataclasses import dataclass

from pos.domain.money import Won
from pos.domain.sums.belonging import drawer_for_next, free_drawers
from pos.domain.tender import COINS, NOTES
from pos.till.counter import Counter
from pos.ui import whose
from pos.ui.words import Words

DENOMINATIONS: tuple[Won, ...] = (*NOTES, *COINS)


@dataclass(frozen=True, slots=True)
class Count:
    """So many of a note or coin; `text` is what was typed, "" before anything was."""

    denomination: Won
    text: str
    is_chosen: bool

    @property
    def amount(self) -> Won:
        """What they come to."""
        return self.denomination * int(self.text or 0)


@dataclass(frozen=True, slots=True)
class DrawerChoice:
    """A drawer to choose; `detail` is who uses it. One in use is there to choose only while none is free."""

    number: int
    title: str
    detail: str
    is_chosen: bool
    is_open_to: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What there is beside the float: whose shift it will be, who has one open, the drawers where there are two.

    `swaps`: the drawer is somebody's, and the trays have to be swapped.
    """

    is_own: bool = False
    others: str = ""
    drawers: tuple[DrawerChoice, ...] = ()
    drawer: int = 0
    swaps: bool = False


@dataclass(frozen=True, slots=True)
class ShiftView:
    """`is_counted` where the amount is the sum of the counts, and not typed; `is_said` once there is either."""

    counts: tuple[Count, ...]
    amount: Won
    is_counted: bool
    is_opening: bool
    is_said: bool
    around: Around = Around()

    @property
    def chosen(self) -> Count | None:
        """The denomination that is being counted."""
        return next((count for count in self.counts if count.is_chosen), None)


def present(
    *,
    typed: str = "",
    counts: dict[Won, str] | None = None,
    chosen: int | None = None,
    is_opening: bool = False,
    around: Around = Around(),
) -> ShiftView:
    """The view of a float typed so far, or counted so far where there are counts."""
    counted = counts or {}
    rows = tuple(
        Count(denomination, counted.get(denomination, ""), place == chosen)
        for place, denomination in enumerate(DENOMINATIONS)
    )
    is_counted = any(row.text for row in rows)
    amount = sum(row.amount for row in rows) if is_counted else int(typed or 0)
    return ShiftView(rows, amount, is_counted, is_opening, is_counted or bool(typed), around)


def look_around(counter: Counter, words: Words, *, chosen: int = 0) -> Around:
    """The drawers and the shifts that are open already; `chosen` is a drawer, 0 before anybody chose."""
    boutique, found = counter.ports.shelf.boutique(), counter.ports.shelf.open_shifts()
    if boutique is None:
        return Around()
    count, free = boutique.drawers, free_drawers(boutique.drawers, found)
    drawer = chosen if chosen in (free or range(1, count + 1)) else drawer_for_next(count, found)
    users = {one.drawer: whose.name_of(counter, one.cashier) for one in found}
    return Around(
        is_own=boutique.shifts == "own",
        others=", ".join(whose.told(counter, words, cashier=one.cashier, drawer=one.drawer) for one in found),
        drawers=tuple(
            DrawerChoice(
                number,
                words("whose.drawer", number=number),
                words("shift.own.taken", name=users[number]) if number in users else words("shift.own.free"),
                number == drawer,
                not free or number in free,
            )
            for number in range(1, count + 1)
            if count > 1
        ),
        drawer=drawer,
        swaps=drawer in users,
    )
