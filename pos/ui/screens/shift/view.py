"""What the opening of a shift says: the float, as one amount or counted by denomination. It opens nothing."""

from __future__ import annotations

from dataclasses import dataclass

from pos.domain.money import Won
from pos.domain.tender import COINS, NOTES

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
class ShiftView:
    """`is_counted` where the amount is the sum of the counts, and not typed; `is_said` once there is either."""

    counts: tuple[Count, ...]
    amount: Won
    is_counted: bool
    is_opening: bool
    is_said: bool

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
) -> ShiftView:
    """The view of a float typed so far, or counted so far where there are counts."""
    counted = counts or {}
    rows = tuple(
        Count(denomination, counted.get(denomination, ""), place == chosen)
        for place, denomination in enumerate(DENOMINATIONS)
    )
    is_counted = any(row.text for row in rows)
    amount = sum(row.amount for row in rows) if is_counted else int(typed or 0)
    return ShiftView(rows, amount, is_counted, is_opening, is_counted or bool(typed))
