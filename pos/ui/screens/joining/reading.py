"""One text as a whole: the Korean one that binds, the English one under it, and the box that agrees to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.ui.screens.joining.view import JoiningView
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.page import fill
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.widgets.tick import Tick
from pos.ui.words import Words


class ReadingPage(QWidget):
    """Signals are what the person did."""

    ticked = Signal()
    english_pressed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("joining-text")
        self.title, self.version = Label("", "title", wraps=True), Label("", "body", tone="muted", wraps=True)
        self.korean = Label("", "body", wraps=True)
        self.korean.setObjectName("joining-korean")
        self.binds = Label("", "small", tone="accent", wraps=True)
        self.english = Label("", "body", wraps=True)
        self.english.setObjectName("joining-english")
        self.translation = Label("", "small", tone="muted", wraps=True)
        self._below = Panel("inset", margin=16, gap=8)
        self._below.add(self.translation, self.english)
        self.tick = Tick()
        self.tick.setObjectName("joining-text-tick")
        self.tick.clicked.connect(self.ticked)
        self.toggle, self.done = Button("", "plain", key="F2", font="body"), Button("", "primary", key="Enter")
        self.toggle.setObjectName("joining-text-english")
        self.toggle.clicked.connect(self.english_pressed)
        self.done.setObjectName("joining-text-done")
        self.done.clicked.connect(self.left)
        fill(self, self._column())

    def _column(self) -> QVBoxLayout:
        text = rows(gap=12, right=8)
        for widget in (self.korean, self.binds, self._below):
            text.addWidget(widget)
        sheet = Panel("panel", margin=20, gap=8)
        sheet.add(Scroll(text), stretch=1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.version)
        column.addWidget(sheet, 1)
        column.addWidget(self.tick)
        column.addLayout(feet(self.toggle, self.done))
        return column

    def render(self, view: JoiningView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the text."""
        reading = view.reading
        if reading is None:
            return
        one = reading.agreement
        self.title.setText(one.title)
        kind = words("joining.is_required" if one.is_required else "joining.is_optional")
        self.version.setText(f"{kind} · {words('joining.version', version=one.version)}")
        self.korean.setText(reading.korean)
        self.binds.setText(words("joining.binds"))
        self.translation.setText(words("joining.translation"))
        self.english.setText(reading.english)
        self._below.setVisible(bool(reading.english))
        self.tick.show_state(words("joining.agree"), ticked=one.is_given)
        self.toggle.set_words(words("joining.korean_only" if reading.english else "joining.english"))
        self.done.set_words(words("joining.text_done"))
