"""What happens on the page of people at work: one is chosen, and something about them changes at once."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from pos.domain.calendar import korean_day
from pos.domain.errors import Refused, TillError
from pos.till import proving, staffing
from pos.till.changes import Touched
from pos.till.counter import Notice
from pos.till.feed import Staff
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.notices import explain
from pos.ui.screens.figures.periods import read_day
from pos.ui.screens.new_pin.view import FirstPin
from pos.ui.screens.people.deeds import Deeds
from pos.ui.screens.people.view import DEEDS, Course, Stage, chosen_of, open_deeds, present
from pos.ui.screens.refunds.pane import Pane, stepped
from pos.ui.screens.refunds.two_panes import TwoPanes


class People:
    """The page. Mutable: who is looked at and what is asked; all of it goes with who is signed in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._course, self._person, self._wrong = Course(), "", ""
        self.deeds = Deeds()
        self.screen = TwoPanes("people", extra=self.deeds)
        self.screen.touched.connect(self.choose)
        self.screen.pressed.connect(self.press)
        self.deeds.pressed.connect(self.press)
        self.deeds.day_edited.connect(self._day_edited)
        self._is_listening = False

    # --- what the window asks ---

    def opened(self) -> None:
        """Everybody, with the one it is about; and who is locked out."""
        counter, about = self._desk.counter, self._desk.about
        if not self._is_listening:  # before it was opened there is nothing to forget
            self._is_listening = True
            self._desk.touched.connect(self._heard)
        self._person = counter.staff.id if counter.staff else ""
        self._course, self._wrong = Course(about if isinstance(about, str) else ""), ""
        self.draw()
        counter.ports.start(self._look())

    async def _look(self) -> None:
        """Without the tone and the news of an act, for it is none."""
        try:
            locked = await staffing.locked(self._desk.counter)
        except TillError:
            return
        self._to(replace(self._course, locked=locked))

    def refresh(self, noun: Touched) -> None:
        """Somebody changed, or the language."""
        if noun in ("staff", "session", "mall") and self._desk.counter.staff is not None:
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """What can be done, and who is next."""
        course = self._course
        uses = [KeyUse(one.key, f"people.do.{one.name}", partial(self.press, one.name)) for one in self.view().choices]
        if course.stage == "list":
            opened = open_deeds(self._desk.counter, course, self._one())
            uses += [
                KeyUse(key, f"people.do.{deed}", partial(self.press, deed))
                for deed, key in DEEDS.items()
                if deed in opened
            ]
            uses += [
                KeyUse("Up", "people.key.move", partial(self._step, -1)),
                KeyUse("Down", "people.key.move", partial(self._step, 1)),
                KeyUse("Esc", "key.close", self.close),
            ]
        return uses

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything but in the field
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:
        """A badge: somebody's from now on where that is asked, otherwise it says whose it is."""
        one = self._one()
        if self._course.is_busy or self._course.stage == "remove":
            self._desk.refused(Refused("scan.refused"))
        elif self._course.stage == "badge" and one is not None:
            self._do(staffing.set_badge(self._desk.counter, one.id, code), "people.badge_set")
        else:
            self._say_whose(code)
        return True

    def _say_whose(self, code: str) -> None:
        owner = proving.owner_of(self._desk.counter, code)
        if owner is None:
            self._desk.refused(Refused("people.badge_free"))
        else:
            self.choose(owner.id)
            self._desk.good()
            self._desk.news("people.badge_of", name=owner.name)

    # --- what the person does ---

    def choose(self, staff_id: str) -> None:
        """Look at somebody else."""
        if not self._course.is_busy:
            self._to(replace(self._course, chosen=staff_id, stage="list"))

    def _step(self, step: int) -> None:
        if row := stepped(self.view(), step):
            self.choose(row)

    def close(self) -> None:
        """Away with the page."""
        if not self._course.is_busy:
            self._desk.close()

    def press(self, name: str) -> None:
        """One of the choices or deeds."""
        one = self._one()
        if self._course.is_busy:
            return
        if name in ("close", "stay"):
            self.close() if name == "close" else self._ask("list")
        elif name == "add":
            self._desk.open("staff_form")
        elif one is not None and (name not in DEEDS or name in open_deeds(self._desk.counter, self._course, one)):
            self._verbs(one)[name]()

    def _verbs(self, one: Staff) -> dict[str, Callable[[], object]]:
        counter = self._desk.counter
        today = korean_day(counter.now())
        trained = staffing.change
        return {
            "change": lambda: self._desk.open("staff_form", about=one.id),
            "trained": lambda: self._do(trained(counter, one.id, trained_on=today), "people.trained_today"),
            "first_pin": lambda: self._give_pin(one),
            "badge": lambda: self._ask("badge"),
            "take_badge": lambda: self._do(staffing.set_badge(counter, one.id, ""), "people.badge_taken_away"),
            "unlock": lambda: self._do(staffing.unlock(counter, one.id), "people.unlocked"),
            "remove": lambda: self._ask("remove"),
            "remove_now": lambda: self._remove(one),
            "remove_on": lambda: self._remove(one),
        }

    def _ask(self, stage: Stage) -> None:
        self._wrong = ""
        self._to(replace(self._course, stage=stage, has_last_day=False))
        if stage == "remove":
            self.deeds.day.setFocus()

    def _give_pin(self, one: Staff) -> None:
        counter = self._desk.counter
        again = partial(self._again, one.id)

        def given(_: Staff) -> None:
            again()
            self._desk.news("people.first_pin", name=one.name)

        def refused(error: TillError) -> None:
            again()
            self._desk.refused(error)

        about = FirstPin(one.name, lambda pin: staffing.set_first_pin(counter, one.id, pin), given, refused, again)
        self._desk.open("new_pin", about=about)

    def _again(self, staff_id: str) -> None:
        """The page once more, unless who was there has gone."""
        if self._desk.counter.staff is not None and self._desk.counter.staff.id == self._person:
            self._desk.open("people", about=staff_id)

    def _day_edited(self) -> None:
        self._wrong = ""
        self._to(replace(self._course, has_last_day=bool(self.deeds.day.text().strip())))

    def _remove(self, one: Staff) -> None:
        text = self.deeds.day.text().strip()
        last: date | None = read_day(text) if text else None
        if text and last is None:
            self._wrong = self._desk.words("people.wrong.day")
            self._desk.toned.emit("bad")
            self.draw()
            return
        self._do(staffing.remove(self._desk.counter, one.id, last_day=last), "people.removed")

    def _do(self, story: Coroutine[Any, Any, object], said: str) -> None:
        """Nothing else meanwhile; then what was done is said, with whom it was done to."""
        one = self._one()
        name = one.name if one else ""
        self._to(replace(self._course, is_busy=True))

        def done(_: object) -> None:
            self._desk.good()
            self._desk.news(said, name=name)
            self._to(replace(self._course, is_busy=False, stage="list"))
            self._desk.counter.ports.start(self._look())

        def refused(error: TillError) -> None:
            self._to(replace(self._course, is_busy=False))
            if self._course.stage == "remove" and error.code == "staff.days":
                told = explain(Notice(error.code, error.facts), self._desk.words, tells_raw=False)
                self._wrong = f"{told.what} {told.do}"
                self.draw()
            else:
                self._desk.refused(error)

        self._desk.do(story, then=done, otherwise=refused)

    # --- forgetting ---

    def _heard(self, noun: str) -> None:
        """Who looked has gone: nothing of anybody is left on the page."""
        staff = self._desk.counter.staff
        if noun == "session" and self._person and (staff is None or staff.id != self._person):
            self._person, self._course = "", Course()
            self.screen.render(Pane(), self._desk.words)

    # --- drawing ---

    def _one(self) -> Staff | None:
        return chosen_of(self._desk.counter, self._course)

    def view(self) -> Pane:
        """What is to be seen now; nothing for who may not."""
        counter = self._desk.counter
        return present(counter, self._desk.words, self._course) if counter.may("edit_staff") else Pane()

    def _to(self, course: Course) -> None:
        self._course = course
        self.draw()

    def draw(self) -> None:
        """Draw it."""
        words, course = self._desk.words, self._course
        self.screen.render(self.view(), words)
        opened = open_deeds(self._desk.counter, course, self._one())
        self.deeds.show_stage(course.stage, opened, words, wrong=self._wrong)
