"""What happens when somebody says what became of a doubt: a choice, perhaps a number, and a second person allows it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pos.domain.errors import TillError
from pos.domain.sale import Sale
from pos.till.changes import Touched
from pos.till.counter import Notice
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.approval.view import Asked
from pos.ui.screens.doubt.card import DoubtCard
from pos.ui.screens.doubt.cases import Case
from pos.ui.screens.doubt.view import CHOICES, MOST_DIGITS, Choice, DoubtView, meaning, present, what_is_said

ENDS = {"charge": "payment.declined", "reversal": "payment.not_reversed"}
"""How the verb tells that nothing was charged, or nothing went back: it is what the person said."""


class DoubtPanel:
    """The card is about a `Case`. Mutable: what is said, the number, and what became of it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._case: Case | None = None
        self._choice: Choice = ""
        self._number, self._is_writing = "", False
        self._said: Notice | None = None
        self._sale: Sale | None = None
        self._ended: TillError | None = None
        self.screen = DoubtCard()
        self.screen.touched.connect(self._pad)
        self.screen.chosen.connect(self.choose)
        self.screen.do_pressed.connect(self.go_on)
        self.screen.close_pressed.connect(self.leave)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin anew; back from the second person everything stands as it was."""
        about = self._desk.about
        if isinstance(about, Case) and about is not self._case:
            self._case, self._number = about, ""
            self._choice = "" if about.can_deny else "yes"
        self._said, self._is_writing = None, False
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language may have changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """What by Up and Down, the number by digits."""
        return [
            KeyUse("Enter", "doubt.key.do", self.go_on),
            KeyUse("Up", "doubt.key.choose", partial(self._step, -1)),
            KeyUse("Down", "doubt.key.choose", partial(self._step, 1)),
            KeyUse("Backspace", "key.erase", partial(self._pad, "Backspace")),
            KeyUse("Esc", "key.back", self.back),
        ]

    def typed(self, digit: str) -> bool:
        """A digit of the number."""
        self._pad(digit)
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - the number is read off a paper
        """No code is an approval number, and none must reach what lies below."""
        self._refuse(Notice("scan.refused"))
        return True

    # --- what the person does ---

    def choose(self, choice: str) -> None:
        """This is what became of it."""
        if self._case is None or self._is_writing:
            return
        self._choice, self._said = next(one for one in CHOICES if one == choice), None
        if choice == "no":
            self._number = ""
        self.draw()

    def go_on(self) -> None:
        """To the second person; of a cash receipt it is written at once."""
        case = self._case
        if case is None or not self.view().can_go_on:
            self._desk.toned.emit("bad")
        elif case.needs_second:
            self._desk.open("approval", about=self._asked(case))
        else:
            self._is_writing = True
            self.draw()
            choice, story = self._choice, self._settle(case, self._number, "", "", "")
            self._desk.do(story, then=lambda _: self._end(case, choice), otherwise=self._refused)

    def back(self) -> None:
        """One step: what was typed, then away."""
        if self._number and not self._is_writing:
            self._number, self._said = "", None
            self.draw()
        else:
            self.leave()

    def leave(self) -> None:
        """Everything stays in doubt."""
        case = self._case
        if case is not None and not self._is_writing:
            self._case = None
            case.back()

    def _step(self, step: int) -> None:
        offered = [choice for choice, _, _ in self.view().choices] if self._case else []
        if offered:
            before = offered.index(self._choice) if self._choice in offered else -1 if step > 0 else len(offered)
            self.choose(offered[max(0, min(before + step, len(offered) - 1))])

    def _pad(self, key: str) -> None:
        if self._case is None or not self.view().takes_number:
            self._desk.toned.emit("bad")
            return
        number = self._number[:-1] if key == "Backspace" else self._number + key
        if len(number) <= MOST_DIGITS:
            self._number, self._said = number, None
            self._choice = "yes" if number else self._choice
        self.draw()

    # --- what comes of it ---

    def _asked(self, case: Case) -> Asked:
        words, choice, number = self._desk.words, self._choice, self._number

        async def story(by: str, pin: str, reason: str) -> None:
            await self._settle(case, number, by, pin, reason)

        return Asked(
            "payment.in_doubt",
            meaning(words, case, choice),
            story,
            what_is_said(words, case, choice, number),
            then=lambda: self._end(case, choice),
            back=lambda: self._desk.open("doubt", about=case),
        )

    async def _settle(self, case: Case, number: str, by: str, pin: str, reason: str) -> None:
        """A refusal that comes when nothing is in doubt any more is no reason to ask again."""
        self._sale, self._ended = None, None
        try:
            self._sale = await case.settle(number, by, pin, reason)
        except TillError as error:
            if case.is_open():
                raise
            self._ended = error

    def _end(self, case: Case, choice: Choice) -> None:
        ended = self._ended
        self._case, self._is_writing = None, False
        if self._sale is not None:
            self._desk.go("paid")
            return
        case.onward()
        if ended is not None and ended.code != ENDS.get(case.kind):
            self._desk.refused(ended)
            return
        self._desk.good()
        self._tell(case, choice)

    def _tell(self, case: Case, choice: Choice) -> None:
        desk, amount = self._desk, case.amount
        if case.kind == "charge" and choice == "no":
            desk.news("doubt.not_charged", amount=amount)
        elif case.kind == "charge":
            desk.news("doubt.charged", amount=amount)
        elif case.kind == "reversal" and choice == "yes":
            desk.news("doubt.reversed", amount=amount)
        elif case.kind == "reversal":
            desk.news("doubt.still_charged", amount=amount)
        else:
            desk.news("doubt.written", amount=amount)

    def _refused(self, error: TillError) -> None:
        self._is_writing = False
        self._said = self._desk.noted(error, self.screen)
        self.draw()

    def _refuse(self, notice: Notice) -> None:
        self._said = notice
        self._desk.toned.emit("bad")
        self.draw()

    # --- drawing ---

    def view(self) -> DoubtView:
        """What is to be seen now."""
        assert self._case is not None
        words = self._desk.words
        return present(words, self._case, self._choice, self._number, said=self._said, is_writing=self._is_writing)

    def draw(self) -> None:
        """Draw it, where there is anything to say something of."""
        if self._case is not None:
            self.screen.render(self.view(), self._desk.words)
