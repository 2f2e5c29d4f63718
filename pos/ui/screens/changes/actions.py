"""What happens on the card of held changes: one is looked at, or all of them, and released or left away."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from pos.domain.errors import TillError
from pos.domain.settled import Thing
from pos.till import releasing
from pos.till.changes import Touched
from pos.till.releasing import Looked
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.changes.deciding import Deciding
from pos.ui.screens.changes.view import GROUP, Course, Step, chosen_of, id_of, look, may_decide, present, things_of
from pos.ui.screens.refunds.pane import Pane, stepped
from pos.ui.screens.refunds.two_panes import TwoPanes

FEW = 6
"""So many are seen at once; nobody searches them."""


class Changes:
    """Mutable: which one is looked at, what was searched for, and whether it is being written."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._course = desk, Course()
        self._shown: tuple[Thing, ...] = ()
        self.deciding = Deciding()
        self.screen = TwoPanes("changes", extra=self.deciding)
        self.screen.touched.connect(self.choose)
        self.screen.pressed.connect(self.press)
        self.deciding.searched.connect(self._search)
        self.deciding.written.connect(self._written)

    # --- what the window asks ---

    def opened(self) -> None:
        """All of it, the oddest first; that it is there has been read."""
        self._course = Course()
        self.deciding.begin()
        for code in ("feed.held", "feed.not_understood"):
            self._desk.dismiss(code)
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """Another page arrived, somebody else is signed in, or the language changed."""
        if noun in ("catalogue", "session", "mall", "staff"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Which one, and what becomes of it."""
        choices = self.view().choices
        return [
            *(KeyUse(one.key, f"changes.do.{one.name}", partial(self.press, one.name)) for one in choices),
            *([] if self._course.step != "looking" else self._moves()),
        ]

    def _moves(self) -> list[KeyUse]:
        return [
            KeyUse("Up", "changes.move", lambda: self.choose(stepped(self.view(), -1))),
            KeyUse("Down", "changes.move", lambda: self.choose(stepped(self.view(), 1))),
            KeyUse("Esc", "key.close", self.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:
        """A scan looks for the product."""
        if self._course.step != "looking":
            return True
        product = self._desk.counter.ports.shelf.by_barcode(code)
        self.deciding.search.setText(product.code if product is not None else code)
        return True

    # --- what the person does ---

    def choose(self, chosen: str) -> None:
        """Look at another one; what was about to be decided was about the one before."""
        if not self._course.is_busy:
            self._course = replace(self._course, chosen=chosen, step="looking", said=None)
            self.draw()

    def press(self, name: str) -> None:
        """Decide, say why, or leave."""
        verbs: dict[str, Callable[[], None]] = {
            "close": self.close,
            "back": self.back,
            "release": partial(self._decide, "release", releasing.release),
            "dismiss": partial(self._decide, "dismiss", releasing.dismiss),
        }
        verbs[name]()

    def back(self) -> None:
        """Look at it again before anything is decided."""
        self._course = replace(self._course, step="looking", said=None)
        self.draw()

    def close(self) -> None:
        """Leave; what is being written is waited for."""
        if not self._course.is_busy:
            self._desk.close()

    def _decide(self, step: Step, verb: Callable[..., Coroutine[Any, Any, None]]) -> None:
        """First it is asked why; then it is so."""
        course, counter = self._course, self._desk.counter
        chosen = chosen_of(look(counter, course), course)
        if course.is_busy or not chosen or not may_decide(counter):
            self._desk.toned.emit("bad")
            return
        if course.step != step:
            self._asks(step, chosen)
            return
        reason = self.deciding.note.text
        self._course = replace(course, is_busy=True, said=None)
        self.draw()
        self._desk.do(
            verb(counter, self._shown, reason=reason), then=lambda _: self._decided(), otherwise=self._refused
        )

    def _asks(self, step: Step, chosen: tuple[Looked, ...]) -> None:
        """What is shown now is what will be decided on, whatever arrives meanwhile."""
        self._shown = things_of(chosen)
        name = GROUP if len(chosen) > 1 else id_of(chosen[0])
        self._course = replace(self._course, chosen=name, step=step, said=None)
        self.draw()
        self.deciding.note.field.setFocus()

    def _decided(self) -> None:
        self._course = Course(search=self._course.search)
        self._desk.good()
        self.draw()

    def _refused(self, error: TillError) -> None:
        said = self._desk.noted(error, self.screen)
        self._course = replace(self._course, is_busy=False, said=said)
        self.draw()

    def _search(self, text: str) -> None:
        self._course = replace(self._course, search=text, chosen="", step="looking", said=None)
        self.draw()

    def _written(self) -> None:
        if self._course.said is not None:
            self._course = replace(self._course, said=None)
            self.draw()
        else:
            self._speak()

    # --- drawing ---

    def view(self) -> Pane:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._course)

    def draw(self) -> None:
        """Draw it."""
        self._speak()
        self.screen.render(self.view(), self._desk.words)

    def _speak(self) -> None:
        counter = self._desk.counter
        every = look(counter, self._course).every
        can_search = len(every) > FEW or bool(self._course.search)
        self.deciding.show_words(self._desk.words, self._course.step, can_search=can_search)
