"""What is typed while the drawer is counted; it outlives a way back to selling, and ends with the shift."""

from __future__ import annotations

from pos.domain.drawer import DENOMINATIONS, Count
from pos.domain.money import Won

MOST_DIGITS = 4


class Counting:
    """Mutable. `chosen` is the place of a denomination, None after the last one; its first digit replaces."""

    def __init__(self) -> None:
        self.typed: dict[Won, str] = {}
        self.chosen: int | None = 0
        self._is_fresh = True

    def begin(self, count: Count | None = None) -> None:
        """Anew, or from what was counted before."""
        self.typed = {} if count is None else {won: str(pieces) for won, pieces in count.pieces}
        self.choose(0)

    def choose(self, place: int | None) -> None:
        """Count a denomination."""
        self.chosen, self._is_fresh = place, True

    def move(self, step: int) -> None:
        """The next one or the one before; beyond either end is the end."""
        place = (self.chosen + step) if self.chosen is not None else 0 if step > 0 else len(DENOMINATIONS) - 1
        self.choose(place if 0 <= place < len(DENOMINATIONS) else None)

    def key(self, key: str) -> None:
        """A digit (or "00"), or "Backspace"; after the last denomination it goes back to that one."""
        if self.chosen is None:
            if key == "Backspace":
                self.move(-1)
            return
        denomination = DENOMINATIONS[self.chosen]
        before = self.typed.get(denomination, "")
        longer = (("" if self._is_fresh else before) + key).lstrip("0") or "0"
        text = before[:-1] if key == "Backspace" else longer
        if len(text) <= MOST_DIGITS:
            self.typed[denomination], self._is_fresh = text, False

    @property
    def pieces(self) -> tuple[tuple[Won, int], ...]:
        """How many of each."""
        return tuple((won, int(self.typed.get(won) or 0)) for won in DENOMINATIONS)

    @property
    def is_said(self) -> bool:
        """Whether anything was typed, be it a nought."""
        return any(self.typed.values())
