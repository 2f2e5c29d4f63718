"""Keys side by side in as many columns as fit, to scroll with a finger."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QScroller, QWidget

from pos.ui import theme

GAP = 8


class KeyGrid(QScrollArea):
    """Lays widgets out in rows; `narrowest` is how wide a column is at least."""

    def __init__(self, *, narrowest: int) -> None:
        super().__init__()
        self._narrowest, self._columns = narrowest, 0
        self._keys: tuple[QWidget, ...] = ()
        self._canvas = QWidget()
        self._canvas.setObjectName("canvas")
        self._grid = QGridLayout(self._canvas)
        self._grid.setContentsMargins(0, 0, 4, 0)
        self._grid.setSpacing(GAP)
        self.setWidget(self._canvas)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def take(self, keys: Sequence[QWidget]) -> None:
        """Show these and no others."""
        for old in self._keys:
            old.hide()
            old.deleteLater()
        self._keys = tuple(keys)
        self._columns = 0
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        columns = max(2, self.viewport().width() // theme.current().px(self._narrowest))
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        while self._grid.takeAt(0):
            pass
        for at, key in enumerate(self._keys):
            self._grid.addWidget(key, at // columns, at % columns)
        self._grid.setRowStretch(len(self._keys) // columns + 1, 1)
