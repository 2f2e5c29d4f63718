"""A table of figures to be read: by eyes, by fingers, and by a screen reader cell by cell. Nothing in it is edited."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem

from pos.domain.sums.tables import Cell, Kind, Table
from pos.ui import theme
from pos.ui.figures import clock, day
from pos.ui.words import Words

ROW, TOUCH_ROW, HEAD = 34, 52, 40
_NUMBERS = ("won", "count", "percent")


class FigureTable(QTableWidget):
    """`row_touched` gives the number of a row, where rows are for touching (`is_choosing`)."""

    row_touched = Signal(int)

    def __init__(self, *, is_choosing: bool = False) -> None:
        super().__init__()
        self._is_choosing = is_choosing
        self._shown: tuple[Table, str] | None = None
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.SingleSelection if is_choosing else mode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_choosing else Qt.FocusPolicy.TabFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.current().px(TOUCH_ROW if is_choosing else ROW))
        self.horizontalHeader().setSectionsClickable(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.cellClicked.connect(lambda row, _: self.row_touched.emit(row) if is_choosing else None)

    def render(self, table: Table, words: Words, *, chosen: int = -1) -> None:  # type: ignore[override]  # not Qt's
        """Show it, as tall as it is."""
        if self._shown != (table, words.language):
            self._shown = (table, words.language)
            self._fill(table, words)
        if self._is_choosing and 0 <= chosen < self.rowCount():
            self.selectRow(chosen)

    def _fill(self, table: Table, words: Words) -> None:
        look = theme.current()
        self.setAccessibleName(table.title)
        self.clear()
        self.setRowCount(len(table.rows))
        self.setColumnCount(len(table.columns))
        for at, column in enumerate(table.columns):
            heading = QTableWidgetItem(column.title)
            heading.setTextAlignment(_side(column.kind))
            heading.setFont(look.font("tiny"))
            self.setHorizontalHeaderItem(at, heading)
        for line, row in enumerate(table.rows):
            for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                item = QTableWidgetItem(told(cell, column.kind, words))
                item.setTextAlignment(_side(column.kind))
                item.setFont(look.font("body" if self._is_choosing else "small"))
                self.setItem(line, at, item)
        header = self.horizontalHeader()
        is_wide = len(table.columns) > 6
        header.setFixedHeight(look.px(HEAD))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        if is_wide:
            for at, column in enumerate(table.columns):
                fits = column.kind in ("text", "won", "day", "moment")
                wanted = QHeaderView.ResizeMode.ResizeToContents if fits else QHeaderView.ResizeMode.Stretch
                header.setSectionResizeMode(at, wanted)
        tall = look.px(TOUCH_ROW if self._is_choosing else ROW) * len(table.rows)
        self.setFixedHeight(tall + look.px(HEAD) + 2)


def told(cell: Cell, kind: Kind, words: Words) -> str:
    """A cell as it is read on a screen."""
    if cell is None:
        return "–"
    if isinstance(cell, datetime):
        return f"{day(cell.date(), words.language)} {clock(cell)}"
    if isinstance(cell, date):
        return day(cell, words.language)
    if isinstance(cell, str):
        return cell
    return f"{cell / 10:.1f}%" if kind == "percent" else f"{cell:,}"


def _side(kind: Kind) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if kind in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
