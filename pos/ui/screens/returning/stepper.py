"""A day that is stepped backwards and forwards by a finger."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos.ui.screens.returning.view import Day
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.words import Words


class DayStepper(QWidget):
    """`stepped` gives -1 for the day before, 1 for the day after."""

    stepped = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"day-{name}")
        self.name, self.day = Line("", "body"), Label("", "strong")
        self.day.setObjectName(f"day-{name}-text")
        self.day.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.before, self.after = Button("", "plain", sign="back"), Button("", "plain", sign="forward")
        self.before.setObjectName(f"day-{name}-before")
        self.after.setObjectName(f"day-{name}-after")
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.name, 1)
        for widget in (self.before, self.day, self.after):
            row.addWidget(widget)

    def render(self, day: Day | None, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show a day; nothing where it plays no part."""
        self.setVisible(day is not None)
        if day is not None:
            self.name.setText(day.name)
            self.day.setText(day.text)
            self.after.setEnabled(day.can_go_on)
            self.before.setAccessibleName(f"{day.name}: {words('returning.day_before')}")
            self.after.setAccessibleName(f"{day.name}: {words('returning.day_after')}")
