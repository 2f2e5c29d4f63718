"""How the blind count looks: a row for each denomination at the left, what was counted and the pad at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.drawer import DENOMINATIONS
from pos.ui import theme
from pos.ui.figures import won
from pos.ui.screens.closing.view import CountView
from pos.ui.screens.shift.row import CountRow
from pos.ui.widgets.beside import ON_PAGE, SidePanel, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.money import Money
from pos.ui.widgets.pad import NumericPad
from pos.ui.widgets.page import fill
from pos.ui.words import Words


class CountPage(QWidget):
    """`row_touched` gives the place of a denomination, `pressed` "next" or "back"."""

    row_touched = Signal(int)
    pad_touched = Signal(str)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        fill(self, beside(self._rows_side(), self._sum_side(), gap=ON_PAGE))

    def _rows_side(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self.title, self.purpose = Label("", "large"), Label("", "body", tone="muted", wraps=True)
        column.addWidget(self.title)
        column.addWidget(self.purpose)
        column.addSpacing(10)
        self.rows: list[CountRow] = []
        for place, denomination in enumerate(DENOMINATIONS):
            row = CountRow()
            row.setObjectName(f"closing-count-{denomination}")
            row.clicked.connect(lambda _=False, at=place: self.row_touched.emit(at))
            row.setMaximumHeight(72)
            column.addWidget(row, 1)
            self.rows.append(row)
        column.addStretch()
        return column

    def _sum_side(self) -> SidePanel:
        panel = SidePanel()
        self.caption, self.amount = Label("", "strong", tone="muted"), Money("large")
        self.amount.setObjectName("closing-counted")
        self.hint = Label("", "body", wraps=True)
        self.hint.setObjectName("closing-hint")
        self.hint.setMinimumHeight(theme.current().px(76))
        self.pad = NumericPad()
        self.pad.touched.connect(self.pad_touched)
        self.back = Button("", "quiet", key="Esc", font="body")
        self.back.setObjectName("closing-back")
        self.back.clicked.connect(lambda: self.pressed.emit("back"))
        self.next = Button("", "primary", key="Enter")
        self.next.setObjectName("closing-next")
        self.next.clicked.connect(lambda: self.pressed.emit("next"))
        panel.add(self.caption, self.amount, self.hint)
        panel.add(self.pad, stretch=1)
        panel.add(self.back, self.next)
        return panel

    def render(self, view: CountView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        language = words.language
        self.title.setText(words("closing.count.title_again" if view.is_again else "closing.count.title"))
        self.purpose.setText(words("closing.count.purpose_again" if view.is_again else "closing.count.purpose"))
        for row, one in zip(self.rows, view.rows, strict=True):
            amount = won(one.amount, language) if one.text else ""
            row.show_count(won(one.denomination, language), count=one.text, amount=amount, is_chosen=one.is_chosen)
        self.caption.setText(words("closing.counted"))
        self.amount.set_amount(view.total, language)
        chosen = view.chosen
        if chosen is not None:
            self.hint.setText(words("closing.count.how_many", denomination=won(chosen.denomination, language)))
        else:
            self.hint.setText(words("closing.count.sure" if view.is_said else "closing.count.nothing"))
        self.pad.setEnabled(chosen is not None and not view.is_writing)
        self.back.set_words(words("closing.count.as_it_was" if view.is_again else "closing.to_selling"))
        self.next.setEnabled(not view.is_writing)
        self.next.set_words(words(_next(view), amount=won(view.total, language)))


def _next(view: CountView) -> str:
    if view.is_writing:
        return "closing.count.writing"
    return "closing.count.next" if view.chosen is not None else "closing.count.commit"
