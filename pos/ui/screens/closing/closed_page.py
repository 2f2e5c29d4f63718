"""How the end looks: the Z report's number, its sums, whether it is on paper, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos.ui.screens.closing.view import ClosedView
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.page import fill
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words


class ClosedPage(QWidget):
    """`pressed` gives "next", "leave" or "print"."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title, self.paper = Label("", "large"), Label("", "body", wraps=True)
        self.title.setObjectName("closed-title")
        self.paper.setObjectName("closed-paper")
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setVerticalSpacing(10)
        sums = Panel(margin=24)
        sums.rows.addLayout(self._grid)
        self.print = self._button("print", Button("", "plain", key="F12"))
        self.leave = self._button("leave", Button("", "plain", key="Esc"))
        self.next = self._button("next", Button("", "primary", key="Enter"))
        column = QVBoxLayout()
        column.setSpacing(16)
        for widget in (self.title, sums, self.paper):
            column.addWidget(widget)
        column.addStretch()
        column.addLayout(feet(self.leave, self.print, self.next))
        fill(self, column)

    def _button(self, name: str, button: Button) -> Button:
        button.setObjectName(f"closed-{name}")
        button.clicked.connect(lambda: self.pressed.emit(name))
        return button

    def render(self, view: ClosedView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(view.title)
        clear(self._grid)
        for place, (name, amount) in enumerate(view.sums):
            self._grid.addWidget(Label(name, "body", tone="muted"), place, 0)
            self._grid.addWidget(Label(amount, "figure", right=True), place, 1)
        text, tone = view.paper
        self.paper.setText(text)
        self.paper.set_tone(tone)
        self.print.set_words(words("closing.closed.print"))
        self.leave.set_words(words("closing.closed.leave"))
        self.next.set_words(words("closing.closed.next"))
