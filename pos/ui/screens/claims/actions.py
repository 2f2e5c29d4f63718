"""What happens with claims that wait: one is chosen, and taken up where goods come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos.domain.errors import TillError
from pos.till.back import claiming
from pos.till.changes import Touched
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.claims.pictures import PicturesOf
from pos.ui.screens.claims.view import chosen_of, present
from pos.ui.screens.refunds.pane import Pane, stepped
from pos.ui.screens.refunds.two_panes import TwoPanes


class Claims:
    """The card of claims. Mutable: which one is chosen. Its pictures are opened while it is looked at, and not kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._chosen, self._is_busy = "", False
        self._opened: tuple[str, tuple[bytes, ...]] = ("", ())
        self.pictures = PicturesOf("claims")
        self.screen = TwoPanes("claims", extra=self.pictures)
        self.screen.touched.connect(self.choose)
        self.screen.pressed.connect(lambda name: self._verbs()[name]())

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at the oldest."""
        about = self._desk.about
        self._chosen, self._is_busy = about if isinstance(about, str) else "", False
        self._desk.dismiss("claim.decided")
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """One was settled, or the language changed."""
        if noun in ("refunds", "session"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Which one, and what to do about it."""
        pane, verbs = self.view(), self._verbs()
        return [
            *(KeyUse(one.key, f"claims.do.{one.name}", verbs[one.name]) for one in pane.choices),
            KeyUse("Up", "claims.move", lambda: self.choose(stepped(self.view(), -1))),
            KeyUse("Down", "claims.move", lambda: self.choose(stepped(self.view(), 1))),
            KeyUse("Esc", "key.close", self.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:
        """A receipt's code chooses its claim; anything else goes to the screen below."""
        found = next((one for one in claiming.waiting(self._desk.counter) if one.original == code), None)
        if found is not None:
            self.choose(found.id)
        return found is not None

    # --- what the person does ---

    def choose(self, claim: str) -> None:
        """Look at another one."""
        if not self._is_busy:
            self._chosen = claim
            self.draw()

    def take_up(self) -> None:
        """Go on with it where goods come back."""
        claim = chosen_of(self._desk.counter, self._chosen)
        if claim is None or self._is_busy:
            return
        self._is_busy = True
        self.draw()
        self._desk.do(claiming.take_up(self._desk.counter, claim), then=self._taken_up, otherwise=self._refused)

    def tell(self) -> None:
        """The customer knows that the office refused it: it is over."""
        claim = chosen_of(self._desk.counter, self._chosen)
        if claim is not None and not self._is_busy:
            story = claiming.close(self._desk.counter, claim.id)
            self._desk.do(story, then=lambda _: self._desk.good(), otherwise=self._refused)

    def close(self) -> None:
        """Away with the card; its pictures are shut again."""
        self._opened = ("", ())
        self._is_busy = False
        self._desk.close()

    def _taken_up(self, _: None) -> None:
        was_here, self._is_busy, self._opened = self.screen.isVisible(), False, ("", ())
        if was_here and self._desk.counter.returning is not None:
            self._desk.go("returning")

    def _refused(self, error: TillError) -> None:
        self._is_busy = False
        self._desk.refused(error)
        self.draw()

    # --- drawing ---

    def _verbs(self) -> dict[str, Callable[[], None]]:
        return {"take_up": self.take_up, "tell": self.tell, "close": self.close}

    def view(self) -> Pane:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._chosen, is_busy=self._is_busy)

    def _pictures(self) -> tuple[tuple[bytes, ...], int]:
        """The opened pictures of the chosen claim, and how many of them are gone; opened once, not at each drawing."""
        claim = chosen_of(self._desk.counter, self._chosen)
        if claim is None:
            return (), 0
        if self._opened[0] != claim.id:
            found = (self._desk.counter.ports.past.photograph(one) for one in claim.photographs)
            self._opened = (claim.id, tuple(one for one in found if one is not None))
        return self._opened[1], len(claim.photographs) - len(self._opened[1])

    def draw(self) -> None:
        """Draw it."""
        shown, gone = self._pictures()
        self.pictures.take(shown, self._desk.words, gone=gone)
        self.screen.render(self.view(), self._desk.words)
