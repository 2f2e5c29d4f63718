"""The left half of the sale screen: the basket, what was typed, and the buttons for the selected line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.exchange.strip import ExchangeRow
from pos.ui.screens.exchange.view import ExchangeStrip
from pos.ui.screens.sale.basket_list import BasketList
from pos.ui.screens.sale.strips import Strips
from pos.ui.screens.sale.view import SaleView
from pos.ui.screens.sale.whose import Whose
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.words import Words

_TOOLS = (
    ("less", "minus"),
    ("more", "plus"),
    ("quantity", ""),
    ("options", ""),
    ("void", "bin"),
    ("undo", "undo"),
)


class BasketPanel(Panel):
    """`tool_pressed` gives the name of the button: less, more, quantity, options, void, undo."""

    tool_pressed = Signal(str)
    nearly_pressed = Signal()
    back_pressed = Signal()

    def __init__(self) -> None:
        super().__init__("panel", margin=0, gap=0)
        self.title, self.content = Label("", "strong"), Label("", "small", tone="muted")
        self.typed = Label("", "figure", tone="accent")
        self.typed.setObjectName("typed")
        self.list = BasketList()
        self.empty, self.last = Label("", "title", tone="muted", wraps=True), Label("", "body", wraps=True)
        self.last.setObjectName("last-sale")
        self.pages = QStackedWidget()
        self.pages.addWidget(self._nothing())
        self.pages.addWidget(self.list)
        self.tools = {name: self._tool(name, sign) for name, sign in _TOOLS}
        top = QWidget()
        top.setFixedHeight(theme.current().px(48))  # the same whether something was typed or not
        head = QHBoxLayout(top)
        head.setContentsMargins(20, 0, 8, 0)
        head.addWidget(self.title)
        head.addSpacing(8)
        head.addWidget(self.content)
        head.addStretch()
        head.addWidget(self.typed)
        self.goods_back = Button("", "quiet", key="F7", sign="return", font="body")
        self.goods_back.setObjectName("open-return")
        self.goods_back.clicked.connect(self.back_pressed)
        head.addWidget(self.goods_back)
        self.strips, self.exchange = Strips(), ExchangeRow()
        self.nearly = Button("", "plain", key="→", sign="plus", font="strong")
        self.nearly.setObjectName("nearly")
        self.nearly.setMinimumWidth(10)
        self.nearly.clicked.connect(self.nearly_pressed)
        self.nearly.hide()
        self.add(top, Rule(), self.strips, self.exchange)
        self.rows.addWidget(self.pages, 1)
        below = QHBoxLayout()
        below.setContentsMargins(10, 4, 10, 4)
        below.addWidget(self.nearly, 1)
        self.rows.addLayout(below)
        self.add(Rule(), self._strip())

    def _nothing(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 16, 32, 16)
        column.addStretch()
        for label in (self.empty, self.last):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.empty)
        column.addStretch()
        column.addWidget(self.last)
        return page

    def _tool(self, name: str, sign: str) -> Button:
        button = Button("", "quiet", sign=sign, font="body")
        button.setObjectName(f"tool-{name}")
        button.clicked.connect(lambda: self.tool_pressed.emit(name))
        return button

    def _strip(self) -> QWidget:
        strip = QWidget()
        line = QHBoxLayout(strip)
        line.setContentsMargins(10, 6, 10, 6)
        line.setSpacing(4)
        for name, button in self.tools.items():
            if name == "undo":
                line.addStretch()
            line.addWidget(button)
        return strip

    def render(self, view: SaleView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the rows, and which of the buttons mean anything now."""
        self.list.take(view, words)
        self.pages.setCurrentIndex(1 if view.rows else 0)
        self.content.setText(view.content)
        self.last.setText(view.last_sale)
        key = "sale.times" if view.is_multiplier else "sale.typed"
        self.typed.setText(words(key, count=view.entry, text=view.entry) if view.entry else "")
        has_line, has_row = view.selected is not None, view.selected is not None or view.chosen is not None
        means = {"void": has_row, "undo": view.can_undo}
        for name, button in self.tools.items():
            button.setEnabled(means.get(name, has_line))

    def show_exchange(self, strip: ExchangeStrip | None) -> None:
        """Show what comes back for the basket's goods."""
        self.exchange.show_exchange(strip)

    def show_whose(self, whose: Whose, words: Words) -> None:
        """Show whose basket it is, where it goes, and what is nearly reached."""
        self.strips.render(whose.member, whose.parcel, words)
        if whose.nearly is not None:
            self.nearly.set_words(words("benefits.nearly_add", offer=whose.nearly.text))
        self.nearly.setVisible(whose.nearly is not None)

    def speak(self, words: Words) -> None:
        """Say what does not change with the basket."""
        self.title.setText(words("sale.basket"))
        self.goods_back.set_words(words("returning.open"))
        self.empty.setText(words("sale.empty"))
        for name, button in self.tools.items():
            is_named = name not in ("less", "more")
            button.set_words(words(f"sale.{name}") if is_named else "")
            button.setAccessibleName(words(f"sale.{name}"))
