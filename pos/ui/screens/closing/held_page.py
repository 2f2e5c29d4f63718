"""How the first step looks: the held baskets, and for each to carry it over or to give it up with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.ui.screens.closing.view import HeldView
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.button import Button, ButtonRole
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.note import NoteField
from pos.ui.widgets.page import fill
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


class HeldPage(QWidget):
    """`touched` gives a basket's id, `pressed` "carry", "give_up" or "back"."""

    touched = Signal(str)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title, self.hint = Label("", "large"), Label("", "body", tone="muted", wraps=True)
        self._list = rows(gap=8)
        self.note = NoteField("closing")
        self._why = Panel(margin=16)
        self._why.add(self.note)
        self.back = self._button("back", "plain", "Esc")
        self.give_up = self._button("give_up", "danger", "Del")
        self.carry = self._button("carry", "primary", "Enter")
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        column.addWidget(Scroll(self._list), 1)
        column.addWidget(self._why)
        column.addLayout(feet(self.back, self.give_up, self.carry))
        fill(self, column)

    def _button(self, name: str, role: ButtonRole, key: str) -> Button:
        button = Button("", role, key=key)
        button.setObjectName(f"closing-held-{name}")
        button.clicked.connect(lambda: self.pressed.emit(name))
        return button

    def render(self, view: HeldView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("closing.held.title", count=len(view.baskets)))
        self.hint.setText(words("closing.held.hint"))
        clear(self._list)
        for one in view.baskets:
            row = ChoiceRow(one.title, detail=one.detail, trailing=one.total)
            row.setObjectName(f"closing-basket-{one.id}")
            row.setCheckable(True)
            row.setChecked(one.is_chosen)
            row.setEnabled(not view.is_writing)
            row.clicked.connect(lambda _=False, basket=one.id: self.touched.emit(basket))
            self._list.addWidget(row)
        self._why.setVisible(view.is_given_up)
        self.note.show_words(
            words("closing.held.why"), view.reasons, hint=words("approval.other"), rule=words("approval.rule")
        )
        self.back.set_words(words("closing.held.keep" if view.is_given_up else "closing.to_selling"))
        self.give_up.set_words(words("closing.held.give_up"))
        self.give_up.setVisible(not view.is_given_up)
        self.carry.set_words(words("closing.held.gone" if view.is_given_up else "closing.held.carry"))
        self.carry.setEnabled(view.can_give_up if view.is_given_up else not view.is_writing)
