"""The address that was taken: where it goes, when it leaves, and what a manager must look at."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.delivery.view import DeliveryView, Taken
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words


class Summary(QWidget):
    """Signals are what the person did."""

    change_pressed = Signal()
    approval_pressed = Signal()
    done_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        place = Panel("inset", margin=16, gap=4)
        self.who, self.address = Label("", "body"), Label("", "strong", wraps=True)
        self.address.setObjectName("delivery-address")
        self.leaving = Label("", "body", tone="accent", wraps=True)
        self.leaving.setObjectName("delivery-leaving")
        place.add(self.who, self.address)
        self.doubt = Panel("warning", margin=16, gap=8)
        self.doubt.setObjectName("delivery-doubt")
        self.doubt_title, self.doubt_text = (
            Label("", "strong", tone="warning", wraps=True),
            Label("", "small", wraps=True),
        )
        self.approve = Button("", "primary")
        self.approve.setObjectName("delivery-approve")
        self.approve.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.approve.clicked.connect(self.approval_pressed)
        self.doubt.add(self.doubt_title, self.doubt_text, self.approve)
        self.change, self.done = Button("", "plain", font="body"), Button("", "plain", key="Esc")
        self.change.setObjectName("delivery-change")
        self.change.clicked.connect(self.change_pressed)
        self.done.setObjectName("delivery-done")
        self.done.clicked.connect(self.done_pressed)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        for button in (self.change, self.done):
            button.setMinimumHeight(theme.current().px(56))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            feet.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (place, self.leaving, self.doubt):
            column.addWidget(widget)
        column.addStretch()
        column.addLayout(feet)

    def render(self, view: DeliveryView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show where it goes and when."""
        self.change.set_words(words("delivery.change"))
        self.done.set_words(words("delivery.done"))
        taken = view.taken
        if taken is None:
            return
        self.who.setText(f"{taken.name} · {taken.phone}")
        self.address.setText(taken.address)
        self.leaving.setText(taken.leaving)
        self.leaving.setVisible(bool(taken.leaving))
        self._show_doubt(taken, words)

    def _show_doubt(self, taken: Taken, words: Words) -> None:
        self.doubt.setVisible(bool(taken.doubt))
        self.doubt.set_role("warning" if taken.doubt == "open" else "news")
        self.doubt_title.set_tone("warning" if taken.doubt == "open" else "ink")
        if taken.doubt:
            self.doubt_title.setText(words(f"delivery.doubt.{taken.doubt}"))
            self.doubt_text.setText(words(f"delivery.doubt.{taken.doubt}_more"))
        self.approve.set_words(words("delivery.approve"))
        self.approve.setVisible(taken.doubt == "open")
