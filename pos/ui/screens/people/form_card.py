"""How somebody's form looks: what is typed at the left, role and language to choose at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.people.field import Name, StaffField
from pos.ui.screens.people.form_view import FIELDS, LANGUAGES, ROLES, FormCourse
from pos.ui.widgets.button import Button
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words


class StaffFormCard(Panel):
    """`pressed` gives "save", "back", "today", a role or a language."""

    pressed = Signal(str)
    edited = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("staff-form-panel")
        look = theme.current()
        self.setMinimumSize(look.px(880), look.px(520))
        self.title, self.about = Label("", "title"), Label("", "small", tone="muted", wraps=True)
        self.fields: dict[Name, StaffField] = {name: StaffField(name) for name in FIELDS}
        for field in self.fields.values():
            field.edited.connect(self.edited)
        self.role_title, self.language_title = Label("", "small", tone="muted", wraps=True), Label("", "small")
        self.role_title.setObjectName("staff-note-role")
        self.language_title.set_tone("muted")
        self._chips: dict[str, Chip] = {name: self._chip(name) for name in (*ROLES, *LANGUAGES)}
        self.today = self._button("today", Button("", "plain", key="F5", font="body"))
        self.away = self._button("back", Button("", "plain", key="Esc"))
        self.save = self._button("save", Button("", "primary", key="F12"))
        self._lay_out()

    def _button(self, name: str, button: Button) -> Button:
        button.setObjectName(f"staff-{name}")
        button.clicked.connect(lambda: self.pressed.emit(name))
        return button

    def _chip(self, name: str) -> Chip:
        chip = Chip()
        chip.setObjectName(f"staff-{name}")
        chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        chip.clicked.connect(lambda: self.pressed.emit(name))
        return chip

    def _lay_out(self) -> None:
        left, right, across = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.setSpacing(12)
        right.setSpacing(8)
        trained = _row(self.fields["trained_on"])
        trained.addWidget(self.today, alignment=Qt.AlignmentFlag.AlignBottom)
        left.addWidget(self.fields["name"])
        left.addLayout(_row(self.fields["valid_from"], self.fields["valid_until"]))
        left.addLayout(trained)
        left.addStretch(1)
        right.addWidget(self.role_title)
        for role in ROLES:
            right.addWidget(self._chips[role])
        right.addWidget(self.language_title)
        right.addLayout(_row(*(self._chips[one] for one in LANGUAGES)))
        right.addStretch(1)
        across.setSpacing(24)
        across.addLayout(left, 3)
        across.addLayout(right, 2)
        self.add(self.title, self.about)
        self.rows.addLayout(across, 1)
        self.rows.addLayout(feet(self.away, self.save))

    def render(self, course: FormCourse, words: Words, title: str) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything but what is written."""
        is_new = not course.staff
        self.title.setText(title)
        self.about.setText(words("people.form.about_new" if is_new else "people.form.about"))
        for name, field in self.fields.items():
            wrong = course.wrong if course.place == name else ""
            hint = "" if name == "name" else words("people.day_hint")
            field.speak(words(f"people.field.{name}"), hint=hint, wrong=wrong)
        wrong = course.wrong if course.place == "role" else ""
        self.role_title.setText(wrong or words("people.field.role_key"))
        self.role_title.set_tone("danger" if wrong else "muted")
        self.language_title.setText(words("people.field.language_key"))
        for role in ROLES:
            self._show(role, words(f"sign_in.role.{role}"), is_chosen=role == course.role)
        for language in LANGUAGES:
            self._show(language, words(f"people.language.{language}"), is_chosen=language == course.language)
        self.today.set_words(words("people.form.today"))
        self.away.set_words(words("people.form.back"))
        self.save.set_words(words("people.form.next" if is_new else "people.form.save"))
        for widget in (self.away, self.save):
            widget.setEnabled(not course.is_busy)

    def _show(self, name: str, text: str, *, is_chosen: bool) -> None:
        self._chips[name].set_words(text)
        self._chips[name].choose(is_chosen)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row
