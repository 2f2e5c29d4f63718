"""How the result looks: what the drawer should hold, what was counted, the difference, why perhaps, what stays open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos.ui.screens.closing.view import Left, ResultView
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.beside import ON_PAGE, SidePanel, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.fitting import Fitting
from pos.ui.widgets.label import Label
from pos.ui.widgets.page import fill
from pos.ui.widgets.panel import Panel, Rule
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


class ResultPage(QWidget):
    """`left_touched` gives the panel of what stays open, `pressed` "close", "recount" or "back"."""

    left_touched = Signal(str)
    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", "large")
        self.difference = Fitting()
        self.difference.setObjectName("closing-difference")
        self.causes_title, self.left_title = Label("", "strong"), Label("", "strong")
        self.nothing_left = Label("", "body", tone="muted", wraps=True)
        self.second = Label("", "body", tone="warning", wraps=True)
        self.second.setObjectName("closing-second")
        self.recount, self.back = Button("", "plain", key="F6"), Button("", "quiet", key="Esc", font="body")
        self.close_it = Button("", "primary", key="Enter")
        for name, button in (("recount", self.recount), ("back", self.back), ("close", self.close_it)):
            button.setObjectName(f"closing-{name}" if name != "back" else "closing-result-back")
            button.clicked.connect(lambda _=False, verb=name: self.pressed.emit(verb))
        fill(self, beside(self._figures_side(), self._left_side(), gap=ON_PAGE))

    def _figures_side(self) -> QVBoxLayout:
        column, figures = QVBoxLayout(), Panel(margin=24, gap=10)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setVerticalSpacing(8)
        figures.rows.addLayout(self._grid)
        figures.add(Rule(), self.difference)
        self._causes = rows(gap=12)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(figures)
        column.addWidget(self.causes_title)
        column.addWidget(Scroll(self._causes), 1)
        return column

    def _left_side(self) -> SidePanel:
        panel = SidePanel(gap=12)
        self._left = rows(gap=8)
        panel.add(self.left_title, self.nothing_left)
        panel.add(Scroll(self._left), stretch=1)
        panel.add(self.second, self.back, self.recount, self.close_it)
        return panel

    def render(self, view: ResultView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("closing.result.title"))
        clear(self._grid)
        for place, (name, amount) in enumerate(view.figures):
            self._grid.addWidget(Label(name, "body", tone="muted"), place, 0)
            self._grid.addWidget(Label(amount, "large", right=True), place, 1)
        self.difference.setText(view.difference)
        self.difference.set_tone(view.tone)
        self.causes_title.setText(words(_causes(view)))
        self.causes_title.setVisible(view.tone != "accent")
        self._show_causes(view)
        self.left_title.setText(words("closing.result.left"))
        self.nothing_left.setText(words("closing.result.nothing_left"))
        self.nothing_left.setVisible(not view.left)
        clear(self._left)
        for one in view.left:
            self._left.addWidget(self._row(one))
        self.second.setText(words("closing.result.second"))
        self.second.setVisible(view.needs_second)
        self.back.set_words(words("closing.to_selling"))
        self.recount.set_words(words("closing.result.recount"))
        self.recount.setVisible(view.can_recount)
        self.close_it.set_words(words("closing.result.closing" if view.is_writing else _close(view)))
        self.close_it.setEnabled(not view.is_writing)

    def _show_causes(self, view: ResultView) -> None:
        clear(self._causes)
        for place, (cause, check) in enumerate(view.causes, start=1):
            told = Panel("inset", margin=14, gap=4)
            title = Label(f"{place}. {cause}", "strong", wraps=True)
            title.setObjectName(f"closing-cause-{place}")
            told.add(title, Label(check, "body", tone="muted", wraps=True))
            self._causes.addWidget(told)

    def _row(self, one: Left) -> ChoiceRow:
        row = ChoiceRow(f"{one.key}  {one.title}", detail=one.detail)
        row.setObjectName(f"closing-open-{one.panel}")
        row.clicked.connect(lambda: self.left_touched.emit(one.panel))
        return row


def _close(view: ResultView) -> str:
    return "closing.result.ask" if view.needs_second else "closing.result.close"


def _causes(view: ResultView) -> str:
    if view.causes:
        return "closing.result.causes"
    return "closing.result.no_cause" if view.can_recount else "closing.result.no_cause_twice"
