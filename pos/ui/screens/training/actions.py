"""What happens there: begin, go on, begin afresh, or back to the till; a paper that is touched is scanned."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pos.till import training
from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.training.card import TrainingCard
from pos.ui.screens.training.view import TrainingView, present


class Training:
    """The panel. `scan` is what a scanner does. It holds nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.screen = TrainingCard()
        self.screen.begin_pressed.connect(self.begin)
        self.screen.afresh_pressed.connect(partial(self.begin, afresh=True))
        self.screen.back_pressed.connect(self.back)
        self.screen.close_pressed.connect(desk.close)
        self.screen.scanned.connect(self._scan)

    # --- what the window asks ---

    def opened(self) -> None:
        """Papers may have come, and the language may have changed."""
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """So they may while it is open."""
        if noun in ("paper", "session"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """As on the buttons; the key that leads back is the window's."""
        view, away = self.view(), KeyUse("Esc", "key.close", self._desk.close)
        if view.is_on:
            return [away]
        if not view.may_begin:
            return [away]
        afresh = [KeyUse("F7", "training.key.afresh", partial(self.begin, afresh=True))] if view.is_begun else []
        return [KeyUse("Enter", "training.key.begin", self.begin), *afresh, away]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - digits mean nothing here, and go nowhere else
        """Nothing is typed here."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def begin(self, *, afresh: bool = False) -> None:
        """Go to practise; what stands in the way is said."""
        if not self.view().may_begin:
            self._desk.toned.emit("bad")
            return
        self._desk.close()
        self._desk.do(training.begin(self._desk.counter, afresh=afresh))

    def back(self) -> None:
        """To the real till, where it stands as it was."""
        self._desk.attempt(self._desk.counter.ports.practice.end)

    def _scan(self, code: str) -> None:
        self._desk.close()
        self._desk.scanned.emit(code)

    # --- drawing ---

    def view(self) -> TrainingView:
        """What is to be seen now."""
        return present(self._desk.counter)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
