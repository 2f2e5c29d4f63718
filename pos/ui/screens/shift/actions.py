"""What happens when a shift is opened: the float is typed or counted, and then the till may sell."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.errors import Refused, TillError
from pos.domain.money import Won
from pos.till.changes import Touched
from pos.till.day.shift import open_shift
from pos.ui.desk import Desk
from pos.ui.haste import Haste
from pos.ui.keys import KeyUse
from pos.ui.screens.shift.screen import ShiftScreen
from pos.ui.screens.shift.view import DENOMINATIONS, ShiftView, look_around, present
from pos.ui.window import first_screen

MOST_DIGITS = 8
MOST_COUNT_DIGITS = 4


class OpenShift:
    """Mutable: what was typed, or counted, so far. Typing an amount forgets the count."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._typed = ""
        self._counts: dict[Won, str] = {}
        self._chosen: int | None = None
        self._is_fresh = False
        self._is_opening = False
        self._drawer = 0
        self._haste = Haste()
        self.screen = ShiftScreen()
        self.screen.drawer_touched.connect(self.choose_drawer)
        self.screen.row_touched.connect(self.choose)
        self.screen.pad_touched.connect(self._type)
        self.screen.open_pressed.connect(self.enter)
        self.screen.amount_touched.connect(self.back)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin with nothing in the drawer."""
        self._typed, self._counts, self._chosen, self._is_opening, self._drawer = "", {}, None, False, 0
        self._haste.begin()
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language can change under it, and another shift be closed."""
        if noun in ("session", "shift", "mall"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """One primary action; arrows begin the count."""
        label = "shift.key.next" if self._chosen is not None else "shift.key.open"
        back = "shift.key.whole" if self._chosen is not None else "shift.key.leave"
        return [
            KeyUse("Enter", label, self.enter),
            KeyUse("Down", "shift.key.count", lambda: self._move(1)),
            KeyUse("Up", "shift.key.count", lambda: self._move(-1)),
            *self._drawer_keys(),
            KeyUse("Backspace", "shift.key.erase", lambda: self._type("Backspace")),
            KeyUse("Esc", back, self.back),
        ]

    def typed(self, digit: str) -> bool:
        """A digit of the amount, or of the count of the chosen denomination."""
        self._type(digit)
        return True

    def scanned(self, code: str) -> None:  # noqa: ARG002 - whatever it is, nothing can be sold yet
        """Nothing is sold before the shift is open."""
        self._desk.news("shift.not_open")
        self._desk.toned.emit("bad")

    # --- what the person does ---

    def choose(self, place: int) -> None:
        """Count a denomination; its first digit replaces what stood there."""
        self._chosen, self._is_fresh = place, True
        self.draw()

    def choose_drawer(self, drawer: int) -> None:
        """The other drawer."""
        self._drawer = drawer
        self.draw()

    def _drawer_keys(self) -> list[KeyUse]:
        other = next((one for one in self.view().around.drawers if one.is_open_to and not one.is_chosen), None)
        return [KeyUse("F6", "shift.own.swap_key", lambda: self.choose_drawer(other.number))] if other else []

    def enter(self) -> None:
        """The next denomination, or after the last one the amount, or the shift."""
        if self._chosen is None:
            self._open()
        elif self._chosen + 1 < len(DENOMINATIONS):
            self.choose(self._chosen + 1)
        else:
            self._chosen = None
            self.draw()

    def back(self) -> None:
        """One step back: from the count to the amount, from the amount to who is at the counter."""
        if self._is_opening:
            return
        if self._chosen is None:
            self._desk.go("sign_in")
            return
        self._chosen = None
        self.draw()

    def _move(self, step: int) -> None:
        if self._chosen is None:
            self.choose(0 if step > 0 else len(DENOMINATIONS) - 1)
        elif 0 <= self._chosen + step < len(DENOMINATIONS):
            self.choose(self._chosen + step)
        else:
            self._chosen = None
            self.draw()

    def _type(self, key: str) -> None:
        if self._is_opening:
            return
        if self._chosen is None:
            self._typed = _with(key, "" if self._counts else self._typed, most=MOST_DIGITS)
            self._counts = {}
        else:
            denomination = DENOMINATIONS[self._chosen]
            before = "" if self._is_fresh and key != "Backspace" else self._counts.get(denomination, "")
            self._counts[denomination] = _with(key, before, most=MOST_COUNT_DIGITS)
            self._is_fresh = False
        self.draw()

    def _open(self) -> None:
        if self._is_opening:
            return
        if not self.view().is_said:
            if self._haste.is_over:  # before, the Enter was meant for the PIN
                self._desk.refused(Refused("shift.no_float"))
            return
        self._is_opening = True
        amount = self.view().amount
        self.draw()
        counter = self._desk.counter
        self._desk.do(
            open_shift(counter, amount, drawer=self.view().around.drawer),
            then=lambda _: self._desk.go(first_screen(counter)),
            otherwise=self._refused,
        )

    def _refused(self, error: TillError) -> None:
        self._is_opening = False
        self._desk.counter.failed(error)
        self.draw()

    # --- drawing ---

    def view(self) -> ShiftView:
        """What is to be seen now."""
        around = look_around(self._desk.counter, self._desk.words, chosen=self._drawer)
        return present(
            typed=self._typed, counts=self._counts, chosen=self._chosen, is_opening=self._is_opening, around=around
        )

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)


def _with(key: str, before: str, *, most: int) -> str:
    """What was typed with one key more; no leading zeros, and never more than `most` digits."""
    text = before[:-1] if key == "Backspace" else (before + key).lstrip("0") or "0"
    return text if len(text) <= most else before
