"""What happens while a shift is closed, step by step. Nothing that was typed is lost by going back to selling."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from pos.domain.errors import Refused, TillError
from pos.domain.sums.report import Report
from pos.till import printing, session
from pos.till.changes import Touched
from pos.till.day import closing
from pos.ui.desk import Desk
from pos.ui.figures import won
from pos.ui.keys import KeyUse
from pos.ui.screens.approval.view import Asked
from pos.ui.screens.closing import view as views
from pos.ui.screens.closing.counting import Counting
from pos.ui.screens.closing.held import HeldBaskets
from pos.ui.screens.closing.screen import ClosingScreen
from pos.ui.screens.closing.view import Step
from pos.ui.window import first_screen


class ClosingActions:
    """Mutable: what was typed and decided in this shift, and the report once there is one."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._shift = desk, ""
        self._report: Report | None = None
        self._is_again = self._is_writing = False
        self._counting = Counting()
        self.screen = ClosingScreen()
        self._held = HeldBaskets(desk, self.screen.held, self.draw)
        self.screen.held.pressed.connect(lambda name: self.back() if name == "back" else self._held.press(name))
        self.screen.counting.row_touched.connect(self._choose)
        self.screen.counting.pad_touched.connect(self._pad)
        self.screen.counting.pressed.connect(lambda name: self.back() if name == "back" else self.next())
        self.screen.result.left_touched.connect(desk.open)
        self.screen.result.pressed.connect(
            lambda name: {"back": self.back, "recount": self.recount}.get(name, self.close)()
        )
        self.screen.closed.pressed.connect(
            lambda name: {"leave": self.sign_out, "print": self.print}.get(name, self.open_next)()
        )

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin, or go on with what was typed before; a count that is on disk is taken up."""
        counter = self._desk.counter
        about = counter.closing.shift if counter.closing else ""
        begun = self._desk.attempt(lambda: closing.begin(counter, about))
        if begun is None:
            self._desk.go(first_screen(counter))
            return
        shift = begun.shift
        if shift != self._shift:
            self._shift, self._report = shift, None
            self._counting.begin()
            self._held.begin()
        self._is_again = self._is_writing = False
        self._held.carry_again()
        self._desk.do(closing.resume(counter), then=lambda _: self.draw())
        self.draw()

    def left(self) -> None:
        """Somebody sells on, or signs in."""
        closing.leave(self._desk.counter)

    def refresh(self, noun: Touched) -> None:
        """Something was settled in a panel, paper came out, or the language changed."""
        if noun not in ("notices", "mall", "catalogue", "stock", "member"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Enter always leads on."""
        step = self.step()
        if step == "held":
            return [*self._held.keys(), KeyUse("Esc", "closing.key.back", self.back)]
        if step == "count":
            return [
                KeyUse("Enter", "closing.key.next", self.next),
                KeyUse("Up", "closing.key.row", partial(self._move, -1)),
                KeyUse("Down", "closing.key.row", partial(self._move, 1)),
                KeyUse("Backspace", "key.erase", partial(self._pad, "Backspace")),
                KeyUse("Esc", "closing.key.back", self.back),
            ]
        if step == "result":
            again = [KeyUse("F6", "closing.result.recount", self.recount)] if self._result().can_recount else []
            opens = [
                KeyUse(one.key, "closing.key.open", partial(self._desk.open, one.panel)) for one in self._result().left
            ]
            close = KeyUse("Enter", "closing.result.close", self.close)
            return [close, *again, *opens, KeyUse("Esc", "closing.key.back", self.back)]
        return [
            KeyUse("Enter", "closing.closed.next", self.open_next),
            KeyUse("F12", "closing.closed.print", self.print),
            KeyUse("Esc", "closing.closed.leave", self.sign_out),
        ]

    def typed(self, digit: str) -> bool:
        """A digit of the count, or of a reason."""
        if self.step() == "held":
            self._held.digit(digit)
        elif self.step() == "count":
            self._pad(digit)
        return True

    def scanned(self, code: str) -> None:  # noqa: ARG002 - whatever it is, nothing is sold here
        """Nothing is sold while the drawer is counted."""
        self._desk.refused(Refused("shift.closed" if self.step() == "closed" else "closing.scanned"))

    # --- counting ---

    def step(self) -> Step:
        """What has to be done now."""
        counter = self._desk.counter
        if counter.closing is None:
            return "closed" if self._report is not None else "count"
        if closing.undecided(counter):
            return "held"
        return "result" if counter.closing.counts and not self._is_again else "count"

    def next(self) -> None:
        """The next denomination; after the last one the count is written."""
        if self._is_writing:
            return
        if self._counting.chosen is not None:
            self._move(1)
        elif not self._counting.is_said:
            self._desk.refused(Refused("closing.nothing_counted"))
        else:
            self._write()

    def recount(self) -> None:
        """Count once more, from what was counted; both counts are kept."""
        found = self._desk.counter.closing
        if found is not None and found.counts and self._result().can_recount:
            self._is_again = True
            self._counting.begin(found.counts[-1])
            self.draw()

    def back(self) -> None:
        """One step back: from a reason, from the recount, to selling."""
        if self._is_writing or self._held.back():
            return
        if self._is_again and self._desk.counter.closing is not None:
            self._is_again = False
            self.draw()
            return
        self._desk.go(first_screen(self._desk.counter))

    def _choose(self, place: int) -> None:
        self._counting.choose(place)
        self.draw()

    def _move(self, step: int) -> None:
        self._counting.move(step)
        self.draw()

    def _pad(self, key: str) -> None:
        if not self._is_writing:
            self._counting.key(key)
            self.draw()

    def _write(self) -> None:
        self._is_writing = True
        self.draw()
        story = closing.count(self._desk.counter, self._counting.pieces)
        self._desk.do(story, then=lambda _: self._counted(), otherwise=self._refused)

    def _counted(self) -> None:
        self._is_writing = self._is_again = False
        self.draw()

    # --- closing ---

    def close(self) -> None:
        """Close; over the tolerance a second person is asked first."""
        if self._is_writing or self.step() != "result":
            return
        self._is_writing = True
        self.draw()
        self._desk.do(self._try(), then=self._tried, otherwise=self._refused)

    async def _try(self) -> bool:
        """Close it; False where a second person has to allow it, and nothing else stands in the way."""
        try:
            await self._close()
        except Refused as error:
            if error.code != "shift.difference":
                raise
            return False
        return True

    def _tried(self, is_closed: bool) -> None:
        self._is_writing = False
        if is_closed:
            self._closed()
        else:
            self.draw()
            self._desk.open("approval", about=self._asked())

    async def _close(self, by: str = "", pin: str = "", reason: str = "") -> None:
        try:
            await closing.close(self._desk.counter, by=by, pin=pin, reason=reason)
        except Refused as error:
            if error.code == "closing.moved":
                self._counting.choose(0)
            if error.code == "shift.closed":
                self._report = self._desk.counter.last_report
            raise
        self._report = self._desk.counter.last_report

    def _asked(self) -> Asked:
        words, found = self._desk.words, self._desk.counter.closing
        difference = found.difference if found else 0
        tolerance = won(self._desk.counter.boutique.cash_tolerance, words.language)
        rows = (*self._result().figures, (words("closing.difference"), views.difference_in_words(difference, words)))
        why = words("closing.why_second", tolerance=tolerance)
        return Asked("shift.difference", why, self._close, rows, then=self._closed)

    def _closed(self) -> None:
        self._is_writing, self._shift = False, ""
        self.draw()

    def _refused(self, error: TillError) -> None:
        self._is_writing = False
        self._desk.refused(error)
        self.draw()

    # --- after it ---

    def open_next(self) -> None:
        """The next shift; a manager who closed somebody else's goes on in their own."""
        self._desk.go("shift" if self._desk.counter.shift is None else "sale")

    def sign_out(self) -> None:
        """The day is over."""
        self._desk.do(session.sign_out(self._desk.counter), then=lambda _: self._desk.go("sign_in"))

    def print(self) -> None:
        """The report on paper: what did not come out once more, otherwise a copy."""
        counter, report = self._desk.counter, self._report
        stopped = printing.stopped_at(counter)
        if report is not None and stopped is not None and stopped.subject == report.shift:
            self._desk.do(printing.print_again(counter), then=lambda _: self.draw())
        elif report is not None:
            self._desk.do(closing.reprint(counter, report.shift), then=lambda _: self.draw())

    # --- drawing ---

    def _result(self) -> views.ResultView:
        counter = self._desk.counter
        if counter.closing is None:
            raise Refused("closing.not_begun")
        return views.result(counter, counter.closing, self._desk.words, is_writing=self._is_writing)

    def draw(self) -> None:
        """Draw the step."""
        step, screen, words, counter = self.step(), self.screen, self._desk.words, self._desk.counter
        if step == "held":
            screen.held.render(self._held.view(), words)
        elif step == "result":
            screen.result.render(self._result(), words)
        elif step == "closed" and self._report is not None:
            screen.closed.render(views.closed(counter, self._report, words), words)
        else:
            counting = self._counting
            whose = views.whose_of(counter, words)
            count = views.count(
                counting.typed, counting.chosen, is_again=self._is_again, is_writing=self._is_writing, whose=whose
            )
            screen.counting.render(count, words)
        pages: dict[Step, QWidget] = {
            "held": screen.held,
            "count": screen.counting,
            "result": screen.result,
            "closed": screen.closed,
        }
        screen.setCurrentWidget(pages[step])
