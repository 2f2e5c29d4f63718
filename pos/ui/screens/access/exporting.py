"""A list of people leaves the till: the reason first, then the kind of file, then where; what came of it is said."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from pos.domain.calendar import korean_day
from pos.domain.errors import TillError
from pos.till.changes import Touched
from pos.till.day.exporting import Format
from pos.till.people import lists, reviewing
from pos.till.people.reviewing import Review
from pos.ui import theme
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.where import Where
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.note import NoteField
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

FORMS: tuple[Format, ...] = ("xlsx", "csv")
READY = 3


class ExportCard(Panel):
    """`form_pressed` gives the kind of file."""

    form_pressed = Signal(str)
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("access-export-panel")
        self.setMinimumWidth(theme.current().px(680))
        self.title, self.about = Label("", "title"), Label("", "body", tone="muted", wraps=True)
        self.about.setObjectName("access-export-about")
        self.note = NoteField("access")
        self.away = Button("", "plain", key="Esc")
        self.away.setObjectName("access-export-close")
        self.away.clicked.connect(self.close_pressed)
        self.forms = {form: Button("", "plain", key=str(at)) for at, form in enumerate(FORMS, 1)}
        for form, button in self.forms.items():
            button.setObjectName(f"access-export-{form}")
            button.clicked.connect(partial(self._press, form))
        self.add(self.title, self.about, self.note)
        self.rows.addLayout(feet(self.away, *self.forms.values()))

    def _press(self, form: Format) -> None:
        self.form_pressed.emit(form)

    def show_choice(self, kind: str, words: Words, *, is_writing: bool) -> None:
        """Ask for the reason and the kind, or say that it is being written."""
        self.title.setText(words(f"access.{kind}.title"))
        self.about.setText(words("export.writing" if is_writing else f"access.{kind}.about"))
        self.note.show_words(words("access.reason"), ready(kind, words), hint=words("person.note_hint"),
                             rule=words("person.note_rule"))  # fmt: skip
        for form, button in self.forms.items():
            button.set_words(words(f"export.form.{form}"))
            button.setEnabled(not is_writing)
        self.away.set_words(words("key.close"))


def ready(kind: str, words: Words) -> tuple[str, ...]:
    """Reasons to touch."""
    return tuple(words(f"access.{kind}.reason.{place}") for place in range(1, READY + 1))


class AccessExport:
    """Mutable: what is to be written, and whether it is being written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._about: Review | None = None
        self._is_writing = False
        self.screen = ExportCard()
        self._where = Where(self.screen)
        self.screen.form_pressed.connect(self.choose)
        self.screen.close_pressed.connect(self.back)
        self.screen.note.chosen.connect(self._take)

    @property
    def dialog(self) -> QFileDialog | None:
        """The dialog while it is open."""
        return self._where.dialog

    # --- what the window asks ---

    def opened(self) -> None:
        """The log it is asked about, or the list of who agreed to advertising."""
        about = self._desk.about
        self._about = about if isinstance(about, Review) else None
        self.screen.note.begin()
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """A digit for the kind, arrows for a ready reason."""
        return [
            *(KeyUse(str(at), f"export.form.{form}", partial(self.choose, form)) for at, form in enumerate(FORMS, 1)),
            KeyUse("Left", "person.key.note", partial(self._step, -1)),
            KeyUse("Right", "person.key.note", partial(self._step, 1)),
            KeyUse("Enter", "person.key.note", self.screen.note.field.clearFocus),
            KeyUse("Esc", "key.back", self.back),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - those that mean something are keys
        """Other digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - a page for looking takes no goods
        """Nothing is sold here."""
        return True

    # --- what the person does ---

    def choose(self, form: Format) -> None:
        """This kind; where it goes is asked next, once there is a reason."""
        reason, words = self.screen.note.text, self._desk.words
        if self._is_writing:
            return
        if not reason:
            self._desk.toned.emit("bad")
            return
        name = words(f"access.{self._kind}.file", day=korean_day(self._desk.counter.now()))
        self._where.ask(words, name, kind=form, then=partial(self._write, form, reason))

    def back(self) -> None:
        """One step: out of the reason, then away."""
        if self.screen.note.field.hasFocus():
            self.screen.note.field.clearFocus()
        elif not self._is_writing:
            self._desk.close()

    @property
    def _kind(self) -> str:
        return "log" if self._about is not None else "marketing"

    def _step(self, step: int) -> None:
        found, text = ready(self._kind, self._desk.words), self.screen.note.text
        at = found.index(text) + step if text in found else 0 if step > 0 else -1
        self._take(at % len(found))

    def _take(self, place: int) -> None:
        self.screen.note.take(ready(self._kind, self._desk.words)[place])
        self.draw()

    def _write(self, form: Format, reason: str, path: Path) -> None:
        counter, words = self._desk.counter, self._desk.words
        self._is_writing = True
        self.draw()
        if self._about is not None:
            story = reviewing.export(counter, self._about, words, reason=reason, to=path, form=form)
            count = len(self._about.openings)
            self._desk.do(story, then=lambda to: self._written(to, count), otherwise=self._refused)
        else:
            marketing = lists.write_marketing(counter, words, reason=reason, to=path, form=form)
            self._desk.do(marketing, then=lambda told: self._written(*told), otherwise=self._refused)

    def _written(self, path: Path, count: int) -> None:
        was_here, self._is_writing = self.screen.isVisible(), False
        if was_here:
            self._desk.close()
        self._desk.news("export.list_written", path=str(path), count=count)
        self._desk.good()

    def _refused(self, error: TillError) -> None:
        self._is_writing = False
        self._desk.refused(error)
        self.draw()

    # --- drawing ---

    def draw(self) -> None:
        """Draw it."""
        self.screen.show_choice(self._kind, self._desk.words, is_writing=self._is_writing)
