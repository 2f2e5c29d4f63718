"""What happens where several shifts are open: one is chosen, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.closing.entering import begin
from pos.ui.screens.shifts.card import ShiftsCard
from pos.ui.screens.shifts.view import OpenOne, present


class Shifts:
    """The panel of open shifts. Mutable: which one is chosen."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._chosen = desk, 0
        self.screen = ShiftsCard()
        self.screen.touched.connect(self.choose)
        self.screen.close_shift_pressed.connect(self.enter)
        self.screen.away_pressed.connect(desk.close)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at the first."""
        self.choose(0)

    def refresh(self, noun: Touched) -> None:
        """Somebody else is signed in, or a shift was opened or closed."""
        if noun in ("session", "shift"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Which one, and close it."""
        return [
            KeyUse("Enter", "shifts.choose", self.enter),
            KeyUse("Up", "reports.key.move", partial(self.choose, self._chosen - 1)),
            KeyUse("Down", "reports.key.move", partial(self.choose, self._chosen + 1)),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:
        """The digit of one."""
        place = next((at for at, one in enumerate(self.view()) if one.number and str(one.number) == digit), None)
        if place is not None:
            self.choose(place)
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def choose(self, place: int) -> None:
        """Another one."""
        self._chosen = place
        self._chosen = next((at for at, one in enumerate(self.view()) if one.is_chosen), 0)
        self.draw()

    def enter(self) -> None:
        """Count and close the chosen one."""
        chosen = next((one.id for one in self.view() if one.is_chosen), None)
        if chosen is None:
            self._desk.toned.emit("bad")
        else:
            begin(self._desk, chosen)

    # --- drawing ---

    def view(self) -> tuple[OpenOne, ...]:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, chosen=self._chosen)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
