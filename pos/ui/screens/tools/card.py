"""How the tools look: a row each, for a finger, with what it is for; column by column, in the order of their keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from pos.ui import theme
from pos.ui.screens.tools.view import TOOLS, Tool
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.words import Words

COLUMNS = 3


class ToolsCard(Panel):
    """`tool_touched` gives the name of a panel."""

    tool_touched = Signal(str)
    close_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(margin=24, gap=10)
        self.setObjectName("tools-panel")
        self.setMinimumWidth(theme.current().px(970))
        self.title = Label("", "title")
        self._rows = {name: self._row(name) for name in TOOLS}
        self.away = Button("", "plain", key="Esc")
        self.away.setObjectName("tools-close")
        self.away.clicked.connect(self.close_pressed)
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, row in enumerate(self._rows.values()):
            column, at = divmod(place, -(-len(TOOLS) // COLUMNS))
            grid.addWidget(row, at, column)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self.add(self.title)
        self.rows.addLayout(grid)
        self.add(self.away)

    def _row(self, name: str) -> ChoiceRow:
        row = ChoiceRow("", detail=" ")
        row.setObjectName(f"tool-{name}")
        row.clicked.connect(lambda: self.tool_touched.emit(name))
        return row

    def render(self, tools: tuple[Tool, ...], words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw every tool."""
        self.title.setText(words("tools.title"))
        self.away.set_words(words("key.close"))
        for tool in tools:
            row = self._rows[tool.name]
            detail = words(f"tools.{tool.name}.detail" if tool.is_open_to else "tools.managers_only")
            row.take(f"{tool.key}  {words(f'tools.{tool.name}.title')}", detail=detail)
            row.setEnabled(tool.is_open_to)
