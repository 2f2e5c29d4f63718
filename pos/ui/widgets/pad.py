"""A number pad for fingers. It says which key was touched, by its name as on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos.ui.widgets.button import Button

_ROWS = (("7", "8", "9"), ("4", "5", "6"), ("1", "2", "3"))


class NumericPad(QWidget):
    """`touched` gives "0" to "9", `wide`, or "Backspace". Without a `wide` key the nought has its place, too."""

    touched = Signal(str)

    def __init__(self, *, wide: str = "00", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for row, names in enumerate((*_ROWS, ("0", wide, "Backspace"))):
            for column, name in enumerate(names):
                if name:
                    grid.addWidget(self._key(name), row, column, 1, 1 if wide or name != "0" else 2)

    def _key(self, name: str) -> Button:
        is_erase = name == "Backspace"
        button = Button("" if is_erase else name, "plain", sign="backspace" if is_erase else "", font="title")
        button.setObjectName(f"pad-{name}")
        button.setAccessibleName(name)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.clicked.connect(lambda: self.touched.emit(name))
        return button
