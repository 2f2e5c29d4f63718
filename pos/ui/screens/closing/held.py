"""What becomes of the held baskets: each is carried over into the next shift, or given up with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from pos.domain.errors import TillError
from pos.till.day import closing
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.closing import view as views
from pos.ui.screens.closing.held_page import HeldPage
from pos.ui.screens.closing.view import HeldView


class HeldBaskets:
    """Mutable: which one is chosen, whether a reason is being given, and which were carried over in this shift."""

    def __init__(self, desk: Desk, page: HeldPage, changed: Callable[[], object]) -> None:
        self._desk, self._page, self._changed = desk, page, changed
        self._carried: set[str] = set()
        self._chosen, self._is_given_up, self._is_writing = "", False, False
        page.touched.connect(self.choose)
        page.note.chosen.connect(self._ready)
        page.note.written.connect(changed)

    def begin(self) -> None:
        """Another shift."""
        self._carried.clear()
        self._chosen, self._is_given_up, self._is_writing = "", False, False
        self._page.note.begin()

    def carry_again(self) -> None:
        """What was carried over before somebody sold on is so still."""
        for draft in closing.undecided(self._desk.counter):
            if draft.basket.id in self._carried:
                closing.carry_over(self._desk.counter, draft.basket.id)

    def view(self) -> HeldView:
        """What is to be seen now."""
        has_note = bool(self._page.note.field.text().strip())
        return views.held(
            self._desk.counter,
            self._desk.words,
            chosen=self._chosen,
            is_given_up=self._is_given_up,
            has_note=has_note,
            is_writing=self._is_writing,
        )

    def keys(self) -> Sequence[KeyUse]:
        """Enter carries over, Del gives up."""
        if self._is_given_up:
            return [KeyUse("Enter", "closing.held.gone", partial(self.press, "carry"))]
        return [
            KeyUse("Enter", "closing.held.carry", partial(self.press, "carry")),
            KeyUse("Del", "closing.held.give_up", partial(self.press, "give_up")),
            KeyUse("Up", "held.key.move", partial(self._step, -1)),
            KeyUse("Down", "held.key.move", partial(self._step, 1)),
        ]

    def digit(self, digit: str) -> None:
        """A ready reason by its place."""
        if self._is_given_up and digit in "123":
            self._ready(int(digit) - 1)

    def choose(self, basket: str) -> None:
        """This one."""
        if not self._is_writing and not self._is_given_up:
            self._chosen = basket
            self._changed()

    def press(self, name: str) -> None:
        """ "carry" is what Enter does: carry over, or give up once there is a reason; "give_up" asks for it."""
        chosen = next((one.id for one in self.view().baskets if one.is_chosen), "")
        if self._is_writing or not chosen:
            return
        if name == "give_up":
            self._chosen, self._is_given_up = chosen, True
            self._changed()
        elif self._is_given_up:
            self._give_up(chosen)
        else:
            self._desk.attempt(lambda: self._carry_over(chosen))

    def back(self) -> bool:
        """From the reason to the baskets. False where there is nothing to go back from."""
        if self._is_writing:
            return True
        was_asked, self._is_given_up = self._is_given_up, False
        self._page.note.begin()
        self._changed()
        return was_asked

    def _carry_over(self, basket: str) -> None:
        closing.carry_over(self._desk.counter, basket)
        self._carried.add(basket)
        self._changed()

    def _give_up(self, basket: str) -> None:
        field = self._page.note.field
        if not self._page.note.text:
            self._desk.toned.emit("bad")
            return
        field.clearFocus()
        self._is_writing = True
        self._changed()
        story = closing.give_up(self._desk.counter, basket, reason=self._page.note.text)
        self._desk.do(story, then=lambda _: self._gone(), otherwise=self._refused)

    def _gone(self) -> None:
        self._is_writing = self._is_given_up = False
        self._page.note.begin()
        self._changed()

    def _refused(self, error: TillError) -> None:
        self._is_writing = False
        self._desk.refused(error)
        self._changed()

    def _ready(self, place: int) -> None:
        self._page.note.take(self.view().reasons[place])
        self._changed()

    def _step(self, step: int) -> None:
        ids = [one.id for one in self.view().baskets]
        at = next((place for place, one in enumerate(self.view().baskets) if one.is_chosen), 0) + step
        if ids:
            self.choose(ids[max(0, min(at, len(ids) - 1))])
