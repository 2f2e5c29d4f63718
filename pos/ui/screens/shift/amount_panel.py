"""What a count comes to, the pad to count with, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import Signal

from pos.ui.widgets.beside import SidePanel
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.money import Money
from pos.ui.widgets.pad import NumericPad


class AmountPanel(SidePanel):
    """`back_pressed` is Esc, `next_pressed` Enter. The object names of the sum and of both buttons are the caller's."""

    pad_touched = Signal(str)
    back_pressed = Signal()
    next_pressed = Signal()

    def __init__(self, hint: Label, *, amount: str, back: str, onward: str) -> None:
        super().__init__()
        self.caption, self.amount, self.hint = Label("", "strong", tone="muted"), Money("large"), hint
        self.amount.setObjectName(amount)
        self.pad = NumericPad()
        self.pad.touched.connect(self.pad_touched)
        self.back, self.next = Button("", "quiet", key="Esc", font="body"), Button("", "primary", key="Enter")
        self.back.setObjectName(back)
        self.back.clicked.connect(self.back_pressed)
        self.next.setObjectName(onward)
        self.next.clicked.connect(self.next_pressed)
        self.add(self.caption, self.amount, self.hint)
        self.add(self.pad, stretch=1)
        self.add(self.back, self.next)
