"""One line of a sale that can come back: what it is, how many of it, what was paid, and whether it may."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from pos.ui import theme
from pos.ui.screens.returning.choosing import Place
from pos.ui.screens.returning.lines import Row
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel
from pos.ui.words import Words


class GoodsRow(Panel):
    """`touched` gives its place where the row itself was touched, `stepped` one more or one less."""

    touched = Signal(object)
    stepped = Signal(object, int)

    def __init__(self) -> None:
        super().__init__("panel", margin=10, gap=4)
        self.place: Place | None = None
        self.name, self.detail = Line("", "strong"), Line("", "small", tone="muted")
        self.own = Line("", "small", tone="accent")
        self.verdict = Label("", "small", wraps=True)
        self.amount = Label("", "figure", right=True)
        self.count = Label("", "figure")
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.setMinimumWidth(theme.current().px(34))
        self.less, self.more = Button("", "plain", sign="minus"), Button("", "plain", sign="plus")
        self.less.clicked.connect(lambda: self.stepped.emit(self.place, -1))
        self.more.clicked.connect(lambda: self.stepped.emit(self.place, 1))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._lay_out()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for line in (self.name, self.detail, self.own):
            texts.addWidget(line)
        self.amount.setMinimumWidth(theme.current().px(88))
        across = QHBoxLayout()
        across.setSpacing(6)
        across.addLayout(texts, 1)
        for widget in (self.less, self.count, self.more, self.amount):
            across.addWidget(widget)
        self.rows.addLayout(across)
        self.rows.addWidget(self.verdict)

    def take(self, row: Row, words: Words) -> None:
        """Show a row."""
        self.place = row.place
        self.setObjectName(f"return-row-{row.place.name}")
        self.set_role("marked" if row.is_marked else "panel")
        for label, text in ((self.name, row.name), (self.detail, row.detail), (self.own, row.said)):
            label.setText(text)
            label.setVisible(bool(text))
        self.verdict.setText(row.verdict)
        self.verdict.set_tone(row.tone)
        self.verdict.setVisible(bool(row.verdict))
        self.verdict.setObjectName(f"return-verdict-{row.place.name}")
        self.amount.setText(row.amount)
        self.count.setText(str(row.quantity))
        self.count.setObjectName(f"return-count-{row.place.name}")
        self.count.set_tone("accent" if row.quantity else "muted")
        self.less.setEnabled(row.quantity > 0)
        self.more.setEnabled(row.quantity < row.left)
        for button, name in ((self.less, "less"), (self.more, "more")):
            button.setObjectName(f"return-{name}-{row.place.name}")
            button.setAccessibleName(f"{row.name} {row.detail}: {words(f'returning.{name}')}")
        self.setAccessibleName(
            " ".join(part for part in (row.name, row.detail, str(row.quantity), row.verdict) if part)
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.touched.emit(self.place)
