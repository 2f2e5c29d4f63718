"""Room for what may be longer than its place: it goes up and down only, and leaves the keyboard where it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget


class Scroll(QScrollArea):
    """A layout that can be moved up and down under a finger or a wheel."""

    def __init__(self, within: QLayout) -> None:
        super().__init__()
        canvas = QWidget()
        canvas.setObjectName("canvas")
        canvas.setLayout(within)
        self.setWidget(canvas)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def rows(*, gap: int | None = None, right: int = 4) -> QVBoxLayout:
    """An empty column that begins at the top, `right` pixels short of the scroll bar; `gap` is Qt's own where none."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, right, 0)
    if gap is not None:
        column.setSpacing(gap)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    return column
