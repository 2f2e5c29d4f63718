"""One field of somebody's form: its name above it, and in its place what is wrong."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos.till.staffing import MOST_LETTERS
from pos.ui.widgets.label import Label

Name: TypeAlias = Literal["name", "valid_from", "valid_until", "trained_on"]


class StaffField(QWidget):
    """`edited` says that something was typed."""

    edited = Signal()

    def __init__(self, name: Name) -> None:
        super().__init__()
        self.caption = Label("", "small", tone="muted", wraps=True)
        self.caption.setObjectName(f"staff-note-{name}")
        self.edit = QLineEdit()
        self.edit.setObjectName(f"staff-{name}")
        self.edit.setProperty("face", "body")
        self.edit.setMaxLength(MOST_LETTERS)
        self.edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, name == "name")
        self.edit.textEdited.connect(lambda _: self.edited.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.caption)
        column.addWidget(self.edit)

    @property
    def text(self) -> str:
        """What is written in it."""
        return self.edit.text().strip()

    def speak(self, caption: str, *, hint: str, wrong: str) -> None:
        """Be called something; `wrong` is said in place of that."""
        self.caption.setText(wrong or caption)
        self.caption.set_tone("danger" if wrong else "muted")
        self.edit.setAccessibleName(caption)
        self.edit.setAccessibleDescription(wrong)
        self.edit.setPlaceholderText(hint)
        state = "wrong" if wrong else ""
        if self.edit.property("state") != state:
            self.edit.setProperty("state", state)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)
