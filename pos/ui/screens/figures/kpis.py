"""The sums that stand large, side by side."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.figures.view import Kpi
from pos.ui.theme import Role
from pos.ui.widgets.label import Label
from pos.ui.widgets.line import Line
from pos.ui.widgets.panel import Panel

MOST = 5
_SIZES: tuple[Role, ...] = ("figure", "strong", "small", "tiny")


class Kpis(QWidget):
    """One panel a sum; how it changed stands under it."""

    def __init__(self) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self._cells = [_Cell() for _ in range(MOST)]
        for place, cell in enumerate(self._cells):
            across.addWidget(cell, 5 if place == 0 else 4)

    def show_sums(self, kpis: tuple[Kpi, ...]) -> None:
        """Show these."""
        for place, cell in enumerate(self._cells):
            cell.setVisible(place < len(kpis))
            if place < len(kpis):
                cell.show_sum(kpis[place])


class _Figure(Label):
    """A sum that is written smaller where there is little room, and never cut."""

    def sizeHint(self) -> QSize:
        return QSize(8, QFontMetrics(theme.current().font("figure")).height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, room = theme.current(), self.contentsRect()
        fonts = [look.font(role) for role in _SIZES]
        fitting = (font for font in fonts if QFontMetrics(font).horizontalAdvance(self.text()) <= room.width())
        painter = QPainter(self)
        painter.setFont(next(fitting, fonts[-1]))
        painter.setPen(self.palette().windowText().color())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.text())


class _Cell(Panel):
    def __init__(self) -> None:
        super().__init__(margin=10, gap=2)
        self._name, self._value = Line("", "tiny", tone="muted"), _Figure("", "figure")
        self._change = Line("", "tiny", tone="muted")
        self.add(self._name, self._value, self._change)

    def show_sum(self, kpi: Kpi) -> None:
        self._name.setText(kpi.name)
        self._value.setText(kpi.value)
        self._change.setText(kpi.change)
        self.setAccessibleName(" ".join(part for part in (kpi.name, kpi.value, kpi.change) if part))
