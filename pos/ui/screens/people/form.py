"""Somebody's name, role, language and days, typed and saved; somebody new is given a first PIN after that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtGui import QGuiApplication

from pos.domain.calendar import korean_day
from pos.domain.errors import Refused, TillError
from pos.till import staffing
from pos.till.changes import Touched
from pos.till.counter import Notice
from pos.till.feed import Staff
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.notices import explain
from pos.ui.screens.new_pin.view import FirstPin
from pos.ui.screens.people.form_card import StaffFormCard
from pos.ui.screens.people.form_view import (
    FIELDS,
    LANGUAGES,
    ROLES,
    Filled,
    FormCourse,
    Place,
    place_of,
    read,
    written,
)


@dataclass(frozen=True, slots=True)
class Resumed:
    """The form comes back as it was left, with what was refused."""

    error: TillError | None = None


class StaffForm:
    """Opened about somebody's id, or about nobody for somebody new. It is empty once who typed has gone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._course, self._person = FormCourse(), ""
        self.screen = StaffFormCard()
        self.screen.pressed.connect(self.press)
        self.screen.edited.connect(lambda: self._to(replace(self._course, place=None, wrong="")))
        self._is_listening = False

    # --- what the window asks ---

    def opened(self) -> None:
        """With what is known of them; or as it was left, while a PIN was given out."""
        counter, about = self._desk.counter, self._desk.about
        if not self._is_listening:  # before it was opened there is nothing to forget
            self._is_listening = True
            self._desk.touched.connect(self._heard)
        if isinstance(about, Resumed):
            self._to(replace(self._course, is_busy=False))
            if about.error is not None:
                self._refused(about.error)
            return
        self._person = counter.staff.id if counter.staff else ""
        one = self._known(about if isinstance(about, str) else "")
        course = FormCourse(one.id, one.role, one.language) if one else FormCourse()
        self._write(one)
        self._to(course)
        self.screen.fields["name"].edit.setFocus()

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Enter goes from field to field, and saves after the last."""
        return (
            KeyUse("Enter", "people.form.key.next", self.enter),
            KeyUse("Up", "people.form.key.place", partial(self._step, -1)),
            KeyUse("Down", "people.form.key.place", partial(self._step, 1)),
            KeyUse("F5", "people.form.key.today", partial(self.press, "today")),
            KeyUse("F6", "people.form.key.role", self._next_role),
            KeyUse("F7", "people.form.key.language", self._next_language),
            KeyUse("F12", "people.form.key.save", self.save),
            KeyUse("Esc", "people.form.key.back", self.back),
        )

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - digits belong into fields
        """No digit means anything beside the fields."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - a badge is set on the page, of somebody who is there
        """No code belongs into a form."""
        self._desk.refused(Refused("scan.refused"))
        return True

    # --- what the person does ---

    def press(self, name: str) -> None:
        """A button or a choice."""
        if self._course.is_busy:
            return
        role = next((one for one in ROLES if one == name), None)
        language = next((one for one in LANGUAGES if one == name), None)
        if role is not None or language is not None:
            course = replace(self._course, place=None, wrong="")
            course = replace(course, role=role) if role is not None else course
            self._to(replace(course, language=language) if language is not None else course)
        elif name == "today":
            self.screen.fields["trained_on"].edit.setText(str(korean_day(self._desk.counter.now())))
        else:
            self.save() if name == "save" else self.back()

    def enter(self) -> None:
        """The next field; after the last one it is saved."""
        if not self._step(1):
            self.save()

    def _step(self, step: int) -> bool:
        at = next((place for place, name in enumerate(FIELDS) if self.screen.fields[name].edit.hasFocus()), -1) + step
        if not 0 <= at < len(FIELDS):
            return False
        self.screen.fields[FIELDS[at]].edit.setFocus()
        return True

    def _next_role(self) -> None:
        self.press(ROLES[(ROLES.index(self._course.role) + 1) % len(ROLES)])

    def _next_language(self) -> None:
        self.press(LANGUAGES[(LANGUAGES.index(self._course.language) + 1) % len(LANGUAGES)])

    def back(self) -> None:
        """To the page; nothing is saved."""
        if not self._course.is_busy:
            self._page(self._course.staff)

    def save(self) -> None:
        """What is wrong is said at its place before anything else is asked."""
        if self._course.is_busy:
            return
        QGuiApplication.inputMethod().commit()
        filled = read({name: field.text for name, field in self.screen.fields.items()})
        first, last = filled.valid_from, filled.valid_until
        if filled.no_day is not None:
            self._wrong(filled.no_day, self._desk.words("people.wrong.day"))
        elif not filled.name:
            self._refused(Refused("staff.name", most=staffing.MOST_LETTERS))
        elif first is not None and last is not None and last < first:
            self._refused(Refused("staff.days"))
        elif self._course.staff:
            self._change(filled)
        else:
            self._ask_pin(filled)

    def _change(self, filled: Filled) -> None:
        course, counter = self._course, self._desk.counter
        self._to(replace(course, is_busy=True, place=None, wrong=""))
        story = staffing.change(
            counter,
            course.staff,
            name=filled.name,
            role=course.role,
            language=course.language,
            valid_from=filled.valid_from,
            valid_until=filled.valid_until,
            trained_on=filled.trained_on,
        )
        self._desk.do(story, then=partial(self._saved, "people.changed"), otherwise=self._refused)

    def _ask_pin(self, filled: Filled) -> None:
        course, counter = self._course, self._desk.counter

        def refused(error: TillError) -> None:
            self._desk.open("staff_form", about=Resumed(error))

        about = FirstPin(
            filled.name,
            lambda pin: staffing.add(
                counter,
                name=filled.name,
                role=course.role,
                pin=pin,
                language=course.language,
                valid_from=filled.valid_from,
                valid_until=filled.valid_until,
                trained_on=filled.trained_on,
            ),
            partial(self._saved, "people.added"),
            refused,
            lambda: self._desk.open("staff_form", about=Resumed()),
        )
        self._desk.open("new_pin", about=about)

    # --- what came of it ---

    def _saved(self, said: str, after: Staff) -> None:
        self._desk.good()
        self._page(after.id)
        self._desk.news(said, name=after.name)

    def _page(self, staff_id: str) -> None:
        """The page of everybody, unless who was there has gone."""
        staff = self._desk.counter.staff
        self._write(None)
        if staff is not None and staff.id == self._person:
            self._desk.open("people", about=staff_id)

    def _refused(self, error: TillError) -> None:
        self._to(replace(self._course, is_busy=False))
        place = place_of(error, self._known(self._course.staff), self._course.role)
        if place is None:
            self._desk.refused(error)
            return
        told = explain(Notice(error.code, error.facts, "error"), self._desk.words, tells_raw=False)
        self._wrong(place, f"{told.what} {told.do}")

    def _wrong(self, place: Place, text: str) -> None:
        self._desk.toned.emit("bad")
        self._to(replace(self._course, place=place, wrong=text))
        if place != "role":
            self.screen.fields[place].edit.setFocus()

    # --- forgetting ---

    def _heard(self, noun: str) -> None:
        staff = self._desk.counter.staff
        if noun == "session" and self._person and (staff is None or staff.id != self._person):
            self._person = ""
            self._write(None)
            self._to(FormCourse())

    def _write(self, one: Staff | None) -> None:
        for name, text in written(one).items():
            self.screen.fields[name].edit.setText(text)
            self.screen.fields[name].edit.clearFocus()

    def _known(self, staff_id: str) -> Staff | None:
        return next((one for one in self._desk.counter.ports.shelf.staff() if one.id == staff_id), None)

    # --- drawing ---

    def _to(self, course: FormCourse) -> None:
        self._course = course
        self.draw()

    def draw(self) -> None:
        """Draw it."""
        words, one = self._desk.words, self._known(self._course.staff)
        title = words("people.form.title", name=one.name) if one else words("people.form.new")
        self.screen.render(self._course, words, title)
