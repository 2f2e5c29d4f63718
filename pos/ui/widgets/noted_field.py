"""A field of a form with its name above it, and in the name's place what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos.ui.widgets.label import Label


class NotedField(QWidget):
    """`name` tells it apart on its page ("joining-mobile"). Where no hangul goes the input method is off: digits stay
    digits."""

    def __init__(self, page: str, name: str, *, most: int, takes_hangul: bool) -> None:
        super().__init__()
        self.caption = Label("", "small", tone="muted", wraps=True)
        self.caption.setObjectName(f"{page}-note-{name}")
        self.edit = QLineEdit()
        self.edit.setObjectName(f"{page}-{name}")
        self.edit.setProperty("face", "body")
        self.edit.setMaxLength(most)
        self.edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, takes_hangul)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.caption)
        column.addWidget(self.edit)

    @property
    def text(self) -> str:
        """What is written in it, without the syllable that is being composed."""
        return self.edit.text().strip()

    def speak(self, caption: str, wrong: str = "", *, hint: str = "") -> None:
        """Be called something; `wrong` is said in place of that, and names the field itself."""
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
