"""How ringing up looks: basket left, favourites or search right, what it comes to below. It shows a view, no more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.find.panel import FindPanel
from pos.ui.screens.sale.basket_panel import BasketPanel
from pos.ui.screens.sale.view import Chip, Key, SaleView
from pos.ui.widgets.button import Button
from pos.ui.widgets.fitting import Fitting
from pos.ui.widgets.foot import TALL, put_on_foot, shares
from pos.ui.widgets.grid import KeyGrid
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.product_key import ProductKey
from pos.ui.widgets.quantity import QuantityPanel
from pos.ui.words import Words

_TABS = (("member", "F3", "member"), ("benefits", "F8", "benefit"), ("delivery", "/", "parcel"))


class SaleScreen(QWidget):
    """Signals are what the person did."""

    find_pressed = Signal()
    product_pressed = Signal(str)
    chip_pressed = Signal(str)
    hold_pressed = Signal()
    recall_pressed = Signal()
    cash_pressed = Signal()
    card_pressed = Signal()
    pay_pressed = Signal()
    tab_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sale")
        self.basket = BasketPanel()
        self.search, self.quantity = FindPanel(), QuantityPanel()
        self.open_find = Button("", "plain", key="F2", sign="search", font="body")
        self.open_find.setObjectName("open-find")
        self.open_find.clicked.connect(self.find_pressed)
        self.keys = KeyGrid(narrowest=138)
        self.side = QStackedWidget()
        self._places: dict[str, int] = {}
        for name, page in (("keys", self._favourites()), ("find", self.search), ("quantity", self.quantity)):
            self.add_side(name, page)
        self.tabs = {name: self._tab(name, key, sign) for name, key, sign in _TABS}
        self.total_name = Label("", "body", tone="muted")
        self.total, self.vat = Fitting(), Label("", "small", tone="muted")
        self.sums = Label("", "small")
        self.sums.setObjectName("sums")
        self.vat.setObjectName("vat")
        self.total.setObjectName("total")
        self.block = Line("", "strong", tone="danger", right=True)
        self.block.setObjectName("block")
        self.cash = Button("", "plain", key="F9")
        self.card = Button("", "plain", key="F10")
        self.pay = Button("", "primary", key="Enter", font="title")
        self._lay_out()

    # --- layout ---

    def _lay_out(self) -> None:
        middle = shares()
        left = QVBoxLayout()
        left.setSpacing(10)
        self.chips = QWidget()
        self._chips = QHBoxLayout(self.chips)
        self._chips.setContentsMargins(0, 0, 0, 0)
        self._chips.setSpacing(8)
        self.chips.hide()
        left.addWidget(self.chips)
        left.addWidget(self.basket, 1)
        middle.addLayout(left, 57)
        right = QWidget()
        middle.addWidget(right, 43)
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        for tab in self.tabs.values():
            row.addWidget(tab, 1)
        beside.addLayout(row)
        beside.addWidget(self.side, 1)
        for widget in (self.basket, right):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        put_on_foot(self, middle, self._foot())

    def _tab(self, name: str, key: str, sign: str) -> Button:
        tab = Button("", "plain", key=key, sign=sign, font="body")
        tab.setObjectName(f"tab-{name}")
        tab.setCheckable(True)
        tab.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tab.clicked.connect(lambda: self._pressed(name))
        return tab

    def _pressed(self, name: str) -> None:
        self._mark_tabs()
        self.tab_pressed.emit(name)

    def _favourites(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.hold, self.recall = Button("", "plain", key="F4", font="body"), Button("", "plain", key="F5", font="body")
        self.hold.setObjectName("hold")
        self.hold.clicked.connect(self.hold_pressed)
        self.recall.setObjectName("recall")
        self.recall.clicked.connect(self.recall_pressed)
        self.open_find.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line.addWidget(self.open_find, 1)
        line.addWidget(self.hold)
        line.addWidget(self.recall)
        column.addLayout(line)
        column.addWidget(self.keys, 1)
        return page

    def _foot(self) -> QWidget:
        foot = Panel("foot", margin=0)
        foot.rows.setContentsMargins(20, 8, 16, 12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        words = QHBoxLayout()
        words.addWidget(self.total_name)
        words.addSpacing(10)
        words.addWidget(self.sums)
        words.addSpacing(10)
        words.addWidget(self.vat)
        words.addSpacing(24)
        words.addWidget(self.block, 1)
        grid.addLayout(words, 0, 0, 1, 4)
        grid.addWidget(self.total, 1, 0)
        buttons = (("cash", self.cash, self.cash_pressed), ("card", self.card, self.card_pressed))
        for place, (name, button, signal) in enumerate((*buttons, ("pay", self.pay, self.pay_pressed))):
            button.setObjectName(name)
            button.clicked.connect(signal)
            button.setMinimumHeight(theme.current().px(TALL))
            grid.addWidget(button, 1, 1 + place)
        self.pay.setMinimumWidth(theme.current().px(150))
        self.pay.setMaximumWidth(theme.current().px(320))
        self.pay.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        grid.setColumnStretch(3, 1)
        grid.setColumnStretch(0, 2)
        foot.rows.addLayout(grid)
        return foot

    # --- what is seen ---

    def render(self, view: SaleView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the basket and what it comes to."""
        self.basket.render(view, words)
        self.total.setText(view.total)
        self.vat.setText(view.vat)
        self.sums.setText(view.sums)
        self.sums.setVisible(bool(view.sums))
        self.block.setText(view.block)
        for button in (self.cash, self.card, self.pay):
            button.setEnabled(view.can_pay)
        self.hold.setEnabled(view.can_hold)

    def speak(self, words: Words) -> None:
        """Say everything that does not change with the basket."""
        self.total_name.setText(words("sale.total"))
        self.cash.set_words(words("sale.cash"), words("sale.cash_exact"))
        self.card.set_words(words("sale.card"), words("sale.card_all"))
        self.pay.set_words(words("sale.pay"))
        self.open_find.set_words(words("find.open"))
        self.hold.set_words(words("sale.hold"))
        for name, tab in self.tabs.items():
            tab.set_words(words(f"{name}.open" if name != "delivery" else "sale.deliver"))
        self.recall.set_words(words("sale.recall_short"))
        self.quantity.question.setText(words("sale.new_quantity"))
        self.quantity.take_it.set_words(words("sale.take_quantity"))
        self.quantity.back.set_words(words("sale.back"))
        self.basket.speak(words)

    def show_keys(self, keys: Sequence[Key]) -> None:
        """Show the favourites."""
        made = []
        for key in keys:
            button = ProductKey(name=key.name, price=key.price, colour=key.colour)
            button.setObjectName(f"product-{key.code}")
            button.clicked.connect(lambda _=False, code=key.code: self.product_pressed.emit(code))
            made.append(button)
        self.keys.take(made)

    def show_chips(self, chips: Sequence[Chip], words: Words) -> None:
        """Show the held baskets; as many as there is room for, the recall panel has all of them."""
        while old := self._chips.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for chip in chips[:3]:
            button = Button(f"{chip.time}  {chip.total}", "plain", sign="hold", font="body")
            button.set_words(button.text(), chip.first)
            button.setObjectName(f"chip-{chip.id}")
            told = words("sale.held_since", time=chip.time, first=chip.first, total=chip.total)
            button.setAccessibleName(told)
            button.setMinimumWidth(10)
            button.setMaximumWidth(theme.current().px(260))
            button.clicked.connect(lambda _=False, basket=chip.id: self.chip_pressed.emit(basket))
            self._chips.addWidget(button, 1)
        self._chips.addStretch()
        self.chips.setVisible(bool(chips))

    def add_side(self, name: str, page: QWidget) -> None:
        """Something that can stand at the right."""
        self._places[name] = self.side.addWidget(page)

    def show_side(self, name: str) -> None:
        """What stands at the right."""
        self.side.setCurrentIndex(self._places[name])
        self._mark_tabs()

    def _mark_tabs(self) -> None:
        for name, tab in self.tabs.items():
            tab.setChecked(self._places.get(name) == self.side.currentIndex())
