"""The drawer as it is counted: what it is for, and a row for each denomination."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from pos.domain.drawer import DENOMINATIONS
from pos.ui.figures import won
from pos.ui.screens.shift.row import CountRow
from pos.ui.screens.shift.view import Count
from pos.ui.widgets.label import Label
from pos.ui.words import Words


class CountRows(QVBoxLayout):
    """`touched` gives the place of a denomination; `name` is what a row's object name begins with."""

    touched = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setSpacing(6)
        self._title, self._purpose = Label("", "large"), Label("", "body", tone="muted", wraps=True)
        self.addWidget(self._title)
        self.addWidget(self._purpose)
        self.addSpacing(10)
        self._rows: list[CountRow] = []
        for place, denomination in enumerate(DENOMINATIONS):
            row = CountRow()
            row.setObjectName(f"{name}-{denomination}")
            row.clicked.connect(lambda _=False, at=place: self.touched.emit(at))
            row.setMaximumHeight(72)
            self.addWidget(row, 1)
            self._rows.append(row)
        self.addStretch()

    def show_counts(self, counts: Sequence[Count], words: Words, *, title: str, purpose: str) -> None:
        """Show how many there are of each."""
        self._title.setText(title)
        self._purpose.setText(purpose)
        for row, one in zip(self._rows, counts, strict=True):
            amount = won(one.amount, words.language) if one.text else ""
            name = won(one.denomination, words.language)
            row.show_count(name, count=one.text, amount=amount, is_chosen=one.is_chosen)
