"""How the open shifts look: a list for a finger, and one action."""

from __future__ import annotations

from PySide6.QtCore import Signal

from pos.ui import theme
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.screens.shifts.view import OpenOne
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


class ShiftsCard(Panel):
    """`touched` gives the place of a shift."""

    touched = Signal(int)
    close_shift_pressed = Signal()
    away_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("shifts-panel")
        look = theme.current()
        self.setMinimumSize(look.px(560), look.px(460))
        self.title, self.hint = Label("", "title"), Label("", "small", tone="muted", wraps=True)
        self._rows = rows(gap=8, right=8)
        self.choose, self.away = Button("", "primary", key="Enter"), Button("", "plain", key="Esc")
        self.choose.setObjectName("shifts-choose")
        self.choose.clicked.connect(self.close_shift_pressed)
        self.away.setObjectName("shifts-away")
        self.away.clicked.connect(self.away_pressed)
        self.add(self.title, self.hint)
        self.add(Scroll(self._rows), stretch=1)
        self.rows.addLayout(feet(self.away, self.choose))

    def render(self, found: tuple[OpenOne, ...], words: Words) -> None:  # type: ignore[override]  # a screen's word
        """Draw them."""
        self.title.setText(words("shifts.title"))
        self.hint.setText(words("shifts.hint"))
        self.choose.set_words(words("shifts.choose"))
        self.choose.setEnabled(bool(found))
        self.away.set_words(words("key.close"))
        clear(self._rows)
        for place, one in enumerate(found):
            row = ChoiceRow(f"{one.number}  {one.title}" if one.number else one.title, detail=one.detail)
            row.setObjectName(f"shift-{one.id}")
            row.setCheckable(True)
            row.setChecked(one.is_chosen)
            row.clicked.connect(lambda _=False, at=place: self.touched.emit(at))
            self._rows.addWidget(row)
