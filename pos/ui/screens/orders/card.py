"""How the delivery orders look: the list at the left, the chosen one and what can be done about it at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from pos.ui import theme
from pos.ui.screens.orders.detail import DetailPanel
from pos.ui.screens.orders.view import OrdersView
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

WIDE, TALL = 940, 640
LIST = 400


class OrdersCard(Panel):
    """`order_touched` gives an order's id, `pressed` the name of a button."""

    order_touched = Signal(str)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("orders-panel")
        self.title, self.empty = Label("", "title"), Label("", "body", tone="muted", wraps=True)
        self.empty.setObjectName("orders-empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.detail = DetailPanel()
        self.detail.pressed.connect(self.pressed)
        self.away = Button("", "plain", key="Esc", font="body")
        self.away.setObjectName("orders-close")
        self.away.clicked.connect(lambda: self.pressed.emit("close"))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.away)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(self._scrolled())
        across.addWidget(self.detail, 1)
        self.rows.addLayout(head)
        self.add(self.empty, stretch=1)
        self.rows.addLayout(across, 1)

    def _scrolled(self) -> Scroll:
        self._list = rows(right=8)
        self._scroll = Scroll(self._list)
        self._scroll.setFixedWidth(theme.current().px(LIST))
        return self._scroll

    def render(self, view: OrdersView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        look, has_any = theme.current(), view.chosen is not None
        self.setMinimumSize(look.px(WIDE if has_any else 640), look.px(TALL if has_any else 280))
        self.title.setText(words("orders.title"))
        self.empty.setText(words("orders.empty"))
        self.empty.setVisible(not has_any)
        self._scroll.setVisible(has_any)
        self.detail.setVisible(has_any)
        self.away.set_words(words("key.close"))
        self.away.setEnabled(view.step != "cancelling")
        self.away.key = "Esc" if view.step == "looking" else ""
        self._render_rows(view)
        if view.chosen is not None:
            self.detail.show_order(view, view.chosen, words)

    def _render_rows(self, view: OrdersView) -> None:
        while old := self._list.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for order in view.orders:
            row = ChoiceRow(order.title, detail=order.detail, trailing=order.total)
            row.setObjectName(f"order-{order.id}")
            row.setCheckable(True)
            row.setChecked(order.is_chosen)
            row.setEnabled(view.step != "cancelling")
            row.clicked.connect(lambda _=False, sale=order.id: self.order_touched.emit(sale))
            self._list.addWidget(row)
            if order.is_chosen:
                self._scroll.ensureWidgetVisible(row)
