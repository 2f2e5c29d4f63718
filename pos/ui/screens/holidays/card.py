"""How the holidays card looks: those that were entered at the left, the day that is typed at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from pos.ui import theme
from pos.ui.screens.holidays.view import HolidaysView
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.beside import ON_CARD, SidePanel, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

WIDE, TALL = 800, 600


class HolidaysCard(Panel):
    """`touched` gives the pad's keys."""

    touched = Signal(str)
    enter_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("holidays-panel")
        look = theme.current()
        self.setMinimumSize(look.px(WIDE), look.px(TALL))
        self.title, self.more = Label("", "title"), Label("", "small", tone="muted", wraps=True)
        self.entered, self.none = Label("", "strong"), Label("", "body", tone="muted", wraps=True)
        self.none.setObjectName("holidays-none")
        self.question, self.figure = Label("", "strong"), Label("", "large", right=True)
        self.figure.setObjectName("holidays-figure")
        self.said = Label("", "small", wraps=True)
        self.said.setObjectName("holidays-said")
        self.said.setMinimumHeight(look.px(44))
        self.pad = NumericPad(wide="")
        self.pad.touched.connect(self.touched)
        self.away, self.enter = Button("", "plain", key="Esc"), Button("", "primary", key="Enter")
        self.away.setObjectName("holidays-close")
        self.away.clicked.connect(self.close_pressed)
        self.enter.setObjectName("holidays-enter")
        self.enter.clicked.connect(self.enter_pressed)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        self._days = rows(gap=8)
        left.setSpacing(10)
        left.addWidget(self.entered)
        left.addWidget(self.none)
        left.addWidget(Scroll(self._days), 1)
        right = SidePanel(margin=16, gap=8)
        right.add(self.question, self.figure, self.said)
        right.add(self.pad, stretch=1)
        self.add(self.title, self.more)
        self.rows.addLayout(beside(left, right, gap=ON_CARD), 1)
        self.rows.addLayout(feet(self.away, self.enter))

    def render(self, view: HolidaysView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("holidays.title"))
        self.more.setText(words("holidays.more"))
        self.entered.setText(words("holidays.entered"))
        self.none.setText(words("holidays.none"))
        self.none.setVisible(not view.days)
        clear(self._days)
        for one in view.days:
            row = Label(one, "body")
            row.setObjectName("holiday")
            self._days.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
        self.question.setText(words("holidays.question"))
        self.figure.setText(view.figure)
        self.figure.setAccessibleName(f"{words('holidays.question')} {view.figure}")
        text, is_bad = view.said
        self.said.setText(text)
        self.said.set_tone("danger" if is_bad else "ink")
        self.away.set_words(words("key.close"))
        self.enter.set_words(words("holidays.enter"))
        self.enter.setEnabled(view.can_enter)
