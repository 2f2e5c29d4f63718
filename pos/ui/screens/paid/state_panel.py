"""What became of the paper, in words, with a button for each thing that can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from pos.ui.screens.paid.view import Receipt, ReceiptState
from pos.ui.widgets.button import Button, ButtonRole
from pos.ui.widgets.label import Label, Tone
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to do about the paper: its name, its key, how it looks."""

    name: str
    key: str
    role: ButtonRole = "plain"


_CHOICES: dict[ReceiptState, tuple[Choice, ...]] = {
    "printing": (),
    "printed": (Choice("copy", "F12"),),
    "copied": (Choice("copy", "F12"),),
    "left": (Choice("copy", "F12"),),
    "not_printed": (Choice("again", "1"), Choice("leave", "2")),
    "unknown": (Choice("came_out", "1"), Choice("again_copy", "2"), Choice("leave", "3")),
}
_FRAME: dict[ReceiptState, tuple[str, Tone]] = {
    "printing": ("panel", "ink"),
    "printed": ("panel", "ink"),
    "copied": ("panel", "ink"),
    "left": ("panel", "ink"),
    "not_printed": ("error", "danger"),
    "unknown": ("warning", "warning"),
}


def choices(receipt: Receipt) -> tuple[Choice, ...]:
    """What can be done about a receipt, the usual first."""
    return _CHOICES[receipt.state]


class StatePanel(Panel):
    """`chosen` gives the name of what was pressed."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("panel", margin=18, gap=8)
        self.setObjectName("receipt-state")
        self.title, self.text = Label("", "strong", wraps=True), Label("", "small", wraps=True)
        self.title.setObjectName("receipt-state-title")
        self.add(self.title, self.text)
        self.buttons = {name: self._button(name) for name in ("came_out", "again", "again_copy", "copy", "leave")}
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self.rows.addLayout(self._grid)

    def _button(self, name: str) -> Button:
        button = Button("", "plain", font="body")
        button.setParent(self)
        button.hide()
        button.setObjectName(f"paper-{name}")
        button.clicked.connect(lambda: self.chosen.emit(name))
        return button

    def show_receipt(self, receipt: Receipt, words: Words) -> None:
        """Say what became of it."""
        role, tone = _FRAME[receipt.state]
        self.set_role(role)
        self.title.set_tone(tone)
        self.title.setText(words(_title(receipt, words), cause=cause_of(receipt, words)))
        key = "earlier" if receipt.earlier else receipt.state
        self.text.setText(words(f"paid.receipt.{key}.text", sale=receipt.earlier, cure=_cure(receipt, words)))
        self._offer(choices(receipt), words)

    def _offer(self, offered: tuple[Choice, ...], words: Words) -> None:
        """Two in a row; the last one has the row for itself where it is alone in it."""
        for button in self.buttons.values():
            self._grid.removeWidget(button)
            button.hide()
        for place, choice in enumerate(offered):
            button, is_alone = self.buttons[choice.name], place % 2 == 0 and place == len(offered) - 1
            button.key = choice.key
            button.set_words(words(f"paid.choice.{choice.name}"))
            self._grid.addWidget(button, place // 2, place % 2, 1, 2 if is_alone else 1)
            button.show()


def _title(receipt: Receipt, words: Words) -> str:
    """Which words: those of the very paper, where it is no receipt."""
    key = f"paid.receipt.{receipt.state}.title"
    return f"{key}_{receipt.paper}" if words.has(f"{key}_{receipt.paper}") else key


def cause_of(receipt: Receipt, words: Words) -> str:
    """Why it is not on paper, in a word or two."""
    key = f"notice.{receipt.cause}.name"
    return words(key) if words.has(key) else words("cause.unknown")


def _cure(receipt: Receipt, words: Words) -> str:
    key = f"notice.{receipt.cause}.do"
    return words(key) if words.has(key) else words("cause.cure")
