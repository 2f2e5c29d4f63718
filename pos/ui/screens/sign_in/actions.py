"""What happens at sign-in: choose a person, type a PIN, and the till speaks their language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pos.domain.errors import TillError
from pos.till import proving, session
from pos.till.changes import Touched
from pos.till.counter import Story
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.sign_in.screen import COLUMNS, SignInScreen
from pos.ui.screens.sign_in.typing import Typing
from pos.ui.screens.sign_in.view import SignInView, present
from pos.ui.window import first_screen

_RENEWS = frozenset({"session.new_pin", "pin.weak", "pin.same"})
"""After these somebody types a new PIN."""


class SignIn:
    """Mutable: who was chosen and what was typed. A PIN is forgotten as soon as it was handed on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._chosen: str | None = None
        self._typing = Typing()
        self._is_checking = False
        self._failures = 0
        self._locked: dict[str, datetime] = {}
        self.screen = SignInScreen()
        self.screen.person_touched.connect(self.choose)
        self.screen.pad_touched.connect(self._pad)
        self.screen.sign_in_pressed.connect(self.submit)
        self.screen.second_passed.connect(self.draw)
        self.screen.training_pressed.connect(self.practise)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin with nobody chosen; who is alone is. Who was locked out may have been let in again meanwhile."""
        self._forget()
        self._locked.clear()
        people = self.view().people
        self._chosen = people[0].id if len(people) == 1 else None
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """People may have come from the mall, and the language may have changed."""
        if noun in ("mall", "catalogue", "session"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Choose with arrows or a digit, then the PIN."""
        view = self.view()
        across = [
            KeyUse("Up", "sign_in.key.move", lambda: self._move(-COLUMNS)),
            KeyUse("Down", "sign_in.key.move", lambda: self._move(COLUMNS)),
            KeyUse("Left", "sign_in.key.move", lambda: self._move(-1)),
            KeyUse("Right", "sign_in.key.move", lambda: self._move(1)),
        ]
        if view.chosen is None:
            away = [KeyUse("Esc", "sign_in.key.away", self.back)] if self._desk.counter.staff else []
            return [*across, *away, self._training()]
        return [
            KeyUse("Enter", "sign_in.key.enter", self.submit),
            KeyUse("Backspace", "sign_in.key.erase", lambda: self._pad("Backspace")),
            KeyUse("Esc", "sign_in.key.back", self.back),
            *across,
            self._training(),
        ]

    def _training(self) -> KeyUse:
        is_on = self._desk.counter.ports.practice.is_on
        return KeyUse("F10", "training.key.back" if is_on else "training.key.open", self.practise)

    def typed(self, digit: str) -> bool:
        """A digit of the PIN, or the digit of a person where nobody is chosen."""
        view = self.view()
        if view.chosen is None:
            chosen = next((person for person in view.people if person.number and str(person.number) == digit), None)
            if chosen:
                self.choose(chosen.id)
            return True
        self._pad(digit)
        return True

    def scanned(self, code: str) -> None:
        """A badge says who comes, and their PIN follows. Of any other code it is said what to do instead."""
        person = proving.who_has(self._desk.counter, code)
        if person is None:
            self._desk.news("session.badge")
            return
        self._desk.good()
        if not self._is_checking:
            self._typing.forget()  # a key that woke the screen is no digit of a PIN
        self.choose(person.id)

    # --- what the person does ---

    def choose(self, person: str) -> None:
        """Somebody says who they are."""
        if self._is_checking:
            return
        if person != self._chosen:
            self._forget()
            self._chosen = person
        self.draw()

    def back(self) -> None:
        """One step back: the PIN first, then the person."""
        if self._is_checking:
            return
        if self._chosen is None and self._desk.counter.staff is not None:
            self._desk.go(first_screen(self._desk.counter))
            return
        if self._typing.digits:
            self._typing.take()
        else:
            self._forget()
        self.draw()

    def practise(self) -> None:
        """Nobody has to be known here to practise; nor to stop it."""
        practice = self._desk.counter.ports.practice
        if practice.is_on:
            practice.end()
        else:
            self._desk.open("training")

    def submit(self) -> None:
        """Try the PIN that was typed, or go on with a new one."""
        if not (self.view().can_type and self._typing.digits):
            return
        counter, person = self._desk.counter, str(self._chosen)
        if self._typing.stage == "pin":
            pin = self._typing.take()
            self._check(session.sign_in(counter, person, pin), person, pin)
        elif (pins := self._typing.twice()) is not None:
            old, new = pins
            self._check(session.sign_in_with_new_pin(counter, person, old, new), person, old)
        self.draw()

    def _check(self, story: Story, person: str, pin: str) -> None:
        self._is_checking = True
        self.draw()
        self._desk.do(
            story,
            then=lambda _: self._signed_in(),
            otherwise=lambda error: self._refused(person, pin, error),
        )

    def _pad(self, key: str) -> None:
        if not self.view().can_type:
            return
        chosen = self.view().chosen
        if chosen is not None and self._typing.key(key, whole=chosen.pin_digits):
            self.submit()
        else:
            self.draw()

    def _move(self, step: int) -> None:
        people = self.view().people
        places = {person.id: place for place, person in enumerate(people)}
        if not people:
            return
        at = places.get(self._chosen or "")
        to = 0 if at is None else at + step
        if 0 <= to < len(people):
            self.choose(people[to].id)

    # --- what came of it ---

    def _signed_in(self) -> None:
        counter = self._desk.counter
        self._forget()
        for code in _RENEWS:
            counter.hush(code)
        if counter.staff is not None:
            self._desk.speak(counter.staff.language)
        self._desk.go(first_screen(counter))

    def _refused(self, person: str, pin: str, error: TillError) -> None:
        self._is_checking = False
        if error.code in _RENEWS:
            self._typing.renew(pin)
        if error.code == "session.new_pin":
            self.draw()
            return
        if error.code in _RENEWS:
            self._desk.toned.emit("bad")
            self._desk.counter.failed(error)
            self.draw()
            return
        self._typing.forget()
        failures, until = error.facts.get("failures"), error.facts.get("until")
        if error.code == "session.locked" and isinstance(until, str):
            self._locked[person] = datetime.fromisoformat(until)
        elif error.code == "session.wrong_pin" and isinstance(failures, int):
            self._failures = failures
        else:
            self._desk.counter.failed(error)
        self.draw()

    def _forget(self) -> None:
        self._chosen, self._failures, self._is_checking = None, 0, False
        self._typing.forget()

    # --- drawing ---

    def view(self) -> SignInView:
        """What is to be seen now."""
        return present(
            self._desk.counter,
            chosen=self._chosen,
            typed=len(self._typing.digits),
            stage=self._typing.stage,
            is_unlike=self._typing.is_unlike,
            is_checking=self._is_checking,
            failures=self._failures,
            locked_until=self._locked.get(self._chosen or ""),
        )

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
