"""How it looks when goods are back: the cash as large as it can be, each way the money went, and what is still owed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.returning.result_view import ResultView
from pos.ui.widgets.button import Button
from pos.ui.widgets.fitting import Fitting
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.page import fill
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.words import Words


class ResultPage(QWidget):
    """`next_pressed` ends it, `owed_pressed` leads to what is owed, `copy_pressed` prints its receipt again."""

    next_pressed = Signal()
    owed_pressed = Signal()
    copy_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.code, self.caption, self.figure = Label("", "small", tone="muted"), Label("", "title"), Fitting()
        self.caption.setObjectName("return-caption")
        self.figure.setObjectName("return-figure")
        self.figure.set_tone("accent")
        self._parts = QVBoxLayout()
        self._parts.setSpacing(6)
        panel = Panel(margin=28, gap=8)
        panel.add(self.code, self.caption, self.figure, Rule())
        panel.rows.addLayout(self._parts)
        self.red, self.unpaid = Panel("error", margin=16), Label("", "strong", tone="danger", wraps=True)
        self.unpaid.setObjectName("return-left-unpaid")
        self.red.add(self.unpaid)
        self.open, self.owed = Panel("warning", margin=16), Label("", "strong", tone="warning", wraps=True)
        self.owed.setObjectName("return-owed")
        self.to_owed = Button("", "plain", key="F11", font="body")
        self.to_owed.setObjectName("return-to-owed")
        self.to_owed.clicked.connect(self.owed_pressed)
        self.open.add(self.owed, self.to_owed)
        self.copy = Button("", "plain", key="F12", font="body")
        self.copy.setObjectName("return-copy")
        self.copy.clicked.connect(self.copy_pressed)
        self.notes = Label("", "small", tone="muted", wraps=True)
        self.scan = Label("", "small", tone="muted")
        self.scan.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.next = Button("", "primary", key="Enter", font="title")
        self.next.setObjectName("return-next")
        self.next.setMinimumHeight(theme.current().px(72))
        self.next.clicked.connect(self.next_pressed)
        self._stack(column, panel)
        fill(self, column, narrowest=620)

    def _stack(self, column: QVBoxLayout, panel: Panel) -> None:
        for widget in (panel, self.red, self.open, self.copy, self.notes):
            column.addWidget(widget)
        column.addStretch()
        column.addWidget(self.scan)
        column.addWidget(self.next)

    def render(self, view: ResultView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show what became of it."""
        for label, text in ((self.code, view.code), (self.caption, view.caption), (self.figure, view.figure)):
            label.setText(text)
            label.setVisible(bool(text))
        self.figure.set_tone("danger" if view.has_owed else "accent")
        while old := self._parts.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for text in view.going:
            self._parts.addWidget(Label(text, "figure", wraps=True))
        for one in view.parts:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(Line(one.name, "body", tone=one.tone), 1)
            row.addWidget(Label(one.amount, "strong", tone=one.tone, right=True))
            line.setAccessibleName(f"{one.name} {one.amount}")
            self._parts.addWidget(line)
        self.unpaid.setText(view.unpaid)
        self.red.setVisible(bool(view.unpaid))
        self.owed.setText(view.owed)
        self.open.setVisible(view.has_owed)
        self.to_owed.set_words(words("returning.done.to_owed"))
        self.notes.setText("\n".join(view.notes))
        self.notes.setVisible(bool(view.notes))
        self.scan.setText(words("paid.scan"))
        self.next.set_words(words("returning.main.busy" if view.is_busy else "returning.done.next"))
        self.next.setEnabled(not view.is_busy)
        self.copy.set_words(words("returning.done.copy"))
        self.copy.setEnabled(not view.is_busy)
