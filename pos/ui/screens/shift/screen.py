"""How opening a shift looks: what it is for and the count at the left, the amount and the pad at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.ui.figures import won
from pos.ui.screens.shift.row import CountRow
from pos.ui.screens.shift.view import DENOMINATIONS, ShiftView
from pos.ui.widgets.beside import ON_PAGE, SidePanel, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.money import Money
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.page import fill
from pos.ui.words import Words


class ShiftScreen(QWidget):
    """`row_touched` gives the place of a denomination."""

    row_touched = Signal(int)
    pad_touched = Signal(str)
    open_pressed = Signal()
    amount_touched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("shift")
        fill(self, beside(self._count_side(), self._amount_side(), gap=ON_PAGE))

    def _count_side(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self.title, self.purpose = Label("", "large"), Label("", "body", tone="muted", wraps=True)
        column.addWidget(self.title)
        column.addWidget(self.purpose)
        column.addSpacing(10)
        self.rows: list[CountRow] = []
        for place, denomination in enumerate(DENOMINATIONS):
            row = CountRow()
            row.setObjectName(f"count-{denomination}")
            row.clicked.connect(lambda _=False, at=place: self.row_touched.emit(at))
            row.setMaximumHeight(72)
            column.addWidget(row, 1)
            self.rows.append(row)
        column.addStretch()
        return column

    def _amount_side(self) -> SidePanel:
        panel = SidePanel()
        self.caption, self.amount = Label("", "strong", tone="muted"), Money("large")
        self.amount.setObjectName("float-amount")
        self.hint = Label("", "small", tone="muted", wraps=True, right=True)
        self.pad = NumericPad()
        self.pad.touched.connect(self.pad_touched)
        self.whole = Button("", "quiet", key="Esc", font="body")
        self.whole.setObjectName("float-whole")
        self.whole.clicked.connect(self.amount_touched)
        self.next = Button("", "primary", key="Enter")
        self.next.setObjectName("open-shift")
        self.next.clicked.connect(self.open_pressed)
        panel.add(self.caption, self.amount, self.hint)
        panel.add(self.pad, stretch=1)
        panel.add(self.whole, self.next)
        return panel

    def render(self, view: ShiftView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        language = words.language
        self.title.setText(words("shift.title"))
        self.purpose.setText(words("shift.purpose"))
        for row, count in zip(self.rows, view.counts, strict=True):
            amount = won(count.amount, language) if count.text else ""
            name = won(count.denomination, language)
            row.show_count(name, count=count.text, amount=amount, is_chosen=count.is_chosen)
        self.caption.setText(words("shift.float"))
        self.amount.set_amount(view.amount, language)
        self.hint.setText(words(_hint(view), denomination=_denomination(view, words)))
        self.whole.setVisible(view.chosen is not None)
        self.whole.set_words(words("shift.whole"))
        self.pad.setEnabled(not view.is_opening)
        self.next.setEnabled(not view.is_opening)
        self.next.set_words(self._primary(view, words))

    @staticmethod
    def _primary(view: ShiftView, words: Words) -> str:
        if view.is_opening:
            return words("shift.opening")
        if view.chosen is not None:
            return words("shift.next")
        return words("shift.open", amount=won(view.amount, words.language))


def _hint(view: ShiftView) -> str:
    if view.chosen is not None:
        return "shift.hint.count"
    return "shift.hint.counted" if view.is_counted else "shift.hint.amount"


def _denomination(view: ShiftView, words: Words) -> str:
    return won(view.chosen.denomination, words.language) if view.chosen else ""
