"""A reason in words: a few to touch, and a field for any other. Where a PIN is asked for, it takes no digits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from pos.domain.refusal import MOST_LETTERS
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.label import Label

COLUMNS = 2


class NoteEdit(QLineEdit):
    """`digit` gives what is typed on a digit's key while `takes_digits` is off: a PIN is never written out."""

    digit = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.takes_digits = True
        self.setMaxLength(MOST_LETTERS)
        self.setProperty("face", "body")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.takes_digits and event.text() in tuple("0123456789"):
            self.digit.emit(event.text())
        else:
            super().keyPressEvent(event)


class NoteField(QWidget):
    """`chosen` gives the place of a ready-made reason, `written` says that the text is another."""

    chosen = Signal(int)
    written = Signal()
    digit = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._chips: list[Chip] = []
        self.title = Label("", "strong")
        self.field = NoteEdit()
        self.field.setObjectName(f"{name}-note")
        self.field.textChanged.connect(lambda _: self.written.emit())
        self.field.digit.connect(self.digit)
        self.rule = Label("", "tiny", tone="muted", wraps=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(self._grid)
        column.addWidget(self.field)
        column.addWidget(self.rule)

    @property
    def text(self) -> str:
        """What is written, with the syllable that is being composed."""
        if self.field.hasFocus():
            QGuiApplication.inputMethod().commit()
        return self.field.text().strip()

    def begin(self) -> None:
        """Empty."""
        self.field.clear()
        self.field.clearFocus()

    def take(self, text: str) -> None:
        """Write a ready-made reason."""
        self.field.setText(text)
        self.field.setCursorPosition(0)
        self.field.clearFocus()

    def show_words(self, title: str, chips: Sequence[str], *, hint: str, rule: str = "") -> None:
        """Say what is asked for, and what there is to touch."""
        self.title.setText(title)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(f"{title}: {hint}")
        self.rule.setText(rule)
        self.rule.setVisible(bool(rule))
        while len(self._chips) < len(chips):
            self._chips.append(self._chip(len(self._chips)))
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(chips))
            if place < len(chips):
                chip.set_words(chips[place])
                chip.choose(chips[place] == self.field.text().strip())

    def _chip(self, place: int) -> Chip:
        chip = Chip()
        chip.setObjectName(f"{self._name}-reason-{place}")
        chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        chip.clicked.connect(lambda: self.chosen.emit(place))
        self._grid.addWidget(chip, place // COLUMNS, place % COLUMNS)
        return chip
