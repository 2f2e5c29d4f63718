"""What happens with past returns: one is looked at, and its receipt comes again as a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos.domain.errors import TillError
from pos.till import printing
from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.past_returns.view import chosen_of, present
from pos.ui.screens.refunds.pane import Pane, stepped
from pos.ui.screens.refunds.two_panes import TwoPanes


class PastReturns:
    """The card of past returns. Mutable: which one is chosen, and what became of its copy."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._chosen, self._printed = "", ""
        self.screen = TwoPanes("past_returns")
        self.screen.touched.connect(self.choose)
        self.screen.pressed.connect(lambda name: self._verbs()[name]())

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at the one it is about, or the first."""
        about = self._desk.about
        self._chosen, self._printed = about if isinstance(about, str) else "", ""
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """Something was paid, paper came out, or somebody else is signed in."""
        if noun in ("refunds", "paper", "session"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Which one, and its paper."""
        pane, verbs = self.view(), self._verbs()
        return [
            *(KeyUse(one.key, f"past_returns.do.{one.name}", verbs[one.name]) for one in pane.choices),
            KeyUse("Up", "past_returns.move", lambda: self.choose(stepped(self.view(), -1))),
            KeyUse("Down", "past_returns.move", lambda: self.choose(stepped(self.view(), 1))),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:
        """A refund's receipt chooses its return; anything else goes to the screen below."""
        back = self._desk.counter.ports.past.return_by_code(code)
        if back is not None:
            self.choose(back.id)
        return back is not None

    # --- what the person does ---

    def choose(self, back: str) -> None:
        """Look at another one."""
        self._chosen, self._printed = back, ""
        self.draw()

    def print(self) -> None:
        """Its receipt once more, as a copy."""
        back = chosen_of(self._desk.counter, self._chosen)
        if back is None or self._printed == "printing":
            return
        self._chosen, self._printed = back.id, "printing"
        self.draw()
        self._desk.do(
            printing.reprint_refund(self._desk.counter, back.id), then=self._came_out, otherwise=self._refused
        )

    def _came_out(self, _: None) -> None:
        self._printed = "stopped" if printing.stopped_at(self._desk.counter) is not None else "printed"
        self.draw()

    def _refused(self, error: TillError) -> None:
        self._printed = ""
        self._desk.counter.failed(error)
        self.draw()

    # --- drawing ---

    def _verbs(self) -> dict[str, Callable[[], None]]:
        return {"print": self.print, "close": self._desk.close}

    def view(self) -> Pane:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._chosen, self._printed)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
