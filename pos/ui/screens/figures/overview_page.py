"""At a glance: the sums and the pictures at the left, what stands out at the right, where it is seen first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pos.domain.sums.tables import Bars
from pos.ui.screens.figures.kpis import Kpis
from pos.ui.screens.figures.view import FiguresView, OddRow
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.bars import BarChart
from pos.ui.widgets.beside import SidePanel, beside
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

MOST_PICTURES = 5
SIDE = 356
TOP = Qt.AlignmentFlag.AlignTop


class OverviewPage(QWidget):
    """`odd_touched` gives the place of what stands out, `audit_pressed` leads to what is to be asked about,
    `agreement_pressed` to the days held against the mall's."""

    odd_touched = Signal(int)
    audit_pressed = Signal()
    agreement_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kpis = Kpis()
        self.charts = [BarChart() for _ in range(MOST_PICTURES)]
        for place, chart in enumerate(self.charts):
            chart.setObjectName(f"figures-chart-{place}")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._room = Scroll(self._grid)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.kpis)
        left.addWidget(self._room, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(beside(left, self._side(), gap=12))
        self._placed: tuple[str, ...] = ()

    def _side(self) -> SidePanel:
        side = SidePanel(wide=SIDE, margin=16, gap=10)
        self.odd_title, self.none = Label("", "strong"), Label("", "body", tone="muted", wraps=True)
        self.note = Label("", "tiny", tone="muted", wraps=True)
        self.none.setObjectName("figures-nothing-odd")
        self._odd = rows(gap=8, right=8)
        self._odd_scroll = Scroll(self._odd)
        self._shown: tuple[OddRow, ...] = ()
        self.questions = Button("", "primary", key="F11", font="body")
        self.questions.setObjectName("figures-questions")
        self.questions.clicked.connect(self.audit_pressed)
        self.agreement = Button("", "plain", key="F10", font="small")
        self.agreement.setObjectName("figures-agreement")
        self.agreement.clicked.connect(self.agreement_pressed)
        side.add(self.agreement, self.odd_title, self.questions, self.none)
        side.add(self._odd_scroll, stretch=1)
        side.add(self.note)
        return side

    def render(self, view: FiguresView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.kpis.show_sums(view.kpis)
        self._show_pictures(view.pictures, words)
        self.odd_title.setText(words("figures.unusual.title"))
        self.questions.set_words(view.questions)
        self.questions.setVisible(bool(view.questions))
        self.agreement.set_words(view.agreement)
        self.agreement.setVisible(bool(view.agreement))
        self.none.setText(words("figures.unusual.none"))
        stands_out = any(one.stands_out for one in view.odd)
        self.none.setVisible(not stands_out)
        self.note.setText(words("figures.unusual.note"))
        self.note.setVisible(stands_out)
        self._show_odd(view.odd)

    def turn(self, step: int) -> None:
        """The pictures up or down by half their room."""
        bar = self._room.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep() // 2)

    def _show_pictures(self, pictures: tuple[Bars, ...], words: Words) -> None:
        """Standing ones over the whole width, lying ones by two."""
        shapes = tuple(bars.shape for bars in pictures)
        if shapes != self._placed:
            self._placed = shapes
            self._place(shapes)
        for place, chart in enumerate(self.charts):
            chart.setVisible(place < len(pictures))
            if place < len(pictures):
                chart.render(pictures[place], words)

    def _place(self, shapes: tuple[str, ...]) -> None:
        row, column = 0, 0
        for place, shape in enumerate(shapes[:MOST_PICTURES]):
            self._grid.removeWidget(self.charts[place])
            if shape == "standing":
                self._grid.addWidget(self.charts[place], row, 0, 1, 2, TOP)
                row += 1
                continue
            is_alone = column == 0 and place == len(shapes) - 1
            self._grid.addWidget(self.charts[place], row, column, 1, 2 if is_alone else 1, TOP)
            row, column = (row + 1, 0) if column else (row, 1)
        for at in range(self._grid.rowCount()):
            self._grid.setRowStretch(at, 0)
        self._grid.setRowStretch(row + 1, 1)

    def _show_odd(self, odd: tuple[OddRow, ...]) -> None:
        if odd == self._shown:
            return
        self._shown = odd
        clear(self._odd)
        for place, one in enumerate(odd):
            row = ChoiceRow(one.title, detail=one.detail, trailing=one.trailing)
            row.setObjectName(f"figures-odd-{place}")
            row.set_marked(one.is_chosen)
            row.clicked.connect(lambda _=False, at=place: self.odd_touched.emit(at))
            self._odd.addWidget(row)
            if one.is_chosen and place:
                self._odd.activate()
                self._odd_scroll.ensureWidgetVisible(row)
