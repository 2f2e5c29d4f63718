"""What happens on a member's page: sections are looked at, and each thing is done step by step, by keys or fingers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QFileDialog

from pos.domain.people.joining import Sex
from pos.till.changes import Touched
from pos.till.feed import Member
from pos.till.people import records
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.person.course import Course, Whole, toggled
from pos.ui.screens.person.extra import ready_notes
from pos.ui.screens.person.form import SEXES
from pos.ui.screens.person.page import Page
from pos.ui.screens.person.requests import Requests
from pos.ui.screens.person.standing import Standing
from pos.ui.screens.person.steps import rows_of
from pos.ui.screens.person.view import sections
from pos.ui.screens.refunds.pane import stepped


class PersonPage:
    """Mutable: who was signed in when it was opened; the page has the rest."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._staff = desk, ""
        self.page = Page(desk)
        self.requests, self.standing = Requests(self.page), Standing(self.page)
        self.screen = self.page.screen
        self._verbs = self._all_verbs()
        self.screen.touched.connect(self.choose)
        self.screen.pressed.connect(self.press)
        self.page.extra.note.chosen.connect(self._take_note)
        self.page.extra.form.sex_touched.connect(self._take_sex)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin with the profile, or with the request that it is about."""
        about, page = str(self._desk.about or ""), self.page
        asked = next((one for one in self._desk.counter.ports.people.requests() if one.id == about), None)
        self._staff = self._who()
        page.sight.end()
        page.extra.forget()
        page.to(Course(asked.member, f"request:{asked.id}") if asked else Course(about))
        self.standing.look()

    def refresh(self, noun: Touched) -> None:
        """Something about them changed, the language, or who is signed in: then nothing personal stays."""
        if noun == "session" and self._who() != self._staff:
            self.page.hide()
        if noun in ("session", "member", "basket"):
            self.page.draw()

    def _who(self) -> str:
        staff = self._desk.counter.staff
        return staff.id if staff is not None else ""

    def keys(self) -> Sequence[KeyUse]:
        """A key for each choice; digits and arrows choose the row."""
        page, pane = self.page, self.page.view()
        uses = [KeyUse(one.key, f"person.do.{one.name}", partial(self.press, one.name)) for one in pane.choices]
        taken = {use.key for use in uses}
        rows = rows_of(page.counter, page.member, page.course) if page.member is not None else ()
        uses += [
            KeyUse(str(place), "person.key.choose", partial(self.choose, row))
            for place, row in enumerate(rows, 1)
            if str(place) not in taken
        ]
        uses += [KeyUse("Up", "person.key.move", partial(self._step, -1))]
        uses += [KeyUse("Down", "person.key.move", partial(self._step, 1))]
        if page.course.stage != "page":
            uses += [KeyUse("Left", "person.key.note", partial(self._aside, -1))]
            uses += [KeyUse("Right", "person.key.note", partial(self._aside, 1))]
        return [*uses, *([] if "Esc" in taken else [KeyUse("Esc", "key.close", self.close)])]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - those that mean something are keys
        """Other digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- choosing ---

    def choose(self, row: str) -> None:
        """Look at another section, or take a row of the step."""
        course = self.page.course
        if course.is_busy:
            return
        if course.stage == "page":
            self.page.to(replace(course, section=row))
        elif row in sections(self.page.counter, course.number):
            self.page.to_page(row)
        elif course.stage == "fields":
            self.page.to(replace(course, chosen=row, fields=toggled(course.fields, row)))
        else:
            self.page.to(replace(course, chosen=row))

    def _step(self, step: int) -> None:
        course, pane, member = self.page.course, self.page.view(), self.page.member
        has_rows = member is not None and (course.stage == "page" or bool(rows_of(self.page.counter, member, course)))
        if course.stage == "correct":
            self.page.extra.form.step(step)
        elif has_rows and not course.is_busy:
            row = stepped(pane, step) if any(one.is_chosen for one in pane.rows) else pane.rows[0].id
            self.page.to(replace(course, section=row) if course.stage == "page" else replace(course, chosen=row))

    def _aside(self, step: int) -> None:
        """Left and right go through ready notes; where a sex is asked for, through those."""
        page = self.page
        if page.course.stage == "correct":
            self._take_sex(page.extra.form.next_sex())
            return
        ready = ready_notes(page.course, self._desk.words)
        if ready:
            text = page.extra.note.text
            at = ready.index(text) + step if text in ready else 0 if step > 0 else -1
            self._take_note(at % len(ready))

    def _take_note(self, place: int) -> None:
        self.page.extra.note.take(ready_notes(self.page.course, self._desk.words)[place])
        self.page.draw()

    def _take_sex(self, sex: Sex) -> None:
        if sex in SEXES:
            self.page.extra.form.sex = sex
            self.page.draw()

    # --- what the person does ---

    def press(self, name: str) -> None:
        """One of the choices; from a note or a field Enter goes on first."""
        if self.page.course.is_busy or (name not in ("back", "close") and self._writes_on()):
            return
        if name in self._verbs:
            self._verbs[name]()
        else:
            self.standing.consent(name)

    def _writes_on(self) -> bool:
        """Whether Enter was meant for what is written."""
        extra = self.page.extra
        if extra.note.field.hasFocus():
            extra.note.field.clearFocus()
            return True
        return extra.form.is_writing and extra.form.step(1)

    def back(self) -> None:
        """One step back: out of a note, from who they are to what is wrong, to the page."""
        page = self.page
        if page.extra.note.field.hasFocus():
            page.extra.note.field.clearFocus()
        elif page.course.stage == "identity" and page.course.kind == "correction":
            page.to(replace(page.course, stage="fields", chosen=""))
        else:
            page.to_page()

    def close(self) -> None:
        """Away with it."""
        if not self.page.course.is_busy:
            self._desk.close()

    # --- seeing ---

    def open_record(self) -> None:
        """The whole record, for the chosen purpose; written down before it is seen."""
        number, purpose = self.page.course.number, self.page.course.chosen
        if purpose:
            story = records.open_record(self.page.counter, number, purpose)
            self.page.do(story, lambda member: self._see(member, purpose))
        else:
            self.page.bad()

    def _see(self, member: Member, purpose: str) -> None:
        page = self.page
        if self.screen.isVisible() and page.course.number == member.number and self._who() == self._staff:
            page.sight.begin()
            page.to(Course(member.number, "profile", whole=Whole(member, purpose, page.counter.now())))

    @property
    def dialog(self) -> QFileDialog | None:
        """The dialog for a file while it is open."""
        return self.requests.where.dialog

    def _all_verbs(self) -> dict[str, Callable[[], object]]:
        page, requests, standing = self.page, self.requests, self.standing
        return {
            "close": self.close,
            "back": self.back,
            "see": partial(page.go, "purpose"),
            "open": self.open_record,
            "hide": page.hide,
            "ask_copy": partial(requests.ask, "copy"),
            "ask_correction": partial(requests.ask, "correction"),
            "next": requests.next,
            "take_down": requests.take_down,
            "gather": requests.gather,
            "save": requests.save,
            "print": requests.print,
            "enter": requests.enter,
            "correct": requests.correct,
            "done": partial(page.to_page, "profile"),
            "refuse": requests.refuse,
            "refuse_now": requests.refuse_now,
            "leave": partial(page.go, "leave"),
            "delete": requests.delete,
            "leave_now": requests.leave,
            "suspend": partial(page.go, "suspend"),
            "limit": standing.limit,
            "lift": partial(page.go, "lift"),
            "lift_now": standing.lift,
            "announce": partial(page.go, "announce"),
            "announce_now": standing.announce,
            "cancel": partial(page.go, "cancel"),
            "cancel_now": standing.cancel,
            "told": standing.tell,
            "have_told": standing.have_told,
            "later": partial(page.to_page, "standing"),
        }
