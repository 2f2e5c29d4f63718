"""The stored addresses of a member as large choices, and the way to a new one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.delivery.place_row import PlaceRow
from pos.ui.screens.delivery.view import DeliveryView, Place
from pos.ui.widgets.button import Button
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words


class Places(QWidget):
    """`touched` gives the place of an address in the list."""

    touched = Signal(int)
    new_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Place, ...] = ()
        self._list = rows(gap=8)
        area = Scroll(self._list)
        self.new = Button("", "plain", key="0", sign="plus")
        self.new.setObjectName("delivery-new")
        self.new.setMinimumHeight(theme.current().px(56))
        self.new.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.new.clicked.connect(self.new_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(area, 1)
        column.addWidget(self.new)

    def render(self, view: DeliveryView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show the addresses; they are not changed under the finger that presses one."""
        self.new.set_words(words("delivery.new"))
        if view.places == self._shown:
            return
        self._shown = view.places
        while old := self._list.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for at, place in enumerate(view.places):
            row = PlaceRow(place)
            row.setObjectName(f"delivery-place-{at + 1}")
            row.clicked.connect(lambda _=False, at=at: self.touched.emit(at))
            self._list.addWidget(row)
