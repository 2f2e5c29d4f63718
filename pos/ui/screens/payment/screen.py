"""How taking money looks: sums left, the amount and its pad right, the ways to pay below. It shows a view, no more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos.domain.money import Won
from pos.ui import theme
from pos.ui.screens.payment.entry import EntryPanel
from pos.ui.screens.payment.question import QuestionPanel
from pos.ui.screens.payment.sums import SumsPanel
from pos.ui.screens.payment.view import PaymentView
from pos.ui.widgets.button import Button, ButtonRole
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

_FOOT: tuple[tuple[str, ButtonRole, str], ...] = (
    ("back", "quiet", "Esc"),
    ("give_up", "quiet", "Del"),
    ("exact", "plain", "F9"),
    ("card", "plain", "F10"),
    ("other", "plain", "F11"),
    ("cash", "primary", "Enter"),
)


class PaymentScreen(QWidget):
    """`pressed` gives the name of a button: back, give_up, exact, card, other, cash, or one of a question's answers."""

    pressed = Signal(str)
    pad_touched = Signal(str)
    quick_pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("payment")
        self.sums, self.entry, self.question = SumsPanel(), EntryPanel(), QuestionPanel()
        self.entry.pad.touched.connect(self.pad_touched)
        self.entry.quick_pressed.connect(self.quick_pressed)
        self.question.answered.connect(self.pressed)
        self.side = QStackedWidget()
        self.side.addWidget(self.entry)
        self.side.addWidget(self.question)
        self.buttons = {name: self._button(name, role, key) for name, role, key in _FOOT}
        self._lay_out()

    def _button(self, name: str, role: ButtonRole, key: str) -> Button:
        button = Button("", role, key=key, font="title" if role == "primary" else "strong")
        button.setObjectName(f"pay-{name}")
        button.setMinimumHeight(theme.current().px(64))
        button.clicked.connect(lambda: self.pressed.emit(name))
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setContentsMargins(12, 12, 12, 12)
        middle.setSpacing(12)
        for widget in (self.sums, self.side):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            middle.addWidget(widget, 1)
        column.addLayout(middle, 1)
        foot = Panel("foot", flow="row", margin=12, gap=8)
        for name, button in self.buttons.items():
            foot.add(button)
            if name == "give_up":
                foot.rows.addStretch(1)
        self.buttons["cash"].setMinimumWidth(theme.current().px(150))
        column.addWidget(foot)

    def render(self, view: PaymentView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the payment as it stands."""
        self.sums.render(view, words)
        self.entry.render(view)
        self.question.render(view, words)
        is_open = view.state == "open"
        self.side.setCurrentIndex(0 if is_open else 1)
        for name in ("exact", "card", "other", "cash"):
            self.buttons[name].setEnabled(view.can_charge if name in ("card", "other") else is_open)
        self.buttons["cash"].set_words(words("payment.take_cash"), view.entry if is_open else "")
        self.buttons["card"].set_words(words("tender.card"), view.entry if view.can_charge else "")
        self.buttons["give_up"].setEnabled(view.state in ("open", "nothing_due"))
        self.buttons["back"].setEnabled(view.can_leave and view.state not in ("asking", "writing", "doubt"))

    def speak(self, words: Words) -> None:
        """Say what does not change with the payment."""
        self.buttons["back"].set_words(words("payment.back"))
        self.buttons["give_up"].set_words(words("payment.give_up"))
        self.buttons["exact"].set_words(words("tender.cash"), words("payment.exactly"))
        self.buttons["other"].set_words(words("payment.other"))
        self.entry.speak(words)

    @property
    def quick(self) -> Sequence[Won]:
        """The amounts on the quick-cash buttons."""
        return self.entry.quick
