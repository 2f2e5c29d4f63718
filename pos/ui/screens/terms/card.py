"""How two versions look: which ones at the top, only what changed or all of it, and the clauses under them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.terms.sheet import TermsSheet
from pos.ui.screens.terms.view import TermsView, Version
from pos.ui.widgets.button import Button
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words


class VersionChooser(Panel):
    """One side: a version, the one before it, the one after it. `stepped` gives -1 or 1."""

    stepped = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__(flow="row", margin=8, gap=8)
        self.title, self.standing = Line("", "strong"), Line("", "small", tone="muted")
        self.title.setObjectName(f"terms-{name}-title")
        self.older, self.newer = Button("", "plain", sign="back"), Button("", "plain", sign="forward")
        self.older.setObjectName(f"terms-{name}-older")
        self.newer.setObjectName(f"terms-{name}-newer")
        self.older.clicked.connect(lambda: self.stepped.emit(-1))
        self.newer.clicked.connect(lambda: self.stepped.emit(1))
        text = QVBoxLayout()
        text.setSpacing(0)
        for line in (self.title, self.standing):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            text.addWidget(line)
        self.add(self.older)
        self.rows.addLayout(text, 1)
        self.add(self.newer)

    def show_version(self, version: Version, words: Words, *, side: str) -> None:
        """Say which one it is."""
        self.title.setText(version.title)
        self.standing.setText(version.standing)
        self.older.setEnabled(version.has_older)
        self.newer.setEnabled(version.has_newer)
        self.older.setAccessibleName(words(f"terms.{side}.older"))
        self.newer.setAccessibleName(words(f"terms.{side}.newer"))


class TermsCard(Panel):
    """`stepped_old` and `stepped_new` give -1 or 1."""

    stepped_old = Signal(int)
    stepped_new = Signal(int)
    filter_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=12)
        self.setObjectName("terms-panel")
        look = theme.current()
        self.setMinimumSize(look.px(940), look.px(690))
        self.title, self.summary = Label("", "title"), Label("", "body", right=True)
        self.summary.setObjectName("terms-summary")
        self.instead = Label("", "body", tone="muted", wraps=True)
        self.instead.setObjectName("terms-instead")
        self.instead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.old, self.new, self.sheet = VersionChooser("old"), VersionChooser("new"), TermsSheet()
        self.old.stepped.connect(self.stepped_old)
        self.new.stepped.connect(self.stepped_new)
        self.only = Chip(key="Enter")
        self.only.setObjectName("terms-only")
        self.only.clicked.connect(self.filter_pressed)
        self.away = Button("", "plain", key="Esc")
        self.away.setObjectName("terms-close")
        self.away.clicked.connect(self.close_pressed)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.summary, 1)
        self._sides = QWidget()
        sides = QHBoxLayout(self._sides)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(12)
        sides.addWidget(self.old, 1)
        sides.addWidget(self.new, 1)
        self.only.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.rows.addLayout(head)
        self.add(self._sides)
        self.add(self.sheet, self.instead, stretch=1)
        self.rows.addLayout(feet(self.away, self.only))

    def render(self, view: TermsView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw both versions, or what is said instead."""
        self.title.setText(words("terms.title"))
        self.summary.setText(view.summary)
        self.instead.setText(view.instead)
        self.away.set_words(words("key.close"))
        self.only.set_words(words("terms.only"))
        self.only.choose(view.only_changed)
        can_compare = view.old is not None and view.new is not None
        for widget in (self._sides, self.sheet, self.only):
            widget.setVisible(can_compare)
        self.instead.setVisible(not can_compare)
        if view.old is not None and view.new is not None:
            self.old.show_version(view.old, words, side="left")
            self.new.show_version(view.new, words, side="right")
            self.sheet.show_paragraphs(view.paragraphs, words)
