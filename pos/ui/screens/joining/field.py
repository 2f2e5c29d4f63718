"""One field of the joining page: its name above it, what is wrong beside that; a mobile is spelt while it is typed."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator

from pos.ui.screens.joining.view import FieldName, spelt
from pos.ui.widgets.noted_field import NotedField

Writing: TypeAlias = Literal["hangul", "latin", "postcode", "phone", "mobile"]

_NO_GUESSES = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData
_LETTERS = {"postcode": r"[0-9-]{0,7}", "phone": r"[0-9+() ./-]{0,20}", "mobile": r"[0-9+() ./-]{0,20}"}
LONGEST = 200


class Field(NotedField):
    """`edited` gives the field's name."""

    edited = Signal(str)

    def __init__(self, name: FieldName, writing: Writing = "hangul") -> None:
        super().__init__("joining", name, most=LONGEST, takes_hangul=writing == "hangul")
        self.name: FieldName = name
        self._writing: Writing = writing
        self.edit.setInputMethodHints(_NO_GUESSES)
        if writing in _LETTERS:
            self.edit.setValidator(QRegularExpressionValidator(QRegularExpression(_LETTERS[writing]), self.edit))
        self.edit.textEdited.connect(self._edited)

    def write(self, text: str) -> None:
        """Write something else in it; a mobile as people spell it."""
        self.edit.setText(spelt(text) if self._writing == "mobile" else text)

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
