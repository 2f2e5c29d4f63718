"""What happens while an order is refused: a reason, a note; a manager decides at once, a cashier asks one."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any

from pos.domain.errors import TillError
from pos.till import refusing
from pos.till.changes import Touched
from pos.till.counter import Notice
from pos.ui.desk import Desk
from pos.ui.figures import won
from pos.ui.keys import KeyUse
from pos.ui.screens.approval.view import Asked
from pos.ui.screens.refusal.card import RefusalCard
from pos.ui.screens.refusal.view import Begun, RefusalView, present, suggested


class Refusal:
    """The panel of a refusal. Mutable: which reason is chosen, and what went wrong."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._chosen, self._is_writing = 0, False
        self._said: Notice | None = None
        self.screen = RefusalCard()
        self.screen.reason_touched.connect(self.choose)
        self.screen.note.chosen.connect(self.choose_note)
        self.screen.note.written.connect(self._written)
        self.screen.refuse_pressed.connect(self.submit)
        self.screen.close_pressed.connect(self.back)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin anew, with the reason that what stands in the way suggests; or where it was left."""
        about = self._desk.about
        self._said, self._is_writing = None, False
        self.screen.note.begin()
        self._chosen = about.reason if isinstance(about, Begun) else suggested(about)
        if isinstance(about, Begun):
            self.screen.note.take(about.note)
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The basket may have changed, or the language."""
        if noun in ("session", "basket"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """A digit for the reason, arrows for the note."""
        return [
            KeyUse("Enter", "refusal.key.refuse", self.submit),
            KeyUse("Up", "refusal.key.reason", lambda: self._step(-1)),
            KeyUse("Down", "refusal.key.reason", lambda: self._step(1)),
            *(KeyUse(str(number), "refusal.key.reason", partial(self.choose, number)) for number in range(1, 10)),
            KeyUse("Left", "refusal.key.note", lambda: self._step_note(-1)),
            KeyUse("Right", "refusal.key.note", lambda: self._step_note(1)),
            KeyUse("Esc", "refusal.key.leave", self.back),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - the nine digits have their keys
        """A nought means nothing here, and goes nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - whatever it is
        """The order that is refused must not grow meanwhile."""
        self._said = Notice("scan.refused")
        self._desk.toned.emit("bad")
        self.draw()
        return True

    # --- what the person does ---

    def choose(self, number: int) -> None:
        """One of the nine reasons."""
        self._chosen, self._said = number, None
        self.draw()

    def choose_note(self, place: int) -> None:
        """One of the ready notes."""
        self.screen.note.take(self.view().notes[place])

    def submit(self) -> None:
        """Refuse, or ask a manager to; from the note it goes back to the whole first."""
        field = self.screen.note.field
        if field.hasFocus():
            field.clearFocus()
            return
        view = self.view()
        if not view.can_refuse:
            self._desk.toned.emit("bad")
        elif view.asks_manager:
            self._ask(view)
        else:
            self._is_writing = True
            self.draw()
            note = self.screen.note.text
            story = refusing.refuse(self._desk.counter, self._chosen, note)
            self._desk.do(story, then=lambda _: self._refused(), otherwise=self._failed)

    def back(self) -> None:
        """One step back: from the note, then away; the basket stays."""
        if self._is_writing:
            return
        if self.screen.note.field.hasFocus():
            self.screen.note.field.clearFocus()
        else:
            self._desk.close()

    def _ask(self, view: RefusalView) -> None:
        desk, words = self._desk, self._desk.words
        counter, begun = desk.counter, Begun(self._chosen, self.screen.note.text)

        def go_on(by: str, pin: str, note: str) -> Coroutine[Any, Any, object]:
            return refusing.refuse(counter, begun.reason, note, by=by, pin=pin)

        rows = [(words("refusal.row.reason"), view.reasons[begun.reason - 1].text)]
        if counter.quote is not None:
            rows.append((words("approval.row.amount"), won(counter.quote.total, words.language)))
        asked = Asked(
            "order.refuse",
            view.outcome,
            go_on,
            tuple(rows),
            note=begun.note,
            reasons=view.notes,
            then=self._refused,
            back=lambda: desk.open("refusal", about=begun),
        )
        desk.open("approval", about=asked)

    def _step(self, step: int) -> None:
        first = 1 if step > 0 else 9
        self.choose((self._chosen + step - 1) % 9 + 1 if self._chosen else first)

    def _step_note(self, step: int) -> None:
        ready, text = self.view().notes, self.screen.note.text
        at = ready.index(text) + step if text in ready else 0 if step > 0 else len(ready) - 1
        self.choose_note(at % len(ready))

    def _written(self) -> None:
        self._said = None
        self.draw()

    # --- what came of it ---

    def _refused(self) -> None:
        self._is_writing = False
        if self.screen.isVisible():
            self._desk.close()
        self._desk.good()
        self._desk.news("order.refused", number=self._chosen)

    def _failed(self, error: TillError) -> None:
        self._is_writing, self._said = False, self._desk.noted(error, self.screen)
        self.draw()

    # --- drawing ---

    def view(self) -> RefusalView:
        """What is to be seen now."""
        has_note = bool(self.screen.note.field.text().strip())
        return present(
            self._desk.counter,
            self._desk.words,
            chosen=self._chosen,
            has_note=has_note,
            said=self._said,
            is_writing=self._is_writing,
        )

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
