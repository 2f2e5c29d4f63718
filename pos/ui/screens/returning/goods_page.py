"""How a return in hand looks: the sale's lines at the left, why and what it comes to at the right, actions below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui.find.panel import FindPanel
from pos.ui.screens.returning.goods_row import GoodsRow
from pos.ui.screens.returning.lines import Row
from pos.ui.screens.returning.sums_panel import SumsPanel
from pos.ui.screens.returning.view import GoodsView
from pos.ui.screens.returning.why_panel import WhyPanel
from pos.ui.widgets.button import Button
from pos.ui.widgets.foot import Foot, FootButton, put_on_foot, shares
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

_FOOT = (
    FootButton("back", "quiet", "Esc"),
    FootButton("undo", "quiet", sign="undo"),
    FootButton("claim", "plain", "F11"),
    FootButton("exchange", "plain", "F5"),
    FootButton("done", "primary", "Enter"),
)


class GoodsPage(QWidget):
    """`pressed` gives the name of a button: back, undo, claim, exchange, done, all, find, warranty."""

    pressed = Signal(str)
    row_touched = Signal(object)
    row_stepped = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self.title, self.detail = Line("", "strong"), Line("", "small", tone="muted")
        self.title.setObjectName("return-receipt")
        self.sure = Label("", "small", wraps=True)
        self.sure.setObjectName("return-sure")
        self.everything, self.seek = (
            Button("", "plain", key="/", font="body"),
            Button("", "plain", key="F2", sign="search"),
        )
        self._rows: list[GoodsRow] = []
        self._list = rows(gap=6)
        self._area = Scroll(self._list)
        self.empty = Label("", "title", tone="muted", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.search = FindPanel()
        self.search.field.setObjectName("return-search")
        self.search.hide()
        self.why, self.sums = WhyPanel(), SumsPanel()
        self.warning, self.trouble = Panel("warning", margin=12), Panel("error", margin=12)
        self.need, self.told = (
            Label("", "strong", tone="warning", wraps=True),
            Label("", "strong", tone="danger", wraps=True),
        )
        self.need.setObjectName("return-need")
        self.warranty = Button("", "plain", key="F8", font="body")
        foot = Foot("return", _FOOT)
        foot.pressed.connect(self.pressed)
        foot.widen("done", least=220)
        self.buttons = foot.buttons
        for name, button in (("all", self.everything), ("find", self.seek), ("warranty", self.warranty)):
            button.setObjectName(f"return-{name}")
            button.clicked.connect(lambda _=False, pressed=name: self.pressed.emit(pressed))
        put_on_foot(self, shares((self._left(), 55), (self._right(), 45)), foot)

    def _left(self) -> QWidget:
        left = Panel("panel", margin=0, gap=0)
        head = QWidget()
        across = QHBoxLayout(head)
        across.setContentsMargins(16, 10, 12, 10)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self.title, self.detail, self.sure):
            texts.addWidget(label)
        across.addLayout(texts, 1)
        across.addWidget(self.everything)
        across.addWidget(self.seek)
        left.add(head, Rule())
        within = QVBoxLayout()
        within.setContentsMargins(8, 8, 8, 8)
        within.addWidget(self.empty, 1)
        within.addWidget(self._area, 1)
        left.rows.addLayout(within, 1)
        return left

    def _right(self) -> QWidget:
        right = QWidget()
        whole = QVBoxLayout(right)
        whole.setContentsMargins(0, 0, 0, 0)
        column = rows(gap=10)
        self.warning.add(self.need)
        self.trouble.add(self.told)
        for widget in (self.why, self.warning, self.trouble, self.warranty, self.sums):
            column.addWidget(widget)
        self.side = Scroll(column)
        whole.addWidget(self.search, 1)
        whole.addWidget(self.side, 1)
        return right

    def show_search(self, shown: bool) -> None:
        """The search for a product instead of why."""
        self.search.setVisible(shown)
        self.side.setVisible(not shown)

    def render(self, view: GoodsView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the return as it stands."""
        self.title.setText(view.head.title)
        self.detail.setText(view.head.detail)
        self.sure.setText(view.head.sure)
        self.sure.set_tone(view.head.tone)
        self.sure.setVisible(bool(view.head.sure))
        self.everything.setVisible(not view.is_unproven)
        self.everything.set_words(words("returning.all"))
        self.seek.setVisible(view.is_unproven)
        self.seek.set_words(words("find.open"))
        self.empty.setText(words("returning.name_products"))
        self.empty.setVisible(not view.rows)
        self._area.setVisible(bool(view.rows))
        self._show_rows(view.rows, words)
        self.why.render(view, words)
        self.need.setText(view.need)
        self.warning.setVisible(bool(view.need))
        self.told.setText(view.trouble)
        self.trouble.setVisible(bool(view.trouble))
        self.warranty.setVisible(bool(view.warranty))
        self.warranty.set_words(words("returning.warranty"))
        self.sums.render(view.sums, words)
        self._show_buttons(view, words)

    def _show_rows(self, shown: Sequence[Row], words: Words) -> None:
        while len(self._rows) < len(shown):
            row = GoodsRow()
            row.touched.connect(self.row_touched)
            row.stepped.connect(self.row_stepped)
            self._rows.append(row)
            self._list.addWidget(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(shown))
            if place < len(shown):
                row.take(shown[place], words)
                if shown[place].is_marked:
                    self._area.ensureWidgetVisible(row, 0, 8)

    def _show_buttons(self, view: GoodsView, words: Words) -> None:
        for name in ("back", "undo", "claim", "exchange"):
            self.buttons[name].set_words(words(f"returning.{name}"))
        self.buttons["undo"].setEnabled(view.can_undo)
        self.buttons["claim"].setVisible(view.can_claim)
        self.buttons["exchange"].setEnabled(view.can_exchange)
        self.buttons["exchange"].setVisible(not view.is_unproven)
        self.buttons["done"].set_words(view.main.text)
        self.buttons["done"].setEnabled(view.main.can_press)
