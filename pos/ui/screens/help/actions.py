"""The help panel (F1). It asks for the keys of what lies under it each time it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.help.card import HelpCard
from pos.ui.screens.help.view import present


class Help:
    """`keys_below` gives what the keys do on the screen under the panel."""

    def __init__(self, desk: Desk, keys_below: Callable[[], Sequence[KeyUse]]) -> None:
        self._desk, self._keys_below = desk, keys_below
        self.screen = HelpCard()
        self.screen.close_pressed.connect(desk.close)

    def opened(self) -> None:
        """Ask anew: what keys do depends on where the screen is."""
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language may have changed, or what the keys do."""
        if noun in ("session", "basket", "payment"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Away with it."""
        return [KeyUse(key, "key.close", self._desk.close) for key in ("Esc", "Enter", "F1")]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - nothing is typed into help
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    def draw(self) -> None:
        """Draw it."""
        help_itself = KeyUse("F1", "key.help", self._desk.close)
        self.screen.render(present((*self._keys_below(), help_itself)), self._desk.words)
