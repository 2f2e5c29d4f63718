"""How taking money looks: sums left, the amount and its pad right, the ways to pay below. It shows a view, no more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from pos.domain.money import Won
from pos.ui import theme
from pos.ui.screens.payment.entry import EntryPanel
from pos.ui.screens.payment.field_panel import FieldPanel
from pos.ui.screens.payment.question import QuestionPanel
from pos.ui.screens.payment.sums import SumsPanel
from pos.ui.screens.payment.view import PaymentView
from pos.ui.widgets.foot import Foot, FootButton, put_on_foot, shares
from pos.ui.words import Words

_FOOT = (
    FootButton("back", "quiet", "Esc"),
    FootButton("give_up", "quiet", "Del", gives_way=True),
    FootButton("exact", "plain", "F9"),
    FootButton("card", "plain", "F10"),
    FootButton("other", "plain", "F11"),
    FootButton("cash", "primary", "Enter"),
)
_NO_WAY_BACK = ("asking", "writing", "doubt", "calling_off")


class PaymentScreen(QWidget):
    """`pressed` gives the name of a button: of the foot, months, receipt, or one of a question's answers.

    `preset_touched` gives the digits of a button of a question's field.
    """

    pressed = Signal(str)
    preset_touched = Signal(str)
    pad_touched = Signal(str)
    quick_pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("payment")
        self.sums, self.entry, self.question = SumsPanel(), EntryPanel(), QuestionPanel()
        self.entry.pad.touched.connect(self.pad_touched)
        self.entry.quick_pressed.connect(self.quick_pressed)
        self.entry.pressed.connect(self.pressed)
        self.question.answered.connect(self.pressed)
        self.side = QStackedWidget()
        self.side.addWidget(self.entry)
        self.side.addWidget(self.question)
        self.field = FieldPanel()
        self.field.answered.connect(self.pressed)
        self.field.touched.connect(self.pad_touched)
        self.field.preset_touched.connect(self.preset_touched)
        self.side.addWidget(self.field)
        foot = Foot("pay", _FOOT)
        foot.pressed.connect(self.pressed)
        self.buttons = foot.buttons
        self.buttons["cash"].setMinimumWidth(theme.current().px(150))
        put_on_foot(self, shares((self.sums, 1), (self.side, 1)), foot)

    def render(self, view: PaymentView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the payment as it stands."""
        self.sums.render(view, words)
        self.entry.render(view, words)
        self.question.render(view, words)
        is_open = view.state == "open"
        if view.field is not None:
            self.field.render(view.field, view.state, words)
        else:
            self.field.forget()
        self.side.setCurrentWidget(self.field if view.field else self.entry if is_open else self.question)
        for name in ("exact", "card", "other", "cash"):
            self.buttons[name].setEnabled(view.can_charge if name in ("card", "other") else is_open)
        self.buttons["cash"].set_words(words("payment.take_cash"), view.in_cash if is_open else "")
        self.buttons["card"].set_words(words("tender.card"), view.entry if view.can_charge else "")
        self.buttons["give_up"].setEnabled(view.state in ("open", "nothing_due"))
        self.buttons["back"].setEnabled(view.can_leave and view.state not in _NO_WAY_BACK)

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
