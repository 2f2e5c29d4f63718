"""How making a claim looks: what is wrong with what, a note, and the photographs. It shows a view, no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy

from pos.ui import theme
from pos.ui.screens.claims.pictures import Pictures
from pos.ui.screens.claims.view import Line
from pos.ui.screens.orders.detail import ToldPanel
from pos.ui.screens.orders.view import Told
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.note import NoteEdit
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.words import Words

WIDE, TALL = 720, 690


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What is claimed. `said` is why something was not taken; `told` ends it."""

    code: str
    lines: tuple[Line, ...]
    pictures: Sequence[bytes]
    most: int
    said: str
    told: Told | None
    is_writing: bool


class ClaimCard(Panel):
    """Hands on touches and draws what it is told."""

    make_pressed = Signal()
    add_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=12)
        self.setObjectName("claim-panel")
        look = theme.current()
        self.setMinimumSize(look.px(WIDE), look.px(TALL))
        self.title, self.code = Label("", "title"), Label("", "body", tone="muted")
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(14)
        self._lines.setVerticalSpacing(6)
        self._lines.setColumnStretch(1, 1)
        self.question, self.note = Label("", "strong"), NoteEdit()
        self.note.setObjectName("claim-note")
        self.rule = Label("", "tiny", tone="muted", wraps=True)
        self.photographs, self.pictures = Label("", "strong"), Pictures("claim", columns=6, can_remove=True)
        self.kept = Label("", "tiny", tone="muted", wraps=True)
        self.said = Label("", "small", tone="danger", wraps=True)
        self.said.setObjectName("claim-said")
        self.told = ToldPanel()
        self.told.setObjectName("claim-told")
        self.open = Button("", "plain", key="F2", sign="plus", font="body")
        self.open.setObjectName("claim-add")
        self.open.clicked.connect(self.add_pressed)
        self.away, self.make = Button("", "plain", key="Esc"), Button("", "primary", key="Enter")
        self.away.setObjectName("claim-close")
        self.away.clicked.connect(self.close_pressed)
        self.make.setObjectName("claim-make")
        self.make.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.make.clicked.connect(self.make_pressed)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.photographs, 1)
        head.addWidget(self.open)
        self.add(self.title, self.code)
        self.rows.addLayout(self._lines)
        self.add(Rule(), self.question, self.note, self.rule)
        self.rows.addLayout(head)
        self.add(self.pictures, self.kept, self.said)
        self.add(self.told, stretch=1)
        self.rows.addStretch(1)
        self.rows.addLayout(feet(self.away, self.make))

    def render(self, view: ClaimView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("claim.title"))
        self.code.setText(words("claims.heading", code=view.code) if view.code else "")
        self._show_lines(view.lines)
        self.question.setText(words("claim.note"))
        self.note.setPlaceholderText(words("claim.note_hint"))
        self.note.setAccessibleName(words("claim.note"))
        self.rule.setText(words("claim.rule"))
        self.photographs.setText(words("claim.photographs", count=len(view.pictures), most=view.most))
        self.pictures.take(view.pictures, words)
        self.kept.setText(words("claim.kept"))
        self.said.setText(view.said)
        self.open.set_words(words("claim.add"))
        self.open.setEnabled(len(view.pictures) < view.most and not view.is_writing)
        self._show_told(view.told)
        self.away.set_words(words("claim.leave"))
        self.away.setVisible(view.told is None)
        self.away.setEnabled(not view.is_writing)
        self.make.set_words(words("claim.done" if view.told else "claim.writing" if view.is_writing else "claim.make"))
        self.make.setEnabled(bool(view.lines or view.told) and not view.is_writing)

    def _show_told(self, told: Told | None) -> None:
        form = (self.question, self.note, self.rule, self.photographs, self.open, self.kept)
        if told is not None:
            self.note.clearFocus()
            self.pictures.hide()
            self.told.tell(told)
        for widget in form:
            widget.setVisible(told is None)
        self.said.setVisible(told is None and bool(self.said.text()))
        self.told.setVisible(told is not None)

    def _show_lines(self, lines: Sequence[Line]) -> None:
        clear(self._lines)
        for place, line in enumerate(lines):
            reason, name = Label(line.reason, "strong", tone="warning"), Label(line.name, "body", wraps=True)
            name.setMinimumWidth(10)
            self._lines.addWidget(reason, place, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(name, place, 1)
