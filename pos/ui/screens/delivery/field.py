"""One field of an address: its name above it, what is wrong beside that, and the input method as the field wants it."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos.ui.screens.delivery.view import FieldName
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line

Writing: TypeAlias = Literal["hangul", "postcode", "phone"]

_DIGITS = Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText
_HINTS = {
    "hangul": Qt.InputMethodHint.ImhNoPredictiveText,
    "postcode": _DIGITS | Qt.InputMethodHint.ImhDigitsOnly,
    "phone": _DIGITS | Qt.InputMethodHint.ImhDialableCharactersOnly | Qt.InputMethodHint.ImhDigitsOnly,
}
# Longer ones are wrong, and are shown as they were typed: an old postcode has six digits and a hyphen.
_LETTERS = {"postcode": r"[0-9-]{0,7}", "phone": r"[0-9+() ./-]{0,20}"}
LONGEST = 200


class Field(QWidget):
    """`edited` gives the field's name. Where no hangul goes the input method is off: digits stay digits."""

    edited = Signal(str)

    def __init__(self, name: FieldName, writing: Writing = "hangul") -> None:
        super().__init__()
        self.name: FieldName = name
        self._words = ""
        self.caption, self.note = Label("", "small", tone="muted"), Line("", "small", right=True)
        self.note.setObjectName(f"delivery-note-{name}")
        self.edit = QLineEdit()
        self.edit.setObjectName(f"delivery-{name}")
        self.edit.setProperty("face", "body")
        self.edit.setMaxLength(LONGEST)
        self.edit.setInputMethodHints(_HINTS[writing])
        self.edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, writing == "hangul")
        if writing in _LETTERS:
            self.edit.setValidator(QRegularExpressionValidator(QRegularExpression(_LETTERS[writing]), self.edit))
        self.edit.textEdited.connect(lambda _: self.edited.emit(self.name))
        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 2, 0)
        head.addWidget(self.caption)
        head.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.edit)

    @property
    def text(self) -> str:
        """What is written in it."""
        return self.edit.text().strip()

    def speak(self, caption: str) -> None:
        """Be called something else."""
        self._words = caption
        self.caption.setText(caption)
        self.edit.setAccessibleName(caption)

    def show_note(self, text: str) -> None:
        """Say what follows from what is written; nothing is wrong with it."""
        self._look("", text)

    def show_wrong(self, text: str) -> None:
        """Say what is wrong with it; it names the field itself."""
        self._look("wrong", text)

    def _look(self, state: str, text: str) -> None:
        is_wrong = state == "wrong"
        self.caption.setVisible(not is_wrong)
        self.note.set_tone("danger" if is_wrong else "accent")
        self.note.setAlignment(
            (Qt.AlignmentFlag.AlignLeft if is_wrong else Qt.AlignmentFlag.AlignRight) | Qt.AlignmentFlag.AlignVCenter
        )
        self.note.setText(text)
        self.edit.setAccessibleDescription(text)
        if self.edit.property("state") != state:
            self.edit.setProperty("state", state)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)
