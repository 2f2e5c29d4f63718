"""What takes the place of the number pad: waiting for the terminal, a card in doubt, giving up, other ways to pay."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from pos.ui import theme
from pos.ui.screens.payment.states import State
from pos.ui.screens.payment.view import PaymentView
from pos.ui.widgets.button import Button, ButtonRole
from pos.ui.widgets.icon import icon
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

# What can be answered in each state: name, role, key.
ANSWERS: dict[State, tuple[tuple[str, ButtonRole, str], ...]] = {
    "doubt": (
        ("enquire", "primary", "Enter"),
        ("call_off", "plain", "Del"),
        ("by_hand", "plain", "F7"),
        ("put_aside", "plain", "F4"),
    ),
    "calling_off": (("confirm_call_off", "danger", "1"), ("leave_it", "plain", "Esc")),
    "giving_up": (("confirm_give_up", "danger", "1"), ("stay", "plain", "Esc")),
    "other": (("easy", "plain", "1"), ("transfer", "plain", "2"), ("stay", "quiet", "Esc")),
    "easy": (("terminal", "plain", "Enter"), ("back", "quiet", "Esc")),
    "nothing_due": (("complete", "primary", "Enter"),),
}
MANY, FULL = 3, 100
"""How many answers leave little room for what is asked, on a screen that is zoomed."""
_GRADES: dict[State, str] = {"doubt": "warning", "calling_off": "warning"}
_SIGNS: dict[State, str] = {"asking": "card", "doubt": "alert", "calling_off": "alert", "giving_up": "alert"}


class QuestionPanel(Panel):
    """`answered` gives the name of the answer."""

    answered = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel", margin=20, gap=12)
        self.setObjectName("question")
        self._shown: tuple[str, ...] = ()
        self.sign, self.question = Label(), Label("", "title", wraps=True)
        self.explanation = Label("", "body", wraps=True)
        for label in (self.sign, self.question, self.explanation):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        asked = rows(gap=12, right=8)
        asked.setAlignment(Qt.AlignmentFlag(0))
        asked.addStretch(1)
        for label in (self.sign, self.question, self.explanation):
            asked.addWidget(label)
        asked.addStretch(1)
        self.asked = Scroll(asked)
        self.asked.setMinimumHeight(1)  # the answers must be within reach
        self.add(self.asked, stretch=1)
        self._answers = QVBoxLayout()
        self._answers.setSpacing(8)
        self.rows.addLayout(self._answers)

    def render(self, view: PaymentView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Ask, or say what is waited for."""
        self.question.setText(view.question)
        self.explanation.setText(view.explanation)
        self.setAccessibleName(f"{view.question} {view.explanation}")
        self.set_role(_GRADES.get(view.state, "panel"))
        tokens, sign = theme.current().tokens, _SIGNS.get(view.state, "")
        if len(ANSWERS.get(view.state, ())) > MANY and theme.current().zoom > FULL:
            sign = ""  # the words need its room
        self.sign.setVisible(bool(sign))
        if sign:
            colours = {"doubt": tokens.warning, "calling_off": tokens.warning, "giving_up": tokens.danger}
            colour = colours.get(view.state, tokens.accent)
            self.sign.setPixmap(icon(sign, colour, theme.current().px(48), self.devicePixelRatioF()))
        self._show_answers(view, words)

    def _show_answers(self, view: PaymentView, words: Words) -> None:
        answers = [one for one in ANSWERS.get(view.state, ()) if view.can_call_off or one[0] != "call_off"]
        shown = (view.state, words.language, view.completes, *(name for name, _, _ in answers))
        if shown == self._shown:
            return  # a button must not be changed under the finger that presses it
        self._shown = shown
        while old := self._answers.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for name, role, key in answers:
            says = view.completes if name == "complete" else words(f"payment.answer.{name}")
            button = Button(says, role, key=key)
            button.setObjectName(f"answer-{name}")
            button.setMinimumHeight(theme.current().px(56))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, answer=name: self.answered.emit(answer))
            self._answers.addWidget(button)
