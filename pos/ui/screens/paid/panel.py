"""The paper panel (F12): the last receipt once more, or what holds the printer up."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos.till.changes import Touched
from pos.ui import theme
from pos.ui.desk import Desk
from pos.ui.figures import won
from pos.ui.keys import KeyUse
from pos.ui.screens.paid.actions import keys_for
from pos.ui.screens.paid.paper_choices import PaperChoices
from pos.ui.screens.paid.screen import PaperScroll
from pos.ui.screens.paid.state_panel import StatePanel
from pos.ui.screens.paid.view import PaidView, present
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words


class PaperCard(Panel):
    """How it looks: what became of the paper at the left, the paper at the right."""

    choice_pressed = Signal(str)
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=16)
        self.setObjectName("paper-panel")
        self.title, self.sale = Label("", "title"), Label("", "body", tone="muted")
        self.receipt, self.paper = StatePanel(), PaperScroll()
        self.receipt.chosen.connect(self.choice_pressed)
        self.away = Button("", "plain", key="Esc", font="body")
        self.away.setObjectName("paper-close")
        self.away.clicked.connect(self.close_pressed)
        column = QVBoxLayout()
        column.setSpacing(12)
        for widget in (self.title, self.sale, self.receipt):
            column.addWidget(widget)
        column.addStretch()
        column.addWidget(self.away)
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addLayout(column, 1)
        across.addWidget(self.paper)
        self.rows.addLayout(across)

    def render(self, view: PaidView | None, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says; before the first sale only that there was none."""
        self.title.setText(words("paid.panel.title"))
        self.away.set_words(words("key.close"))
        self.receipt.setVisible(view is not None)
        self.paper.setVisible(view is not None)
        look, (wide, tall) = theme.current(), (520, 240) if view is None else (820, 580)
        self.setMinimumSize(look.px(wide), look.px(tall))
        if view is None:
            self.sale.setText(words("paid.panel.none"))
            return
        self.sale.setText(words("paid.panel.sale", code=view.code, total=won(view.total, words.language)))
        self.receipt.show_receipt(view.receipt, words)
        self.paper.sheet.show_document(view.paper)


class PaperPanel:
    """Opening it prints a copy of the last receipt at once, unless the printer is held up: that is settled first."""

    def __init__(self, desk: Desk, paper: PaperChoices) -> None:
        self._desk, self._paper = desk, paper
        self.screen = PaperCard()
        self.screen.choice_pressed.connect(self.choose)
        self.screen.close_pressed.connect(desk.close)

    def opened(self) -> None:
        """One key is a copy."""
        view = self.view()
        if view is not None and view.receipt.state in ("printed", "copied", "left"):
            self._paper.choose("copy")
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """Paper came out, or did not."""
        if noun in ("paper", "session", "notices"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """What can be done about the paper."""
        return [
            *keys_for(self.view(), self.choose),
            KeyUse("Enter", "key.close", self._desk.close),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything but the choices of `keys`
        """Digits that are not choices mean nothing here."""
        return False

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    def choose(self, name: str) -> None:
        """Do something about the paper."""
        self._paper.choose(name)
        self.draw()

    def view(self) -> PaidView | None:
        """What is to be seen now."""
        return present(self._desk.counter, wishes=self._paper.wishes)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
