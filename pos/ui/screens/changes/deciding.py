"""What stands under the chosen change: a field to search with, and the reason for what is decided."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos.ui.screens.changes.view import READY, Step
from pos.ui.widgets.note import NoteField
from pos.ui.words import Words


class Deciding(QWidget):
    """`searched` says that another text is searched for, `written` that the reason is another."""

    searched = Signal(str)
    written = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setObjectName("changes-search")
        self.search.setProperty("face", "body")
        self.search.setMaxLength(60)
        self.search.textChanged.connect(self.searched)
        self.note = NoteField("changes-why")
        self.note.written.connect(self.written)
        self._ready: tuple[str, ...] = ()
        self.note.chosen.connect(lambda place: self.note.take(self._ready[place]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.note)

    def begin(self) -> None:
        """Empty."""
        self.search.clear()
        self.search.clearFocus()
        self.note.begin()

    def show_words(self, words: Words, step: Step, *, can_search: bool) -> None:
        """Say what may be written here: what is searched for, or why it is decided so."""
        self._ready = tuple(words(f"changes.ready.{name}") for name in READY[step])
        self.search.setPlaceholderText(words("changes.search"))
        self.search.setAccessibleName(words("changes.search"))
        self.search.setVisible(can_search and step == "looking")
        if step == "looking":
            self.note.begin()  # before it is hidden, or a button would have the focus, and Enter with it
        self.note.setVisible(step != "looking")
        self.note.show_words(words("changes.why"), self._ready, hint=words("changes.why_hint"))
