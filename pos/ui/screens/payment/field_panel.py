"""How a question looks that is answered by digits: the field, what it means so far, a pad, the answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy

from pos.ui import theme
from pos.ui.screens.payment.entry import AmountField
from pos.ui.screens.payment.fields import FieldView
from pos.ui.screens.payment.states import State
from pos.ui.widgets.button import Button, ButtonRole
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

ANSWERS: dict[State, str] = {"months": "charge", "reference": "transferred", "receipt": "identify"}
"""What Enter answers in each state; the words of it are the view's."""
IN_A_ROW = 3


class FieldPanel(Panel):
    """`answered` gives the name of an answer, `touched` the pad's keys, `preset_touched` the digits of a preset."""

    answered = Signal(str)
    touched = Signal(str)
    preset_touched = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel", margin=16, gap=8)
        self.setObjectName("field-panel")
        self._answer = ""
        self._shown: tuple[str, ...] = ()
        self.title, self.known = Label("", "strong", wraps=True), Label("", "small", tone="muted", wraps=True)
        self.known.setObjectName("field-known")
        self.field = AmountField("field")
        self.hint = Label("", "small", wraps=True)
        self.hint.setObjectName("field-hint")
        self.hint.setMinimumHeight(theme.current().px(40))
        self.hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.pad = NumericPad(wide="")
        self.pad.touched.connect(self.touched)
        self.pad.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._presets = QGridLayout()
        self._presets.setSpacing(6)
        self.chips: dict[str, Chip] = {}
        self.does = self._button("does", "primary", "Enter")
        self.withdraw = self._button("withdraw", "plain", "Del")
        self.stay = self._button("stay", "quiet", "Esc")
        self.does.clicked.connect(lambda: self.answered.emit(self._answer))
        self.withdraw.clicked.connect(lambda: self.answered.emit("withdraw"))
        self.stay.clicked.connect(lambda: self.answered.emit("stay"))
        self.add(self.title, self.known, self.field, self.hint)
        self.rows.addLayout(self._presets)
        self.add(self.pad, stretch=1)
        self.rows.addLayout(feet(self.stay, self.withdraw, self.does, gap=8))

    def _button(self, name: str, role: ButtonRole, key: str) -> Button:
        button = Button("", role, key=key, font="body" if role == "quiet" else "strong")
        button.setObjectName(f"field-{name}")
        button.setMinimumHeight(theme.current().px(56))
        return button

    def render(self, view: FieldView, state: State, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the question as it stands."""
        self._answer = ANSWERS[state]
        self.title.setText(view.title)
        self.setAccessibleName(view.title)
        self.known.setText(view.known)
        self.known.setVisible(bool(view.known))
        self.field.setAccessibleName(view.title)
        self.field.take(view.field, is_fresh=view.is_fresh)
        self.hint.setText(view.hint)
        self.hint.set_tone(view.tone)
        self._show_presets(view)
        self.does.set_words(view.does)
        self.withdraw.set_words(words("payment.answer.withdraw"))
        self.withdraw.setVisible(view.can_withdraw)
        self.stay.set_words(words("payment.back"))

    def forget(self) -> None:
        """Nothing of what was typed stays on it."""
        self.field.take("", is_fresh=False)

    def _show_presets(self, view: FieldView) -> None:
        shown = tuple(f"{digits} {text}" for digits, text, _ in view.presets)
        if shown != self._shown:  # a button must not be changed under the finger that presses it
            self._shown = shown
            self._make_presets(view)
        for digits, _, is_chosen in view.presets:
            self.chips[digits].choose(is_chosen)

    def _make_presets(self, view: FieldView) -> None:
        while old := self._presets.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        self.chips.clear()
        for place, (digits, text, _) in enumerate(view.presets):
            chip = Chip(text)
            chip.setObjectName(f"preset-{digits}")
            chip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            chip.clicked.connect(lambda _=False, one=digits: self.preset_touched.emit(one))
            self.chips[digits] = chip
            self._presets.addWidget(chip, place // IN_A_ROW, place % IN_A_ROW)
