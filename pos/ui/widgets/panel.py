"""A quiet rectangle that holds what belongs together."""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget


class Panel(QFrame):
    """A frame with a row or a column in it. `role` is the theme's: panel, bar, foot, inset, news, warning, error."""

    def __init__(
        self,
        role: str = "panel",
        *,
        flow: Literal["row", "column"] = "column",
        margin: int = 16,
        gap: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.rows = QVBoxLayout(self) if flow == "column" else QHBoxLayout(self)
        self.rows.setContentsMargins(margin, margin, margin, margin)
        self.rows.setSpacing(gap)

    def add(self, *widgets: QWidget, stretch: int = 0) -> None:
        """Put widgets in, one after the other."""
        for widget in widgets:
            self.rows.addWidget(widget, stretch)

    def set_role(self, role: str) -> None:
        """Look like another role."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)


class Rule(QFrame):
    """A thin line between two things."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rule")
