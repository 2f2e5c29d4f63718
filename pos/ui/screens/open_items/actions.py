"""What happens in the list of open things: one is chosen, and seen to where it belongs; a cash receipt right here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from pos.domain.errors import TillError
from pos.till import bulletins, looking_at
from pos.till.back import settling
from pos.till.changes import Touched
from pos.till.day import open_items
from pos.till.paying import cash_receipts
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.doubt.cases import of_receipt
from pos.ui.screens.open_items.view import NOTES, chosen_of, present, way_of
from pos.ui.screens.refunds.pane import Pane, stepped
from pos.ui.screens.refunds.two_panes import TwoPanes


class OpenItems:
    """Mutable: which one is chosen, and whether a cash receipt is under way."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._chosen, self._is_busy, self._finds = "", False, False
        self.screen = TwoPanes("open_items")
        self.screen.touched.connect(self.choose)
        self.screen.pressed.connect(lambda name: self._verbs().get(name, self.see_to)())

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at the most urgent; what was said of it in the morning has been read."""
        self._chosen, self._finds = "", False
        self._desk.dismiss("open_items.left")
        self._desk.dismiss(bulletins.NEW)
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """One was settled, or the language changed."""
        if noun not in ("notices", "stock", "member", "catalogue"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Which one, and what to do about it."""
        pane = self.view()
        return [
            *(
                KeyUse(one.key, f"open_items.do.{one.name}", self._verbs().get(one.name, self.see_to))
                for one in pane.choices
            ),
            KeyUse("Up", "open_items.move", lambda: self.choose(stepped(self.view(), -1))),
            KeyUse("Down", "open_items.move", lambda: self.choose(stepped(self.view(), 1))),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def choose(self, chosen: str) -> None:
        """Look at another one."""
        if not self._is_busy:
            self._chosen, self._finds = chosen, False
            self.draw()

    def see_to(self) -> None:
        """Go to where it is settled; a cash receipt is asked for again here."""
        counter = self._desk.counter
        one = chosen_of(open_items.items(counter), self._chosen)
        way = way_of(counter, one) if one is not None else ""
        if one is None or not way or self._is_busy:
            self._desk.toned.emit("bad")
        elif way == "receipt":
            self._is_busy = True
            self.draw()
            self._desk.do(cash_receipts.issue(counter, one.id), then=self._issued, otherwise=self._refused)
        elif way == "seen":
            sale, _, benefit = one.id.partition(":")
            self._desk.do(settling.look_at_refusal(counter, sale, benefit), then=lambda _: self._desk.good())
        elif way == "read":
            self._desk.do(bulletins.read(counter, one.id), then=self._issued, otherwise=self._refused)
        elif way == "aside":
            self._finds = True
            self.draw()
        elif way == "payment":
            self._desk.go("payment")
        else:
            self._desk.open(way, about=one.id)

    def looked(self, found: str) -> None:
        """Somebody looked at an entry that was put aside, and says what they found."""
        one = chosen_of(open_items.items(self._desk.counter), self._chosen)
        if one is None or not self._finds:
            self._desk.toned.emit("bad")
            return
        self._finds = False
        note = self._desk.words(f"open_items.found.{found}")
        story = looking_at.look_at(self._desk.counter, one.id, note=note)
        self._desk.do(story, then=lambda _: self._issued(None), otherwise=self._refused)

    def tell_by_hand(self) -> None:
        """Somebody found out elsewhere what became of a cash receipt."""
        one = chosen_of(open_items.items(self._desk.counter), self._chosen)
        case = of_receipt(self._desk, one.id) if one is not None else None
        if case is None or self._is_busy:
            self._desk.toned.emit("bad")
        else:
            self._desk.open("doubt", about=case)

    def _verbs(self) -> dict[str, Callable[[], object]]:
        found = {name: partial(self.looked, name) for name in NOTES}
        return {"close": self._desk.close, "by_hand": self.tell_by_hand, **found}

    def _issued(self, _: None) -> None:
        self._is_busy = False
        self._desk.good()
        self.draw()

    def _refused(self, error: TillError) -> None:
        self._is_busy = False
        self._desk.refused(error)
        self.draw()

    # --- drawing ---

    def view(self) -> Pane:
        """What is to be seen now."""
        counter, words = self._desk.counter, self._desk.words
        return present(counter, words, self._chosen, is_busy=self._is_busy, found_what=self._finds)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
