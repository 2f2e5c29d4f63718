"""In what condition it comes back and why: large keys to touch, one choice for everything or for one line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy

from pos.ui.screens.returning.stepper import DayStepper
from pos.ui.screens.returning.view import GoodsView, Toggle
from pos.ui.widgets.button import Button
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

MOST = 5


class WhyPanel(Panel):
    """`condition_touched` and `reason_touched` give a code, `stepped` which day and by how much."""

    condition_touched = Signal(str)
    reason_touched = Signal(str)
    scope_touched = Signal()
    replace_touched = Signal()
    stepped = Signal(str, int)
    serial_given = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel", margin=12, gap=8)
        self.scope = Line("", "strong")
        self.scope.setObjectName("return-scope")
        self.alone = Chip("", key="F6")
        self.alone.setObjectName("return-alone")
        self.alone.clicked.connect(self.scope_touched)
        self.conditions = [self._chip("condition") for _ in range(3)]
        self.reasons = [self._chip("reason") for _ in range(MOST)]
        self.noticed, self.arrived = DayStepper("noticed"), DayStepper("arrived")
        self.noticed.stepped.connect(lambda step: self.stepped.emit("noticed", step))
        self.arrived.stepped.connect(lambda step: self.stepped.emit("arrived", step))
        self.replaced = Chip("", key="F4")
        self.replaced.setObjectName("return-replace")
        self.replaced.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.replaced.clicked.connect(self.replace_touched)
        self.ask = Label("", "small", tone="accent", wraps=True)
        self.serial = QLineEdit()
        self.serial.setObjectName("return-new-serial")
        self.serial.setProperty("face", "body")
        self.take = Button("", "plain", font="body")
        self.take.setObjectName("return-take-serial")
        self.take.clicked.connect(self.give_serial)
        self._lay_out()

    def _chip(self, kind: str) -> Chip:
        chip = Chip()
        chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        chip.setMinimumWidth(10)
        touched = self.condition_touched if kind == "condition" else self.reason_touched
        chip.clicked.connect(lambda: touched.emit(chip.property("code")))
        return chip

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.scope, 1)
        head.addWidget(self.alone)
        self.rows.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(6)
        for chip in self.conditions:
            row.addWidget(chip, 1)
        self.rows.addLayout(row)
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, chip in enumerate(self.reasons):
            grid.addWidget(chip, place // 2, place % 2)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.rows.addLayout(grid)
        self.add(self.arrived, self.noticed, self.replaced, self.ask)
        given = QHBoxLayout()
        given.addWidget(self.serial, 1)
        given.addWidget(self.take)
        self.rows.addLayout(given)

    def give_serial(self) -> None:
        """What was typed is the new machine's number; nobody presses Shift for it."""
        text = self.serial.text().strip().upper()
        if text:
            self.serial.clear()
            self.serial.clearFocus()
            self.serial_given.emit(text)

    def render(self, view: GoodsView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show what was said."""
        self.scope.setText(view.scope)
        self.alone.set_words(words("returning.alone"))
        self.alone.choose(view.is_own)
        _show(self.conditions, view.conditions, "condition")
        _show(self.reasons, view.reasons, "reason")
        self.noticed.render(view.noticed, words)
        self.arrived.render(view.arrived, words)
        self.replaced.setVisible(view.replaced is not None)
        if view.replaced is not None:
            self.replaced.set_words(view.replaced.text)
            self.replaced.choose(view.replaced.is_chosen)
        self.ask.setText(view.new_serial)
        if not view.new_serial:
            self.serial.clearFocus()  # before it goes: the next widget would take the focus, and Enter would press that
        for widget in (self.ask, self.serial, self.take):
            widget.setVisible(bool(view.new_serial))
        self.serial.setAccessibleName(view.new_serial or words("returning.new_serial_field"))
        self.serial.setPlaceholderText(words("returning.new_serial_field"))
        self.take.set_words(words("returning.take_serial"))


def _show(chips: Sequence[Chip], toggles: Sequence[Toggle], kind: str) -> None:
    for place, chip in enumerate(chips):
        chip.setVisible(place < len(toggles))
        if place < len(toggles):
            one = toggles[place]
            chip.key = one.key
            chip.setProperty("code", one.code)
            chip.setObjectName(f"return-{kind}-{one.code}")
            chip.set_words(one.text)
            chip.setToolTip(one.spoken)
            chip.setAccessibleName(f"{one.spoken} ({one.key})" if one.key else one.spoken)
            chip.choose(one.is_chosen)
