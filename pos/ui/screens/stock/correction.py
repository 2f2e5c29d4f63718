"""Putting stock right: what was counted, the difference it makes, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy

from pos.ui.screens.stock.view import REASONS, StockView
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.label import Label
from pos.ui.widgets.note import NoteEdit
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

COLUMNS = 3


class Correction(Panel):
    """`touched` gives the pad's keys, `reason_touched` the code of a reason."""

    touched = Signal(str)
    reason_touched = Signal(str)
    written = Signal()

    def __init__(self) -> None:
        super().__init__(margin=14, gap=8)
        self.question, self.figure = Label("", "strong"), Label("", "large", right=True)
        self.figure.setObjectName("stock-counted")
        self.difference = Label("", "small", tone="muted", right=True)
        self.difference.setObjectName("stock-difference")
        self.why = Label("", "strong")
        self.note: QLineEdit = NoteEdit()
        self.note.setObjectName("stock-note")
        self.note.textChanged.connect(lambda _: self.written.emit())
        self.pad = NumericPad(wide="")
        self.pad.touched.connect(self.touched)
        self._chips = {code: self._chip(code) for code in REASONS}
        self._lay_out()

    def _chip(self, code: str) -> Chip:
        chip = Chip()
        chip.setObjectName(f"stock-reason-{code}")
        chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        chip.clicked.connect(lambda: self.reason_touched.emit(code))
        return chip

    def _lay_out(self) -> None:
        head, chips = QHBoxLayout(), QGridLayout()
        head.addWidget(self.question)
        head.addWidget(self.figure, 1)
        chips.setSpacing(8)
        for place, chip in enumerate(self._chips.values()):
            chips.addWidget(chip, place // COLUMNS, place % COLUMNS)
        self.rows.addLayout(head)
        self.add(self.difference)
        self.add(self.pad, stretch=1)
        self.add(self.why)
        self.rows.addLayout(chips)
        self.add(self.note)

    def render(self, view: StockView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw what was typed and chosen."""
        self.question.setText(words("stock.counted"))
        self.figure.setText(view.counted or "–")
        self.difference.setText(view.difference or words("stock.count_first"))
        self.why.setText(words("stock.why"))
        for reason in view.reasons:
            self._chips[reason.code].set_words(reason.text)
            self._chips[reason.code].choose(reason.is_chosen)
        self.note.setPlaceholderText(words("stock.note"))
        self.note.setAccessibleName(words("stock.note"))
        self.pad.setEnabled(not view.is_writing)
