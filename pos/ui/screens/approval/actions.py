"""What happens while a second person is asked: a reason, a PIN, and the action goes on; or all stays as it was."""

from __future__ import annotations

from collections.abc import Sequence

from pos.domain.errors import TillError
from pos.till import proving
from pos.till.changes import Touched
from pos.till.counter import Notice
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.notices import explain
from pos.ui.screens.approval import view as views
from pos.ui.screens.approval.approver import Approver, told
from pos.ui.screens.approval.card import ApprovalCard
from pos.ui.screens.approval.view import ApprovalView, Asked


class Approval:
    """The approval panel: about a `Block` of the quote, `FreeUnits`, a `Need` of a return, or anything `Asked`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._about: object = None
        self._said: Notice | None = None
        self.approver = Approver(desk.counter)
        self.screen = ApprovalCard()
        self.screen.note.written.connect(self._written)
        self.screen.note.chosen.connect(self.choose_reason)
        self.screen.note.digit.connect(self._pad)
        self.screen.note.field.takes_digits = False
        self.screen.pin.manager_touched.connect(self._choose)
        self.screen.pin.pad_touched.connect(self._pad)
        self.screen.pin.second_passed.connect(self.draw)
        self.screen.allow_pressed.connect(self.submit)
        self.screen.close_pressed.connect(self.back)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin anew with what it is about."""
        self._about, self._said = self._desk.about, None
        self.screen.note.begin()
        self.approver.begin(views.action_of(self._about))
        if isinstance(self._about, Asked) and self._about.note:
            self.screen.note.take(self._about.note)
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The basket may have changed, or the language."""
        if noun in ("session", "basket", "returning"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """A reason and a manager by arrows, digits for the PIN."""
        return [
            KeyUse("Enter", "approval.key.allow", self.submit),
            KeyUse("Left", "approval.key.reason", lambda: self._step_reason(-1)),
            KeyUse("Right", "approval.key.reason", lambda: self._step_reason(1)),
            KeyUse("Up", "approval.key.manager", lambda: self._step(-1)),
            KeyUse("Down", "approval.key.manager", lambda: self._step(1)),
            KeyUse("Backspace", "sign_in.key.erase", lambda: self._pad("Backspace")),
            KeyUse("Esc", "approval.key.leave", self.back),
        ]

    def typed(self, digit: str) -> bool:
        """A digit of the PIN."""
        self._pad(digit)
        return True

    def scanned(self, code: str) -> bool:
        """A badge says who allows it, and their PIN follows; what is being asked changes under nobody's hands."""
        if not self.approver.is_checking and self.approver.badge(code):
            self._said = None
            self._desk.good()
        else:
            person = proving.who_has(self._desk.counter, code)
            self._said = Notice("approval.badge", {"name": person.name}) if person else Notice("scan.refused")
            self._desk.toned.emit("bad")
        self.draw()
        return True

    # --- what the person does ---

    def choose_reason(self, place: int) -> None:
        """One of the ready reasons."""
        self.screen.note.take(self.view().reasons[place])

    def submit(self) -> None:
        """Ask; from the note it goes back to the PIN first."""
        field = self.screen.note.field
        if field.hasFocus():
            field.clearFocus()
            return
        story = views.go_on(self._desk.counter, self._about)
        if not self.view().can_allow or story is None:
            self._desk.toned.emit("bad")
            return
        note = self.screen.note.text
        by, pin = self.approver.hand_on()
        self._said = None
        self.draw()
        self._desk.do(story(by, pin, note), then=lambda _: self._allowed(), otherwise=self._refused)

    def back(self) -> None:
        """One step back: from the note, from what is typed, from the whole."""
        if self.approver.is_checking:
            return
        if self.screen.note.field.hasFocus():
            self.screen.note.field.clearFocus()
        elif self.approver.clear():
            self.draw()
        elif isinstance(self._about, Asked) and self._about.back is not None:
            self._about.back()
        else:
            self._desk.close()

    def _pad(self, key: str) -> None:
        self._said = None
        is_whole = self.approver.key(key)
        self.draw()
        if is_whole and self.view().can_allow:
            self.screen.note.field.clearFocus()
            self.submit()

    def _choose(self, manager: str) -> None:
        self.approver.choose(manager)
        self.draw()

    def _step(self, step: int) -> None:
        self.approver.step(step)
        self.draw()

    def _step_reason(self, step: int) -> None:
        ready = self.view().reasons
        text = self.screen.note.text
        at = ready.index(text) + step if text in ready else 0 if step > 0 else len(ready) - 1
        self.choose_reason(at % len(ready))

    def _written(self) -> None:
        self._said = None
        self.draw()

    # --- what came of it ---

    def _allowed(self) -> None:
        about = self._about
        self.approver.is_checking = False
        self._about = None
        if self.screen.isVisible():
            self._desk.close()
        self._desk.good()
        if isinstance(about, Asked) and about.then is not None:
            about.then()

    def _refused(self, error: TillError) -> None:
        said = self._desk.noted(error, self.screen)
        self._said = None if self.approver.refused(error) else said
        self.draw()

    # --- drawing ---

    def view(self) -> ApprovalView:
        """What is to be seen now."""
        counter, words, approver = self._desk.counter, self._desk.words, self.approver.view()
        has_note = bool(self.screen.note.field.text().strip())
        can_be = views.go_on(counter, self._about) is not None and bool(views.action_of(self._about))
        message = told(approver, words)
        if self._said is not None:
            said = explain(self._said, words, name_of=self._desk.product_name, tells_raw=False)
            message = (f"{said.what} {said.do}", True)
        elif approver.can_type and approver.typed and not has_note:
            message = (words("approval.reason_first"), True)
        return ApprovalView(
            title=views.title_of(self._about, words),
            why=views.why(counter, self._about, words),
            rows=views.rows(counter, self._about, words),
            reasons=views.reasons(self._about, words),
            approver=approver,
            message=message,
            can_allow=can_be and approver.can_type and approver.typed > 0 and has_note,
        )

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
