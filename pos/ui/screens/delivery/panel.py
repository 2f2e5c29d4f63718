"""How delivery looks beside the basket: what it costs, and under it the addresses, the form, or what was taken."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from pos.ui.screens.delivery.form import Form
from pos.ui.screens.delivery.places import Places
from pos.ui.screens.delivery.summary import Summary
from pos.ui.screens.delivery.view import DeliveryView, Stage
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.words import Words

_PAGES: tuple[Stage, ...] = ("places", "form", "taken")


class DeliveryPanel(Panel):
    """`carry_pressed`: the customer takes the goods along after all."""

    carry_pressed = Signal()

    def __init__(self) -> None:
        super().__init__("panel", margin=12, gap=6)
        self.setObjectName("delivery")
        self.carry = Button("", "plain", font="body")
        self.carry.setObjectName("delivery-carry")
        self.carry.clicked.connect(self.carry_pressed)
        self.fee_name, self.fee = Label("", "body", tone="muted"), Label("", "figure")
        self.fee.setObjectName("delivery-fee")
        self.why = Label("", "small", tone="muted", wraps=True)
        self.why.setObjectName("delivery-why")
        self.places, self.form, self.summary = Places(), Form(), Summary()
        self.pages = QStackedWidget()
        for page in (self.places, self.form, self.summary):
            self.pages.addWidget(page)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.fee_name)
        head.addWidget(self.fee, 1)
        head.addWidget(self.carry)
        self.rows.addLayout(head)
        self.add(self.why, Rule())
        self.add(self.pages, stretch=1)

    def render(self, view: DeliveryView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.carry.set_words(words("delivery.carry_out"))
        self.fee_name.setText(words("delivery.fee"))
        self.fee.setText(view.fee)
        self.why.setText(view.why)
        self.why.setVisible(bool(view.why))
        self.places.render(view, words)
        self.form.render(view, words)
        self.summary.render(view, words)
        self.pages.setCurrentIndex(_PAGES.index(view.stage))
