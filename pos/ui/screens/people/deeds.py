"""What can be done with somebody, two side by side, and the field for a last day. It hands on touches."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from pos.ui.screens.people.view import DEEDS, Deed, Stage
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.words import Words

COLUMNS = 2


class Deeds(QWidget):
    """`pressed` gives the name of a deed, `day_edited` says that the last day is another."""

    pressed = Signal(str)
    day_edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        self._buttons = {deed: self._button(deed, key) for deed, key in DEEDS.items()}
        for place, button in enumerate(self._buttons.values()):
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        self.caption, self.day = Label("", "small", tone="muted", wraps=True), QLineEdit()
        self.day.setObjectName("people-last-day")
        self.day.setProperty("face", "body")
        self.day.setMaxLength(12)
        self.day.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.day.textEdited.connect(lambda _: self.day_edited.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._grid, self.caption, self.day):
            column.addWidget(widget)

    def _button(self, deed: Deed, key: str) -> Button:
        button = Button("", "plain", key=key, font="body")
        button.setObjectName(f"people-{deed}")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.pressed.emit(deed))
        return button

    def show_stage(self, stage: Stage, opened: Collection[str], words: Words, *, wrong: str) -> None:
        """The deeds, or the last day where somebody goes."""
        if stage != "remove":
            self.day.clear()
            self.day.clearFocus()  # before it is hidden, or a button would have the focus, and Enter with it
        self.setVisible(stage != "badge")
        self._grid.setVisible(stage == "list")
        for widget in (self.caption, self.day):
            widget.setVisible(stage == "remove")
        for deed, button in self._buttons.items():
            button.set_words(words(f"people.do.{deed}"))
            button.setEnabled(deed in opened)
        self.caption.setText(wrong or words("people.field.last_day"))
        self.caption.set_tone("danger" if wrong else "muted")
        self.day.setAccessibleName(words("people.field.last_day"))
        self.day.setPlaceholderText(words("people.day_hint"))
