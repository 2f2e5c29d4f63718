"""How it looks: one card, with what is missing, how far it is back, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from pos.ui import theme
from pos.ui.screens.refunds.pane import Pane
from pos.ui.screens.refunds.two_panes import DetailPane
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words

WIDE, TALL = 640, 580


class BringingBackCard(Panel):
    """`pressed` gives the name of a choice, or "close"."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("bringing_back-panel")
        self.title, self.empty = Label("", "title"), Label("", "body", tone="muted", wraps=True)
        self.empty.setObjectName("bringing_back-empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.away = Button("", "plain", key="Esc", font="body")
        self.away.setObjectName("bringing_back-close")
        self.away.clicked.connect(lambda: self.pressed.emit("close"))
        self.detail = DetailPane("bringing_back")
        self.detail.pressed.connect(self.pressed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.away)
        self.rows.addLayout(head)
        self.add(self.empty, self.detail, stretch=1)

    def render(self, pane: Pane, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the pane says."""
        look = theme.current()
        self.setMinimumSize(look.px(WIDE), look.px(TALL))
        self.title.setText(words("bringing_back.title"))
        self.empty.setText(words("bringing_back.empty"))
        self.empty.setVisible(not pane.has_detail)
        self.detail.setVisible(pane.has_detail)
        self.away.set_words(words("key.close"))
        self.away.setEnabled(not pane.is_busy)
        self.detail.show_pane(pane, words)
