"""How refusing an order looks: the nine reasons at the left; the note, what becomes of the basket, and one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos.ui import theme
from pos.ui.screens.refusal.view import RefusalView
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.note import NoteField
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.words import Words


class RefusalCard(Panel):
    """`reason_touched` gives the number of a reason."""

    reason_touched = Signal(int)
    refuse_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("refusal-panel")
        look = theme.current()
        self.setMinimumSize(look.px(940), look.px(660))
        self.title = Label("", "title")
        self.hint = Label("", "small", tone="muted", wraps=True)
        self._rows = [self._row(number) for number in range(1, 10)]
        self.note = NoteField("refusal")
        self.outcome = Label("", "body", wraps=True)
        self.outcome.setObjectName("refusal-outcome")
        self.message = Label("", "body", wraps=True)
        self.message.setObjectName("refusal-message")
        self.refuse, self.away = Button("", "danger", key="Enter"), Button("", "plain", key="Esc")
        self.refuse.setObjectName("refusal-refuse")
        self.refuse.clicked.connect(self.refuse_pressed)
        self.away.setObjectName("refusal-close")
        self.away.clicked.connect(self.close_pressed)
        self._lay_out()

    def _row(self, number: int) -> ChoiceRow:
        row = ChoiceRow("")
        row.setObjectName(f"refusal-{number}")
        row.setCheckable(True)
        row.setFixedHeight(theme.current().px(54))
        row.clicked.connect(lambda: self.reason_touched.emit(number))
        return row

    def _lay_out(self) -> None:
        left, right, across = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.setSpacing(6)
        for row in self._rows:
            left.addWidget(row)
        left.addStretch(1)
        right.setSpacing(14)
        loss = Panel("warning", margin=14)
        loss.add(self.outcome)
        right.addWidget(self.note)
        right.addStretch(1)
        right.addWidget(self.message)
        right.addWidget(loss)
        right.addLayout(feet(self.away, self.refuse))
        across.setSpacing(24)
        across.addLayout(left, 1)
        across.addLayout(right, 1)
        self.message.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.add(self.title, self.hint)
        self.rows.addLayout(across, 1)

    def render(self, view: RefusalView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("refusal.title"))
        self.hint.setText(words("refusal.hint"))
        for row, reason in zip(self._rows, view.reasons, strict=True):
            row.take(f"{reason.number}  {reason.text}")
            row.setToolTip(reason.text)
            row.setChecked(reason.is_chosen)
        self.note.show_words(
            words("refusal.note_title"), view.notes, hint=words("refusal.other"), rule=words("refusal.rule")
        )
        self.outcome.setText(view.outcome)
        text, is_bad = view.message
        self.message.setText(text)
        self.message.set_tone("danger" if is_bad else "ink")
        label = "refusal.writing" if view.is_writing else "refusal.ask" if view.asks_manager else "refusal.refuse"
        self.refuse.set_role("primary" if view.asks_manager else "danger")
        self.refuse.set_words(words(label))
        self.refuse.setEnabled(view.can_refuse)
        self.away.set_words(words("refusal.leave"))
        self.away.setEnabled(not view.is_writing)
