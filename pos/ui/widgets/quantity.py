"""A small panel to say how many: what it is about, the figure, a number pad, and the one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.panel import Panel


class QuantityPanel(Panel):
    """`touched` gives the pad's keys; `taken` and `left` end it. It holds no figure of its own."""

    touched = Signal(str)
    taken = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("panel", gap=10)
        self.setObjectName("quantity")
        self.question, self.about = Label("", "body", tone="muted"), Label("", "strong", wraps=True)
        self.figure = Label("", "total", right=True)
        self.figure.setObjectName("quantity-figure")
        self.pad = NumericPad(wide="")
        self.pad.touched.connect(self.touched)
        self.pad.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.take_it, self.back = Button("", "primary", key="Enter"), Button("", "quiet", key="Esc")
        self.take_it.setObjectName("quantity-take")
        self.take_it.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.take_it.clicked.connect(self.taken)
        self.back.setObjectName("quantity-back")
        self.back.clicked.connect(self.left)
        self.about.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.add(self.question, self.about, self.figure)
        self.rows.addWidget(self.pad, 1)
        self.add(self.take_it, self.back)
