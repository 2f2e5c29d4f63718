"""What happens with refunds that are owed: one is chosen and paid, back to its card, in cash, or by a transfer."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.back.returns import PaidOut
from pos.domain.errors import TillError
from pos.till.back import refunding
from pos.till.back.past import Owed
from pos.till.changes import Touched
from pos.ui.desk import Desk, Offer
from pos.ui.figures import won
from pos.ui.keys import KeyUse
from pos.ui.screens.approval.view import Asked
from pos.ui.screens.doubt.cases import of_refund
from pos.ui.screens.refunds.pane import Pane, stepped
from pos.ui.screens.refunds.two_panes import TwoPanes
from pos.ui.screens.refunds.view import Course, Way, chosen_of, due_in_words, present, takes_whole, way_of
from pos.ui.widgets.note import NoteEdit

_SAID_HERE = ("refund.unknown", "refund.no_partial", "refund.declined", "refund.not_sent")
"""Notices about refunds that the card itself says of each; who opens it has read them."""


class Refunds:
    """The card of refunds that are owed. Mutable: where the person is in it.

    While money moves the card stays what it is, and comes back if it was put away.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._course = Course()
        self.field = NoteEdit()
        self.field.setObjectName("refunds-reference")
        room = QWidget()
        QVBoxLayout(room).addWidget(self.field)
        self._room = room
        self.screen = TwoPanes("refunds", extra=room)
        self.screen.touched.connect(self.choose)
        self.screen.pressed.connect(lambda name: self._verbs()[name]())
        for code in ("refund.owed", "benefit.confirmed", *_SAID_HERE):
            desk.offer(code, Offer("refunds.open", lambda: desk.open("refunds")))

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at the part it is about, or the most urgent one; unless something is under way or is still unread."""
        if self._course.step not in ("working", "paid", "refused"):
            about = self._desk.about
            self._course = Course(about if isinstance(about, str) else "")
        for code in _SAID_HERE:
            self._desk.dismiss(code)
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """Something was paid, or the language changed."""
        if noun in ("refunds", "payment", "session"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """What can be done in this step; Esc goes one step back, and nowhere while money moves."""
        pane, verbs = self.view(), self._verbs()
        uses = [KeyUse(one.key, f"refunds.do.{one.name}", verbs[one.name]) for one in pane.choices]
        if self._course.step == "looking":
            uses += [
                KeyUse("Up", "refunds.move", lambda: self.choose(stepped(self.view(), -1))),
                KeyUse("Down", "refunds.move", lambda: self.choose(stepped(self.view(), 1))),
            ]
        if all(use.key != "Esc" for use in uses):
            uses.append(KeyUse("Esc", "key.close", self.close))
        return uses

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything but the choices of `keys`
        """Digits that are not choices mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:
        """A reference may be scanned; otherwise a scan goes to the screen below, unless money is moving."""
        if self._course.step == "reference":
            self.field.setText(code)
            return True
        return self._course.step == "working"

    # --- what the person does ---

    def choose(self, part: str) -> None:
        """Look at another one."""
        if self._course.step != "working":
            self._course = Course(part)
            self.draw()

    def close(self) -> None:
        """Away with the card; what was said was read."""
        if self._course.step != "working":
            self._course = Course()
            self._desk.close()

    def stay(self) -> None:
        """Back to the list."""
        self._course = Course(self._course.chosen)
        self.draw()

    def _step(self, **what: Any) -> None:
        one = chosen_of(self._desk.counter, self._course)
        if one is not None:
            self._course = replace(self._course, chosen=one.part.id, one=one, **what)
            self.draw()

    def ask_whole(self) -> None:
        """Say what cancelling all of it means."""
        one = chosen_of(self._desk.counter, self._course)
        if one is not None and takes_whole(one):
            self._step(step="whole")

    def ask_reference(self) -> None:
        """Which transfer?"""
        self.field.clear()
        self._step(step="reference")
        self.field.setFocus()

    def ask_manager(self) -> None:
        """A manager may have it paid in cash though it did not come so."""
        one, words, counter = chosen_of(self._desk.counter, self._course), self._desk.words, self._desk.counter
        if one is None:
            return
        part = one.part.id

        async def story(by: str, pin: str, reason: str) -> None:
            self._course = Course(part, "looking", one, "handed")
            paid = await refunding.pay_cash(counter, part, by=by, pin=pin, reason=reason)
            self._course = Course(part, "paid", one, "handed", paid=paid)

        rows = (
            (words("approval.row.amount"), won(one.part.amount, words.language)),
            (words("refunds.fact.way"), way_of(one.part, words)),
            (words("refunds.fact.due"), due_in_words(counter, one, words)),
        )
        again = lambda: self._desk.open("refunds", about=part)  # noqa: E731 - said twice below
        about = Asked("refund.other_tender", words("refunds.why_manager"), story, rows, then=again, back=again)
        self._desk.open("approval", about=about)

    def tell_by_hand(self) -> None:
        """Somebody found out elsewhere what became of it."""
        one = chosen_of(self._desk.counter, self._course)
        case = of_refund(self._desk, one) if one is not None else None
        if case is None:
            self._desk.toned.emit("bad")
        else:
            self._course = Course(self._course.chosen)
            self._desk.open("doubt", about=case)

    # --- paying ---

    def pay(self) -> None:
        """Back to the card; what is in doubt is enquired about first."""
        self._begin("pay", lambda part: refunding.pay_out(self._desk.counter, part))

    def whole(self) -> None:
        """Charge anew what the customer keeps, then cancel all of it."""
        self._begin("whole", lambda part: refunding.cancel_whole(self._desk.counter, part))

    def hand_out(self) -> None:
        """Cash that was paid in cash."""
        self._begin("handed", lambda part: refunding.pay_cash(self._desk.counter, part))

    def transferred(self) -> None:
        """The transfer was made, with its reference."""
        reference = self.field.text().strip()
        if not reference:
            self._desk.toned.emit("bad")
            self.field.setFocus()
            return
        self._begin("transfer", lambda part: refunding.pay_transfer(self._desk.counter, part, reference=reference))

    def again(self) -> None:
        """The same once more."""
        ways: dict[Way, Callable[[], None]] = {
            "pay": self.pay,
            "whole": self.whole,
            "handed": self.hand_out,
            "transfer": self.ask_reference,
        }
        ways[self._course.way]()

    def _begin(self, way: Way, story: Callable[[str], Coroutine[Any, Any, PaidOut]]) -> None:
        one = chosen_of(self._desk.counter, self._course)
        if one is None or self._course.step == "working":
            return
        self._course = Course(one.part.id, "working", one, way)
        self.draw()
        self._desk.do(story(one.part.id), then=lambda paid: self._paid(one, paid), otherwise=self._refused)

    # --- how it ended ---

    def _paid(self, one: Owed, paid: PaidOut) -> None:
        self._end(Course(one.part.id, "paid", one, self._course.way, paid=paid))
        self._desk.good()

    def _refused(self, error: TillError) -> None:
        self._end(replace(self._course, step="refused", error=error))

    def _end(self, course: Course) -> None:
        self._course = course
        if self.screen.isVisible():
            self.draw()
        else:
            self._desk.open("refunds")  # cash may have to be handed over

    # --- drawing ---

    def _verbs(self) -> dict[str, Callable[[], None]]:
        return {
            "pay": self.pay,
            "enquire": self.again if self._course.step == "refused" else self.pay,
            "go_on": self.whole,
            "by_hand": self.tell_by_hand,
            "whole": self.ask_whole,
            "confirm_whole": self.whole,
            "hand_out": self.hand_out,
            "with_approval": self.ask_manager,
            "transfer": self.ask_reference,
            "transferred": self.transferred,
            "again": self.again,
            "stay": self.stay,
            "done": self.stay,
            "close": self.close,
        }

    def view(self) -> Pane:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._course)

    def draw(self) -> None:
        """Draw it."""
        words = self._desk.words
        if self._course.step != "reference":
            self.field.clearFocus()  # or it would go to whatever comes next, and Enter with it
        self._room.setVisible(self._course.step == "reference")
        self.field.setPlaceholderText(words("refunds.reference_field"))
        self.field.setAccessibleName(words("refunds.reference_field"))
        self.screen.render(self.view(), words)
