"""How the reports look: the list at the left, the chosen one as a sheet of paper at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from pos.ui import theme
from pos.ui.screens.paid.screen import PaperScroll
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.screens.reports.view import Line, ReportsView
from pos.ui.widgets.beside import ON_CARD, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

WIDE, TALL = 940, 660


class ReportsCard(Panel):
    """`touched` gives the id of a row."""

    touched = Signal(str)
    print_pressed = Signal()
    save_pressed = Signal()
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=14)
        self.setObjectName("reports-panel")
        look = theme.current()
        self.setMinimumSize(look.px(WIDE), look.px(TALL))
        self.title = Label("", "title")
        self._rows = rows(gap=8, right=8)
        self._scroll = Scroll(self._rows)
        self._shown: tuple[Line, ...] = ()
        self.paper = PaperScroll()
        self.message = Label("", "body", tone="muted", wraps=True)
        self.message.setObjectName("reports-message")
        self.message.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.print, self.away = Button("", "primary", key="F12"), Button("", "plain", key="Esc")
        self.print.setObjectName("reports-print")
        self.print.clicked.connect(self.print_pressed)
        self.away.setObjectName("reports-close")
        self.away.clicked.connect(self.close_pressed)
        self.save = Button("", "plain", key="F11")
        self.save.setObjectName("reports-save")
        self.save.clicked.connect(self.save_pressed)
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._scroll, 1)
        left.addWidget(self.message)
        self.add(self.title)
        self.rows.addLayout(beside(left, self.paper, gap=ON_CARD), 1)
        self.rows.addLayout(feet(self.away, self.save, self.print))

    def turn(self, step: int) -> None:
        """A page of the paper up or down."""
        bar = self.paper.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())

    def render(self, view: ReportsView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("reports.title"))
        self.message.setText(view.message)
        self.message.setVisible(bool(view.message))
        self._show_rows(view)
        self.paper.setVisible(view.paper is not None)
        self.paper.sheet.show_document(view.paper)
        self.away.set_words(words("key.close"))
        self.print.set_words(words("reports.print.copy" if view.is_copy else "reports.print.now"))
        self.print.setEnabled(view.can_print)
        self.save.set_words(words("reports.save"))
        self.save.setEnabled(view.can_save)

    def _show_rows(self, view: ReportsView) -> None:
        if view.rows == self._shown:
            return
        self._shown = view.rows
        clear(self._rows)
        for one in view.rows:
            row = ChoiceRow(one.title, detail=one.detail, trailing=one.trailing)
            row.setObjectName(f"report-{one.id}")
            row.setCheckable(True)
            row.setChecked(one.is_chosen)
            row.setEnabled(one.is_open_to)
            row.clicked.connect(lambda _=False, chosen=one.id: self.touched.emit(chosen))
            self._rows.addWidget(row)
            if one.is_chosen:
                self._scroll.ensureWidgetVisible(row)
