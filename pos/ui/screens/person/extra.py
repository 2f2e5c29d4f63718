"""What is written on a member's page: a note with ready ones to touch, or the right values of what was wrong."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.till.feed import Member
from pos.ui.screens.person.course import WRITES_A_NOTE, Course
from pos.ui.screens.person.form import CorrectionForm
from pos.ui.screens.person.steps import NOTES
from pos.ui.widgets.note import NoteField
from pos.ui.words import Words


class Extra(QWidget):
    """One of the two at a time, or none."""

    def __init__(self) -> None:
        super().__init__()
        self.note, self.form = NoteField("person"), CorrectionForm()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.note)
        column.addWidget(self.form)
        self.note.hide()
        self.form.hide()
        self.hide()

    def show_for(self, course: Course, member: Member | None, words: Words) -> None:
        """What this step needs."""
        notes, form = course.stage in WRITES_A_NOTE, course.stage == "correct" and member is not None
        self.note.setVisible(notes)
        self.form.setVisible(form)
        self.setVisible(notes or form)
        if notes:
            ready = ready_notes(course, words)
            self.note.show_words(words("person.note_title"), ready, hint=words("person.note_hint"),
                                 rule=words("person.note_rule"))  # fmt: skip
        if form and member is not None:
            self.form.show_words(words, member, place=int(course.chosen or 0))

    def forget(self) -> None:
        """Nothing stays written."""
        self.note.begin()
        self.form.forget()


def ready_notes(course: Course, words: Words) -> tuple[str, ...]:
    """A few to touch."""
    keys = (f"person.note_of.{course.stage}.{place}" for place in range(1, NOTES + 1))
    return tuple(words(key) for key in keys if words.has(key))
