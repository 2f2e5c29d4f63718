"""How an approval looks: what is asked at the left with its reason, the second person's PIN at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from pos.ui import theme
from pos.ui.screens.approval.pin_panel import PinPanel
from pos.ui.screens.approval.view import ApprovalView
from pos.ui.widgets.beside import ON_CARD, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.note import NoteField
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.words import Words


class ApprovalCard(Panel):
    """Hands on touches and draws what it is told."""

    allow_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("approval-panel")
        look = theme.current()
        self.setMinimumSize(look.px(900), look.px(620))
        self.title = Label("", "title")
        self.why = Label("", "body", wraps=True)
        self.why.setObjectName("approval-why")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.note, self.pin = NoteField("approval"), PinPanel()
        self.pin.setFixedWidth(look.px(380))
        self.allow, self.away = Button("", "primary", key="Enter"), Button("", "plain", key="Esc")
        self.allow.setObjectName("approval-allow")
        self.allow.clicked.connect(self.allow_pressed)
        self.away.setObjectName("approval-close")
        self.away.clicked.connect(self.close_pressed)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self.why)
        left.addLayout(self._grid)
        left.addWidget(Rule())
        left.addWidget(self.note)
        left.addStretch(1)
        self.add(self.title)
        self.rows.addLayout(beside(left, self.pin, gap=ON_CARD), 1)
        self.rows.addLayout(feet(self.away, self.allow))

    def render(self, view: ApprovalView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("approval.heading", action=view.title))
        self.why.setText(view.why)
        self._show_rows(view.rows)
        self.note.show_words(
            words("approval.reason_title"), view.reasons, hint=words("approval.other"), rule=words("approval.rule")
        )
        self.pin.show_approver(view.approver, words, view.message)
        self.allow.set_words(words("sign_in.checking" if view.approver.is_checking else "approval.allow"))
        self.allow.setEnabled(view.can_allow)
        self.away.set_words(words("approval.leave"))
        self.away.setEnabled(not view.approver.is_checking)

    def _show_rows(self, rows: tuple[tuple[str, str], ...]) -> None:
        while old := self._grid.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for place, (name, value) in enumerate(rows):
            texts: tuple[QLabel, QLabel] = (Label(name, "small", tone="muted"), Label(value, "strong", wraps=True))
            for column, text in enumerate(texts):
                self._grid.addWidget(text, place, column, Qt.AlignmentFlag.AlignTop)
