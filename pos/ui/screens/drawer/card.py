"""How the drawer panel looks: what can be done and what for at the left, the amount and the pad at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from pos.ui import theme
from pos.ui.screens.drawer.view import DOINGS, Doing, DrawerView
from pos.ui.widgets.beside import ON_CARD, SidePanel, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.note import NoteField
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.words import Words

WIDE, TALL = 940, 640


class DrawerCard(Panel):
    """`touched` gives the pad's keys, `chosen` what is to be done."""

    touched = Signal(str)
    chosen = Signal(str)
    do_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("drawer-panel")
        look = theme.current()
        self.setMinimumSize(look.px(WIDE), look.px(TALL))
        self.title = Label("", "title")
        self._rows = {doing: self._row(doing) for doing in DOINGS}
        self.note = NoteField("drawer")
        self.caption, self.figure = Label("", "strong", tone="muted"), Label("", "large", right=True)
        self.figure.setObjectName("drawer-figure")
        self.no_amount = Label("", "body", tone="muted", wraps=True)
        self.pad = NumericPad()
        self.pad.touched.connect(self.touched)
        self.said = Label("", "body", wraps=True)
        self.said.setObjectName("drawer-said")
        self.said.setMinimumHeight(look.px(48))
        self.do_it, self.away = Button("", "primary", key="Enter"), Button("", "plain", key="Esc")
        self.do_it.setObjectName("drawer-do")
        self.do_it.clicked.connect(self.do_pressed)
        self.away.setObjectName("drawer-close")
        self.away.clicked.connect(self.close_pressed)
        self._lay_out()

    def _row(self, doing: Doing) -> ChoiceRow:
        row = ChoiceRow("", detail=" ")
        row.setObjectName(f"drawer-{doing}")
        row.setCheckable(True)
        row.clicked.connect(lambda: self.chosen.emit(doing))
        return row

    def _lay_out(self) -> None:
        left, grid = QVBoxLayout(), QGridLayout()
        grid.setSpacing(8)
        for place, row in enumerate(self._rows.values()):
            grid.addWidget(row, place // 2, place % 2)
        left.setSpacing(14)
        left.addLayout(grid)
        left.addWidget(self.note)
        left.addStretch()
        right = SidePanel(wide=330, margin=16, gap=10)
        right.add(self.caption, self.figure, self.no_amount)
        right.add(self.pad, stretch=1)
        self.add(self.title)
        self.rows.addLayout(beside(left, right, gap=ON_CARD), 1)
        self.add(self.said)
        self.rows.addLayout(feet(self.away, self.do_it))

    def render(self, view: DrawerView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("drawer.title"))
        for doing, title, detail in view.rows:
            self._rows[doing].take(title, detail=detail)
            self._rows[doing].setChecked(doing == view.doing)
        self.note.show_words(
            words(f"drawer.{view.doing}.why"), view.reasons, hint=words("approval.other"), rule=words("approval.rule")
        )
        self.caption.setText(words("drawer.amount"))
        self.caption.setVisible(view.takes_amount)
        self.figure.setText(view.figure)
        self.figure.setVisible(view.takes_amount)
        self.pad.setVisible(view.takes_amount)
        self.pad.setEnabled(not view.is_writing)
        self.no_amount.setText(words("drawer.no_amount"))
        self.no_amount.setVisible(not view.takes_amount)
        text, is_bad = view.message
        self.said.setText(text)
        self.said.set_tone("danger" if is_bad else "ink")
        self.away.set_words(words("key.close"))
        self.do_it.set_words(view.do)
        self.do_it.setEnabled(view.can_do)
