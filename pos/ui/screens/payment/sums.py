"""The left half of the payment screen: what it came to, what was paid of it, what is still due."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui.screens.payment.items import ItemList
from pos.ui.screens.payment.view import Part, PaymentView
from pos.ui.widgets.fitting import Fitting
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.words import Words


class SumsPanel(Panel):
    """Figures in one column, the one that matters largest."""

    def __init__(self) -> None:
        super().__init__("panel", margin=24, gap=10)
        self.total_name, self.total = Label("", "body", tone="muted"), Label("", "figure", right=True)
        self.items = ItemList()
        self.rows.addWidget(self.items, 1)
        self.add(Rule())
        line = QHBoxLayout()
        line.addWidget(self.total_name)
        line.addStretch()
        line.addWidget(self.total)
        self.rows.addLayout(line)
        self._parts: tuple[Part, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.rows.addLayout(self._list)
        self.receipt = Label("", "small", tone="muted", wraps=True)
        self.receipt.setObjectName("cash-receipt")
        self.add(self.receipt, Rule())
        self.due_name, self.due = Label("", "strong"), Fitting(right=True)
        self.due.setObjectName("due")
        self.add(self.due_name, self.due)

    def render(self, view: PaymentView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the sums."""
        self.items.take(view.items, more=words("payment.more_items"))
        self.total_name.setText(words("sale.total"))
        self.total.setText(view.total)
        self.due_name.setText(words(_due_name(view)))
        self.due.setText(view.due)
        self.receipt.setText(view.receipt_line)
        self.receipt.setVisible(bool(view.receipt_line))
        if view.parts != self._parts:
            self._parts = view.parts
            self._show_parts()

    def _show_parts(self) -> None:
        while old := self._list.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for part in self._parts:
            self._list.addWidget(_part_row(part))


def _due_name(view: PaymentView) -> str:
    if view.gives_back:
        return "payment.to_give_back"
    return "payment.still_due" if view.parts else "payment.due"


def _part_row(part: Part) -> QWidget:
    row = Panel("inset", flow="row", margin=12, gap=10)
    row.setObjectName("part")
    row.setAccessibleName(f"{part.kind} {part.amount}")
    row.add(Label(part.kind, "strong"))
    row.add(Line(part.detail, "small", tone="muted"), stretch=1)
    row.add(Label(f"-{part.amount}", "figure", right=True))
    return row
