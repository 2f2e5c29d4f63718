"""What happens with holidays: a day is typed, and a manager allows that it counts."""

from __future__ import annotations

from collections.abc import Sequence

from pos.till.changes import Touched
from pos.till.day import holidays
from pos.ui.desk import Desk
from pos.ui.figures import day
from pos.ui.keys import KeyUse
from pos.ui.screens.approval.view import Asked
from pos.ui.screens.holidays.card import HolidaysCard
from pos.ui.screens.holidays.view import DIGITS, HolidaysView, present, typed_day


class Holidays:
    """The holidays panel. Mutable: the day that is typed, kept while a manager is asked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._typed, self._said = "", ""
        self.screen = HolidaysCard()
        self.screen.touched.connect(self._pad)
        self.screen.enter_pressed.connect(self.enter)
        self.screen.close_pressed.connect(desk.close)

    # --- what the window asks ---

    def opened(self) -> None:
        """Nothing typed; unless a manager was just asked about it."""
        if self._desk.about is not self:
            self._typed, self._said = "", ""
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """One was entered, or the language changed."""
        if noun in ("returning", "session"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Digits make a day."""
        return [
            KeyUse("Enter", "holidays.enter", self.enter),
            KeyUse("Backspace", "key.erase", lambda: self._pad("Backspace")),
            KeyUse("Esc", "key.back", self.back),
        ]

    def typed(self, digit: str) -> bool:
        """A digit of the day."""
        self._pad(digit)
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def enter(self) -> None:
        """Ask a manager."""
        chosen, words, counter = typed_day(self._typed), self._desk.words, self._desk.counter
        if chosen is None or not self.view().can_enter:
            self._desk.toned.emit("bad")
            return

        async def story(by: str, pin: str, reason: str) -> None:
            await holidays.enter(counter, chosen, by=by, pin=pin, reason=reason)
            self._typed, self._said = "", words("holidays.done", day=day(chosen, words.language))

        rows = ((words("holidays.question"), f"{chosen.isoformat()} · {day(chosen, words.language)}"),)

        def again() -> None:
            self._desk.open("holidays", about=self)

        self._desk.open(
            "approval", about=Asked("calendar.holiday", words("holidays.why"), story, rows, then=again, back=again)
        )

    def back(self) -> None:
        """One step back: what is typed, then away."""
        if self._typed:
            self._typed = ""
            self.draw()
        else:
            self._desk.close()

    def _pad(self, key: str) -> None:
        self._said = ""
        self._typed = self._typed[:-1] if key == "Backspace" else (self._typed + key)[:DIGITS]
        self.draw()

    # --- drawing ---

    def view(self) -> HolidaysView:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._typed, self._said)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
