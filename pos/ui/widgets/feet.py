"""The row of buttons under a card or a page: what Enter does stands last and takes the room."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget


def feet(*buttons: QWidget, gap: int = 12) -> QHBoxLayout:
    """Buttons side by side, the last one wide."""
    row = QHBoxLayout()
    row.setSpacing(gap)
    for button in buttons:
        row.addWidget(button)
    row.setStretchFactor(buttons[-1], 1)
    return row
