"""The strip above the basket while an exchange pays for it; touched it opens the whole of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos.ui.screens.exchange.view import ExchangeStrip
from pos.ui.screens.sale.strips import StripButton


class ExchangeRow(QWidget):
    """`pressed` asks for more."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.button = StripButton("undo")
        self.button.setObjectName("strip-exchange")
        self.button.clicked.connect(self.pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 0)
        row.addWidget(self.button)
        self.hide()

    def show_exchange(self, strip: ExchangeStrip | None) -> None:
        """Show it; nothing where there is none."""
        self.setVisible(strip is not None)
        if strip is not None:
            self.button.take(strip.credit, strip.difference)
