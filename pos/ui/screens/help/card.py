"""How help looks: keys beside what they do, in both languages, in two columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.help.view import KeyLine
from pos.ui.widgets.button import Button
from pos.ui.widgets.keycap import KeyCap
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

SIGNS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Backspace": "←×"}


class HelpCard(Panel):
    """The person's language first, the other one under it."""

    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("help-panel")
        look = theme.current()
        self.setMinimumSize(look.px(860), look.px(600))
        self.title, self.hint = Label("", "title"), Label("", "small", tone="muted", wraps=True)
        canvas = QWidget()
        canvas.setObjectName("canvas")
        column = QVBoxLayout(canvas)
        column.setContentsMargins(0, 0, 8, 0)
        self._grid = QGridLayout()
        column.addLayout(self._grid)
        column.addStretch(1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(canvas)
        self.away = Button("", "primary", key="Esc")
        self.away.setObjectName("help-close")
        self.away.clicked.connect(self.close_pressed)
        self.add(self.title, self.hint)
        self.add(scroll, stretch=1)
        self.add(self.away)

    def render(self, lines: Sequence[KeyLine], words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw every line."""
        self.title.setText(words("help.title"))
        self.hint.setText(words("help.hint"))
        self.away.set_words(words("key.close"))
        while old := self._grid.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        other = Words("en" if words.language == "ko" else "ko")
        half = (len(lines) + 1) // 2
        for place, line in enumerate(lines):
            row, column = place % half, 2 * (place // half)
            self._grid.addWidget(_caps(line), row, column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(_text(line, words, other), row, column + 1)
        for column in (1, 3):
            self._grid.setColumnStretch(column, 1)


def _caps(line: KeyLine) -> QWidget:
    room = QWidget()
    row = QHBoxLayout(room)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for key in line.keys:
        row.addWidget(KeyCap(SIGNS.get(key, key)))
    row.addStretch()
    return room


def _text(line: KeyLine, words: Words, other: Words) -> QWidget:
    room = QWidget()
    column = QVBoxLayout(room)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(Label(words(line.label), "body", wraps=True))
    column.addWidget(Label(other(line.label), "tiny", tone="muted", wraps=True))
    column.addStretch()
    room.setAccessibleName(f"{' '.join(line.keys)}: {words(line.label)}")
    return room
