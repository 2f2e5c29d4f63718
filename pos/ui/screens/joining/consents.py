"""What is agreed to: required and optional apart, nothing ticked beforehand, each with the way to its whole text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.ui.screens.joining.view import Agreement, JoiningView
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.widgets.tick import Tick
from pos.ui.words import Words


class _Row(QWidget):
    """A text to agree to."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.tick, self.read = Tick(), Button("", "plain", font="body")
        self.tick.setObjectName(f"joining-consent_{kind}")
        self.read.setObjectName(f"joining-read-{kind}")
        self.read.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.tick, 1)
        line.addWidget(self.read)

    def show_agreement(self, one: Agreement, words: Words, *, wrong: str) -> None:
        """Say what it is about."""
        version = words("joining.version", version=one.version)
        self.tick.show_state(one.title, version, ticked=one.is_given, wrong=wrong)
        self.read.set_words(words("joining.read"))
        self.read.setAccessibleName(words("joining.read_what", title=one.title))


class Consents(Scroll):
    """`ticked` and `read_pressed` give the kind of a text; `all_pressed`: everything that is required, nothing else."""

    ticked = Signal(str)
    read_pressed = Signal(str)
    all_pressed = Signal()

    def __init__(self) -> None:
        column = rows(gap=8, right=8)
        super().__init__(column)
        self._rows: dict[str, _Row] = {}
        self.required, self.optional = Label("", "strong"), Label("", "strong")
        self.why_required = Label("", "small", tone="muted", wraps=True)
        self.why_optional = Label("", "small", tone="muted", wraps=True)
        self.all = Button("", "plain", key="F8", font="body")
        self.all.setObjectName("joining-all")
        self.all.clicked.connect(self.all_pressed)
        head, names = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(8)
        names.setSpacing(0)
        names.addWidget(self.required)
        names.addWidget(self.why_required)
        head.addLayout(names, 1)
        head.addWidget(self.all)
        self._of_required, self._of_optional = QVBoxLayout(), QVBoxLayout()
        for part in (self._of_required, self._of_optional):
            part.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._of_required)
        column.addSpacing(10)
        column.addWidget(self.optional)
        column.addWidget(self.why_optional)
        column.addLayout(self._of_optional)
        column.addStretch(1)  # or what wraps would share out the room that is left

    @property
    def ticks(self) -> dict[str, Tick]:
        """The boxes by the place they have on the page, in order."""
        return {f"consent_{kind}": row.tick for kind, row in self._rows.items()}

    def render(self, view: JoiningView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show what there is to agree to."""
        self.required.setText(words("joining.required"))
        self.why_required.setText(words("joining.why_required"))
        self.optional.setText(words("joining.optional"))
        self.why_optional.setText(words("joining.why_optional"))
        self.all.set_words(words("joining.all"))
        for one in view.agreements:
            row = self._row(one)
            row.show_agreement(one, words, wrong=view.wrong.get(one.place, ""))

    def _row(self, one: Agreement) -> _Row:
        if one.kind not in self._rows:
            row = self._rows[one.kind] = _Row(one.kind)
            row.tick.clicked.connect(lambda _=False, kind=one.kind: self.ticked.emit(kind))
            row.read.clicked.connect(lambda _=False, kind=one.kind: self.read_pressed.emit(kind))
            (self._of_required if one.is_required else self._of_optional).addWidget(row)
        return self._rows[one.kind]
