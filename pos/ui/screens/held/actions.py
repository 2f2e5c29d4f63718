"""What happens with held baskets: one is taken up; goods at the counter are put aside first."""

from __future__ import annotations

from collections.abc import Sequence

from pos.till import holding
from pos.till.changes import Touched
from pos.till.paying import checkout
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.held.card import HeldCard
from pos.ui.screens.held.view import HeldView, present


class Held:
    """The panel of held baskets (F5). Mutable: which one is chosen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._chosen = 0
        self.screen = HeldCard()
        self.screen.basket_touched.connect(self.touch)
        self.screen.take_pressed.connect(self.take)
        self.screen.close_pressed.connect(desk.close)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at the newest."""
        self._chosen = 0
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """One may have gone, or the language changed."""
        if noun in ("held", "session", "basket"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Choose and take up."""
        return [
            KeyUse("Enter", "held.key.take", self.take),
            KeyUse("Up", "held.key.move", lambda: self._move(-1)),
            KeyUse("Down", "held.key.move", lambda: self._move(1)),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:
        """The number of a basket takes it up."""
        place = next((at for at, one in enumerate(self.view().baskets) if one.number == int(digit) != 0), None)
        if place is not None:
            self._chosen = place
            self.take()
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def touch(self, place: int) -> None:
        """One touch on a basket takes it up."""
        self._chosen = place
        self.take()

    def take(self) -> None:
        """Take up the chosen one, after putting aside what lies at the counter."""
        view, counter = self.view(), self._desk.counter
        chosen = view.chosen
        if chosen is None:
            self._desk.close()
            return

        async def story() -> None:
            if view.is_busy:
                await holding.hold(counter)
            await holding.recall(counter, chosen.id)

        self._desk.do(story(), then=lambda _: self._desk.go("payment" if checkout.in_doubt(counter) else "sale"))

    def _move(self, step: int) -> None:
        most = len(self.view().baskets) - 1
        self._chosen = max(0, min(self._chosen + step, most))
        self.draw()

    # --- drawing ---

    def view(self) -> HeldView:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words.language, chosen=self._chosen)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
