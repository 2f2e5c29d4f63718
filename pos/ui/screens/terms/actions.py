"""What happens with the terms: two versions are chosen and read. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence

from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.terms.card import TermsCard
from pos.ui.screens.terms.view import TermsView, present, versions


class Terms:
    """The panel of the terms. Mutable: which versions, and whether only what changed is shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._old = self._new = 0
        self._shows = "changed"
        self.screen = TermsCard()
        self.screen.stepped_old.connect(self.step_old)
        self.screen.stepped_new.connect(self.step_new)
        self.screen.filter_pressed.connect(self.turn)
        self.screen.close_pressed.connect(desk.close)

    # --- what the window asks ---

    def opened(self) -> None:
        """The newest version beside the one before, and what changed."""
        known = len(versions(self._desk.counter))
        self._new = max(known - 1, 0)
        self._old = max(known - 2, 0)
        self._shows = "changed" if known > 1 else "all"
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """Another version may have come, or the language changed."""
        if noun in ("session", "mall"):
            known = len(versions(self._desk.counter))
            self._new = min(self._new, max(known - 1, 0))
            self._old = min(self._old, self._new)
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Versions by arrows and signs, and reading up and down."""
        return [
            KeyUse("Enter", "terms.key.only", self.turn),
            KeyUse("Up", "terms.key.read", lambda: self.screen.sheet.scroll(-1)),
            KeyUse("Down", "terms.key.read", lambda: self.screen.sheet.scroll(1)),
            KeyUse("-", "terms.key.old", lambda: self.step_old(-1)),
            KeyUse("+", "terms.key.old", lambda: self.step_old(1)),
            KeyUse("Left", "terms.key.new", lambda: self.step_new(-1)),
            KeyUse("Right", "terms.key.new", lambda: self.step_new(1)),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - nothing is typed here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def step_old(self, step: int) -> None:
        """Another version at the left; it stays older than the one at the right."""
        if 0 <= self._old + step < self._new:
            self._old += step
            self.draw()

    def step_new(self, step: int) -> None:
        """Another version at the right."""
        if self._old < self._new + step < len(versions(self._desk.counter)):
            self._new += step
            self.draw()

    def turn(self) -> None:
        """Only what changed, or all of it."""
        self._shows = "all" if self._shows == "changed" else "changed"
        self.draw()

    # --- drawing ---

    def view(self) -> TermsView:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, old=self._old, new=self._new, shows=self._shows)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
