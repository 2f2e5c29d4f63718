"""How the Easy-Order card looks: why not here and how to join at the left, what the member has at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from pos.ui import theme
from pos.ui.screens.easy_orders.view import EasyOrdersView, Order
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


class EasyOrdersCard(Panel):
    """Signals are what the person did."""

    print_pressed = Signal()
    again_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("easy-orders-panel")
        look = theme.current()
        self.setMinimumSize(look.px(900), look.px(520))
        self.title = Label("", "title")
        self.away = Button("", "plain", key="Esc", font="body")
        self.away.setObjectName("easy-orders-close")
        self.away.clicked.connect(self.close_pressed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.away)
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addLayout(self._why_side(), 1)
        across.addWidget(self._member_side(), 1)
        self.rows.addLayout(head)
        self.rows.addLayout(across, 1)

    def _why_side(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        panel = Panel("warning", margin=18, gap=6)
        self.why, self.clause = Label("", "strong", tone="warning", wraps=True), Label("", "small", wraps=True)
        self.why.setObjectName("easy-orders-why")
        panel.add(self.why, self.clause)
        self.how = Label("", "strong")
        self.join = [Label("", "body", wraps=True) for _ in range(3)]
        self.note = Label("", "small", wraps=True)
        self.note.setObjectName("easy-orders-print-note")
        self.print = Button("", "primary", key="F12", sign="receipt")
        self.print.setObjectName("easy-orders-print")
        self.print.setMinimumHeight(theme.current().px(56))
        self.print.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.print.clicked.connect(self.print_pressed)
        column.addWidget(panel)
        column.addSpacing(6)
        for widget in (self.how, *self.join):
            column.addWidget(widget)
        column.addStretch()
        column.addWidget(self.note)
        column.addWidget(self.print)
        return column

    def _member_side(self) -> Panel:
        panel = Panel("panel", margin=20, gap=10)
        self.member = Label("", "strong")
        self.member.setObjectName("easy-orders-member")
        self.state = Label("", "body", wraps=True)
        self.state.setObjectName("easy-orders-state")
        self.again = Button("", "plain", key="Enter")
        self.again.setObjectName("easy-orders-again")
        self.again.clicked.connect(self.again_pressed)
        self._list = rows(gap=10, right=8)
        self._scroll = Scroll(self._list)
        panel.add(self.member, Rule(), self.state)
        panel.add(self._scroll, stretch=1)
        panel.rows.addStretch(0)
        panel.add(self.again)
        return panel

    def render(self, view: EasyOrdersView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("easy_orders.title"))
        self.away.set_words(words("key.close"))
        self.why.setText(view.why)
        self.clause.setText(view.clause)
        self.how.setText(words("easy_orders.how"))
        for label, text in zip(self.join, view.join, strict=True):
            label.setText(text)
        self.note.setText(view.print_note)
        self.note.setVisible(bool(view.print_note))
        self.print.set_words(words("easy_orders.print_slip"))
        self.print.setEnabled(view.can_print)
        self.member.setText(view.member)
        self.state.setText(view.state)
        self.state.setVisible(bool(view.state))
        self.state.set_tone("warning" if view.look in ("silent", "unknown") else "ink")
        self.again.set_words(words("easy_orders.again"))
        self.again.setVisible(view.look == "silent")
        self._render_orders(view.orders)

    def _render_orders(self, orders: tuple[Order, ...]) -> None:
        self._scroll.setVisible(bool(orders))
        while old := self._list.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for order in orders:
            self._list.addWidget(_block(order))


def _block(order: Order) -> Panel:
    block = Panel("inset", margin=16, gap=4)
    block.add(Label(order.ships, "title", wraps=True), Label(order.until, "body", wraps=True))
    block.add(Label(order.every, "small", wraps=True))
    for line in order.lines:
        block.add(Label(line, "small", wraps=True))
    block.setAccessibleName(" ".join((order.ships, order.until, order.every, *order.lines)))
    return block
