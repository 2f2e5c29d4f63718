"""One field of the joining page: its name above it, what is wrong beside that; a mobile is spelt while it is typed."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos.ui.screens.joining.view import FieldName, spelt
from pos.ui.widgets.label import Label

Writing: TypeAlias = Literal["hangul", "latin", "postcode", "phone", "mobile"]

_NO_GUESSES = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData
_LETTERS = {"postcode": r"[0-9-]{0,7}", "phone": r"[0-9+() ./-]{0,20}", "mobile": r"[0-9+() ./-]{0,20}"}
LONGEST = 200


class Field(QWidget):
    """`edited` gives the field's name. Where no hangul goes the input method is off: digits stay digits."""

    edited = Signal(str)

    def __init__(self, name: FieldName, writing: Writing = "hangul") -> None:
        super().__init__()
        self.name: FieldName = name
        self._writing: Writing = writing
        self.caption = Label("", "small", tone="muted", wraps=True)
        self.caption.setObjectName(f"joining-note-{name}")
        self.edit = QLineEdit()
        self.edit.setObjectName(f"joining-{name}")
        self.edit.setProperty("face", "body")
        self.edit.setMaxLength(LONGEST)
        self.edit.setInputMethodHints(_NO_GUESSES)
        self.edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, writing == "hangul")
        if writing in _LETTERS:
            self.edit.setValidator(QRegularExpressionValidator(QRegularExpression(_LETTERS[writing]), self.edit))
        self.edit.textEdited.connect(self._edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.caption)
        column.addWidget(self.edit)

    @property
    def text(self) -> str:
        """What is written in it, without the syllable that is being composed."""
        return self.edit.text().strip()

    def write(self, text: str) -> None:
        """Write something else in it; a mobile as people spell it."""
        self.edit.setText(spelt(text) if self._writing == "mobile" else text)

    def speak(self, caption: str, wrong: str = "") -> None:
        """Be called something; `wrong` is said in place of that, and names the field itself."""
        self.caption.setText(wrong or caption)
        self.caption.set_tone("danger" if wrong else "muted")
        self.edit.setAccessibleName(caption)
        self.edit.setAccessibleDescription(wrong)
        state = "wrong" if wrong else ""
        if self.edit.property("state") != state:
            self.edit.setProperty("state", state)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)

    def _edited(self, text: str) -> None:
        if self._writing == "mobile":
            self._spell(text)
        self.edited.emit(self.name)

    def _spell(self, text: str) -> None:
        """Put the hyphens where they belong; the cursor stays behind the same digit."""
        told = spelt(text)
        if told == text or not told.replace("-", "").startswith(text[:2]):
            return
        before = sum(letter.isdigit() for letter in text[: self.edit.cursorPosition()])
        self.edit.setText(told)
        at = 0
        while before and at < len(told):
            before -= told[at].isdigit()
            at += 1
        self.edit.setCursorPosition(at)
