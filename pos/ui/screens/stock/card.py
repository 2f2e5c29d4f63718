"""How stock looks: first the search; then a product with what moved it at the left and the correction."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.find.panel import FindPanel
from pos.ui.screens.stock.correction import Correction
from pos.ui.screens.stock.view import Moved, StockView
from pos.ui.widgets.beside import ON_CARD, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.widgets.scroll import Scroll
from pos.ui.words import Words


class StockCard(Panel):
    """`page` is "find" or "product"."""

    correct_pressed = Signal()
    find_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("stock-panel")
        look = theme.current()
        self.setMinimumSize(look.px(920), look.px(660))
        self.title, self.hint = Label("", "title"), Label("", "small", tone="muted", wraps=True)
        self.search, self.correction = FindPanel(), Correction()
        self.search.field.setObjectName("stock-search")
        self.name = Label("", "title", wraps=True)
        self.estimate = Label("", "total")
        self.estimate.setObjectName("stock-estimate")
        self.as_of = Label("", "small", tone="muted", wraps=True)
        self.as_of.setObjectName("stock-as-of")
        self.message = Label("", "small", wraps=True)
        self.message.setObjectName("stock-message")
        self.history, self.nothing = Label("", "strong"), Label("", "body", tone="muted", wraps=True)
        self.correct, self.away = Button("", "primary", key="Enter"), Button("", "plain", key="Esc")
        self.correct.setObjectName("stock-correct")
        self.correct.clicked.connect(self.correct_pressed)
        self.away.setObjectName("stock-close")
        self.away.clicked.connect(self.close_pressed)
        self.again = Button("", "plain", key="F2", sign="search")
        self.again.setObjectName("stock-find")
        self.again.clicked.connect(self.find_pressed)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.search)
        self._pages.addWidget(self._product())
        self._lay_out()

    def _product(self) -> QWidget:
        page, left = QWidget(), QVBoxLayout()
        left.setSpacing(8)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (self.name, self.estimate, self.as_of, Rule(), self.history, self.nothing):
            left.addWidget(widget)
        left.addWidget(Scroll(self._grid), 1)
        self.correction.setFixedWidth(theme.current().px(430))
        page.setLayout(beside(left, self.correction, gap=ON_CARD))
        return page

    def _lay_out(self) -> None:
        self.add(self.title, self.hint)
        self.add(self._pages, stretch=1)
        self.add(self.message)
        self.rows.addLayout(feet(self.away, self.again, self.correct))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._pages.currentWidget() is self.search:
            self.search.field.setFocus()

    def show_find(self, words: Words) -> None:
        """The page of the search."""
        self._speak(words)
        self.hint.setText(words("stock.hint"))
        self._pages.setCurrentIndex(0)
        self.hint.show()
        self.message.hide()
        self.correct.hide()
        self.again.hide()

    def render(self, view: StockView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """The page of a product."""
        self._speak(words)
        self._pages.setCurrentIndex(1)
        self.hint.hide()
        self.again.show()
        self.name.setText(view.name)
        self.estimate.setText(view.estimate)
        self.estimate.setVisible(view.is_kept)
        self.as_of.setText(view.as_of)
        self.as_of.set_face("small" if view.is_kept else "body")
        self.history.setText(words("stock.history"))
        self.nothing.setText(words("stock.nothing_moved"))
        self.nothing.setVisible(not view.moved)
        self._show_moved(view.moved)
        self.correction.setVisible(view.is_kept)
        self.correction.render(view, words)
        text, is_bad = view.message
        self.message.setText(text)
        self.message.setVisible(view.is_kept)
        self.message.set_tone("danger" if is_bad else "ink")
        self.correct.setVisible(view.is_kept)
        self.correct.set_words(words("stock.writing" if view.is_writing else "stock.correct"))
        self.correct.setEnabled(view.can_correct)

    def _speak(self, words: Words) -> None:
        self.title.setText(words("stock.title"))
        self.away.set_words(words("stock.leave"))
        self.again.set_words(words("stock.find"))

    def _show_moved(self, moved: tuple[Moved, ...]) -> None:
        while old := self._grid.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for place, one in enumerate(moved):
            texts = (
                Label(one.when, "small", tone="muted"),
                Line(f"{one.what} · {one.who}", "small"),
                Label(one.change, "strong", right=True),
            )
            for column, text in enumerate(texts):
                self._grid.addWidget(text, place, column)
