"""What the customer gets back, at the side: how it is reckoned, which way it goes, what stays unpaid."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui.screens.returning.sums import Sum, Sums
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.words import Words


class SumsPanel(Panel):
    """Draws what it is told; it is not there before there is a sum."""

    def __init__(self) -> None:
        super().__init__("panel", margin=14, gap=6)
        self.setObjectName("return-sums")
        self.rule, self.swap = Rule(), Label("", "strong", wraps=True)
        self._list, self._ways = QVBoxLayout(), QVBoxLayout()
        for column in (self._list, self._ways):
            column.setSpacing(4)
        self.refund_name, self.refund = Label("", "strong"), Label("", "large", tone="accent", right=True)
        self.refund.setObjectName("return-refund")
        self.due, self.plan = Label("", "small", tone="muted", wraps=True), Label("", "small", wraps=True)
        self.due.setObjectName("return-due")
        self.plan.setObjectName("return-plan")
        self.red = Panel("error", margin=12)
        self.unpaid = Label("", "strong", tone="danger", wraps=True)
        self.unpaid.setObjectName("return-unpaid")
        self.red.add(self.unpaid)
        line = QHBoxLayout()
        line.addWidget(self.refund_name)
        line.addWidget(self.refund, 1)
        self.rows.addLayout(self._list)
        self.add(self.swap, self.rule)
        self.rows.addLayout(line)
        self.rows.addLayout(self._ways)
        self.add(self.due, self.plan, self.red)

    def render(self, sums: Sums, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the sums."""
        self.setVisible(bool(sums.lines or sums.swap))
        for widget in (self.rule, self.refund_name, self.refund):
            widget.setVisible(bool(sums.lines))
        _fill(self._list, sums.lines)
        _fill(self._ways, sums.ways)
        self.refund_name.setText(words("returning.sum.refund"))
        self.refund.setText(sums.refund)
        for label, text in (
            (self.swap, sums.swap),
            (self.due, sums.due),
            (self.plan, sums.plan),
            (self.unpaid, sums.unpaid),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.red.setVisible(bool(sums.unpaid))


def _fill(column: QVBoxLayout, sums: Iterable[Sum]) -> None:
    while old := column.takeAt(0):
        if widget := old.widget():
            widget.hide()
            widget.deleteLater()
    for one in sums:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Line(one.name, "small", tone=one.tone), 1)
        row.addWidget(Label(one.amount, "small", tone=one.tone, right=True))
        line.setAccessibleName(f"{one.name} {one.amount}")
        column.addWidget(line)
