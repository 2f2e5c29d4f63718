"""What happens at the drawer without a sale: something is chosen, an amount typed, a reason given, and it opens."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pos.domain.errors import TillError
from pos.domain.money import Won
from pos.till.changes import Touched
from pos.till.counter import Notice
from pos.till.day import drawer
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.drawer.card import DrawerCard
from pos.ui.screens.drawer.view import DOINGS, Doing, DrawerView, present

MOST_DIGITS = 8


class DrawerPanel:
    """Mutable: what is to be done, the amount, the reason, and what became of the last one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._doing: Doing = DOINGS[0]
        self._typed, self._is_writing = "", False
        self._said: Notice | None = None
        self.screen = DrawerCard()
        self.screen.touched.connect(self._pad)
        self.screen.chosen.connect(self.choose)
        self.screen.note.chosen.connect(self._ready)
        self.screen.note.written.connect(self._written)
        self.screen.do_pressed.connect(self.do)
        self.screen.close_pressed.connect(desk.close)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin anew."""
        self._doing, self._said, self._is_writing = DOINGS[0], None, False
        self._empty()
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language may have changed."""
        if noun in ("session", "shift"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """What by Up and Down, why by Left and Right, how much by digits."""
        return [
            KeyUse("Enter", "drawer.key.do", self.do),
            KeyUse("Up", "drawer.key.what", partial(self._step, -1)),
            KeyUse("Down", "drawer.key.what", partial(self._step, 1)),
            KeyUse("Left", "drawer.key.why", partial(self._step_reason, -1)),
            KeyUse("Right", "drawer.key.why", partial(self._step_reason, 1)),
            KeyUse("Backspace", "key.erase", partial(self._pad, "Backspace")),
            KeyUse("Esc", "key.back", self.back),
        ]

    def typed(self, digit: str) -> bool:
        """A digit of the amount."""
        self._pad(digit)
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - an amount is never scanned
        """A scan means nothing here, and must not sell anything behind the panel."""
        self._desk.toned.emit("bad")
        return True

    # --- what the person does ---

    def choose(self, doing: str) -> None:
        """Do this; its reasons are others."""
        if not self._is_writing:
            self._doing = next(one for one in DOINGS if one == doing)
            self._said = None
            self.screen.note.begin()
            self.draw()

    def do(self) -> None:
        """Do it; from the field of the reason it goes back to the amount first."""
        note, counter = self.screen.note, self._desk.counter
        text = note.text
        if note.field.hasFocus():
            note.field.clearFocus()
            return
        if not self.view().can_do:
            self._desk.toned.emit("bad")
            return
        self._is_writing, self._said = True, None
        self.draw()
        if self._doing == "open":
            self._desk.do(drawer.open_without_sale(counter, text), then=self._done, otherwise=self._refused)
        else:
            story = drawer.move(counter, self._doing, self._amount, note=text)
            self._desk.do(story, then=self._done, otherwise=self._refused)

    def back(self) -> None:
        """One step back: from the field, from what is typed, away."""
        if self._is_writing:
            return
        if self.screen.note.field.hasFocus():
            self.screen.note.field.clearFocus()
        elif self._typed:
            self._typed = ""
            self.draw()
        else:
            self._desk.close()

    def _pad(self, key: str) -> None:
        if self._is_writing or self._doing == "open":
            return
        text = self._typed[:-1] if key == "Backspace" else (self._typed + key).lstrip("0")
        if len(text) <= MOST_DIGITS:
            self._typed, self._said = text, None
            self.draw()

    def _step(self, step: int) -> None:
        self.choose(DOINGS[(DOINGS.index(self._doing) + step) % len(DOINGS)])

    def _step_reason(self, step: int) -> None:
        ready, text = self.view().reasons, self.screen.note.text
        at = ready.index(text) + step if text in ready else 0 if step > 0 else len(ready) - 1
        self._ready(at % len(ready))

    def _ready(self, place: int) -> None:
        self.screen.note.take(self.view().reasons[place])

    def _written(self) -> None:
        if self.screen.note.field.text():
            self._said = None
        self.draw()

    def _done(self, _: None) -> None:
        amount, self._is_writing = self._amount, False
        self._empty()
        self._said = Notice(f"drawer.{self._doing}.done", {"amount": amount}, "news")
        self._desk.good()
        self.draw()

    def _refused(self, error: TillError) -> None:
        self._is_writing, self._said = False, self._desk.noted(error, self.screen)
        self.draw()

    def _empty(self) -> None:
        self._typed = ""
        self.screen.note.begin()

    # --- drawing ---

    @property
    def _amount(self) -> Won:
        return int(self._typed or 0)

    def view(self) -> DrawerView:
        """What is to be seen now."""
        note = self.screen.note.field.text().strip()
        return present(
            self._desk.words, self._doing, self._amount, note=note, said=self._said, is_writing=self._is_writing
        )

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
