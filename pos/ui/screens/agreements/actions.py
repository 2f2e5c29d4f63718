"""What happens in the days held against the mall's: they are read and gone through. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pos.domain.agreement import Checked
from pos.domain.errors import TillError
from pos.till.changes import Touched
from pos.till.day import agreeing
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.agreements.view import present
from pos.ui.screens.figures.periods import Period
from pos.ui.screens.refunds.pane import Pane, stepped
from pos.ui.screens.refunds.two_panes import TwoPanes

BACK = timedelta(days=31)


class Agreements:
    """Mutable: what was found, and which day is looked at."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: tuple[Checked, ...] = ()
        self._chosen, self._days = "", Period(desk.counter.day(), desk.counter.day())
        self.screen = TwoPanes("agreements")
        self.screen.touched.connect(self.choose)
        self.screen.pressed.connect(lambda _name: desk.close())

    # --- what the window asks ---

    def opened(self) -> None:
        """The weeks before the days somebody looks at, before the day they come for, or before today."""
        about, today = self._desk.about, self._desk.counter.day()
        self._found, self._chosen = (), about if isinstance(about, str) else ""
        first = date.fromisoformat(self._chosen) if self._chosen else today
        self._days = about if isinstance(about, Period) else Period(first, max(first, today))
        self._read()
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """A day was compared, or the language changed."""
        if noun == "agreement":
            self._read()
        elif noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Which day."""
        return [
            KeyUse("Up", "agreements.move", lambda: self.choose(stepped(self.view(), -1))),
            KeyUse("Down", "agreements.move", lambda: self.choose(stepped(self.view(), 1))),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - a page for looking takes no goods
        """Nothing is sold here."""
        return True

    # --- what the person does ---

    def choose(self, chosen: str) -> None:
        """Look at another day."""
        self._chosen = chosen
        self.draw()

    def _read(self) -> None:
        first, last = self._days.first, self._days.last
        story = agreeing.of_days(self._desk.counter, min(first, last - BACK), last)
        self._desk.do(story, then=self._arrived, otherwise=self._failed)

    def _arrived(self, found: tuple[Checked, ...]) -> None:
        self._found = found
        self.draw()

    def _failed(self, error: TillError) -> None:
        self._desk.refused(error)
        self.draw()

    # --- drawing ---

    def view(self) -> Pane:
        """What is to be seen now."""
        return present(self._found, self._desk.words, self._chosen)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
