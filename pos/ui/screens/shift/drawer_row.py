"""The two drawers side by side: which one the float is in, and who uses the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos.ui.screens.shift.view import DrawerChoice
from pos.ui.widgets.row import ChoiceRow


class DrawerRow(QWidget):
    """`touched` gives the number of a drawer. Where there is nothing to choose it is not there."""

    touched = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self._rows: list[ChoiceRow] = []
        for number in (1, 2):
            row = ChoiceRow("")
            row.setObjectName(f"drawer-{number}")
            row.setCheckable(True)
            row.clicked.connect(lambda _=False, at=number: self.touched.emit(at))
            across.addWidget(row, 1)
            self._rows.append(row)

    def show_drawers(self, drawers: Sequence[DrawerChoice], *, is_opening: bool) -> None:
        """Show them; none where there is only one."""
        self.setVisible(bool(drawers))
        for row, one in zip(self._rows, drawers, strict=False):
            row.take(one.title, detail=one.detail)
            row.setChecked(one.is_chosen)
            row.setEnabled(one.is_open_to and not is_opening)
