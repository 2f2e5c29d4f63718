"""How the card of a doubt looks: what is in doubt and what can be said of it at the left, the number at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from pos.ui import theme
from pos.ui.screens.doubt.view import CHOICES, Choice, DoubtView
from pos.ui.screens.payment.entry import AmountField
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.beside import ON_CARD, SidePanel, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.words import Words

WIDE, TALL = 940, 620


class DoubtCard(Panel):
    """`touched` gives the pad's keys, `chosen` what is said."""

    touched = Signal(str)
    chosen = Signal(str)
    do_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("doubt-panel")
        look = theme.current()
        self.setMinimumSize(look.px(WIDE), look.px(TALL))
        self.title, self.why = Label("", "title", wraps=True), Label("", "body", wraps=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._rows = {choice: self._row(choice) for choice in CHOICES}
        self.meaning = Label("", "body", wraps=True)
        self.meaning.setObjectName("doubt-meaning")
        self.box = Panel("warning", margin=16)
        self.box.add(self.meaning)
        self.caption, self.field = Label("", "strong"), AmountField("doubt-number")
        self.message = Label("", "small", wraps=True)
        self.message.setObjectName("doubt-message")
        self.message.setMinimumHeight(look.px(64))
        self.message.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.pad = NumericPad(wide="")
        self.pad.touched.connect(self.touched)
        self.do_it, self.away = Button("", "primary", key="Enter"), Button("", "plain", key="Esc")
        self.do_it.setObjectName("doubt-do")
        self.do_it.clicked.connect(self.do_pressed)
        self.away.setObjectName("doubt-close")
        self.away.clicked.connect(self.close_pressed)
        self._lay_out()

    def _row(self, choice: Choice) -> ChoiceRow:
        row = ChoiceRow("", detail=" ")
        row.setObjectName(f"doubt-{choice}")
        row.setCheckable(True)
        row.clicked.connect(lambda: self.chosen.emit(choice))
        return row

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.why)
        left.addLayout(self._facts)
        left.addSpacing(4)
        for row in self._rows.values():
            left.addWidget(row)
        left.addWidget(self.box)
        left.addStretch(1)
        right = SidePanel(wide=330, margin=16, gap=10)
        right.add(self.caption, self.field, self.message)
        right.add(self.pad, stretch=1)
        self.add(self.title)
        self.rows.addLayout(beside(left, right, gap=ON_CARD), 1)
        self.rows.addLayout(feet(self.away, self.do_it))

    def render(self, view: DoubtView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(view.title)
        self.setAccessibleName(view.title)
        self.why.setText(view.why)
        self._show_facts(view.rows)
        offered = {choice: (title, detail) for choice, title, detail in view.choices}
        for choice, row in self._rows.items():
            row.setVisible(choice in offered)
            if choice in offered:
                row.take(offered[choice][0], detail=offered[choice][1])
            row.setChecked(choice == view.choice)
            row.setEnabled(not view.is_writing)
        self.meaning.setText(view.meaning)
        self.box.setVisible(bool(view.meaning))
        self.caption.setText(view.number_name)
        self.field.setAccessibleName(view.number_name)
        self.field.take(view.number, is_fresh=False)
        text, is_bad = view.message
        self.message.setText(text)
        self.message.set_tone("danger" if is_bad else "muted")
        self.field.setEnabled(view.takes_number)
        self.pad.setEnabled(view.takes_number)
        self.do_it.set_words(view.do)
        self.do_it.setEnabled(view.can_go_on)
        self.away.set_words(words("key.back"))
        self.away.setEnabled(not view.is_writing)

    def _show_facts(self, rows: tuple[tuple[str, str], ...]) -> None:
        clear(self._facts)
        for place, (name, value) in enumerate(rows):
            self._facts.addWidget(Label(name, "small", tone="muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(Label(value, "strong", wraps=True), place, 1)
