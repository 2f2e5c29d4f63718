"""The screen of closing: one page a step."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from pos.ui.screens.closing.closed_page import ClosedPage
from pos.ui.screens.closing.count_page import CountPage
from pos.ui.screens.closing.held_page import HeldPage
from pos.ui.screens.closing.result_page import ResultPage


class ClosingScreen(QStackedWidget):
    """It shows the page that was rendered last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("closing")
        self.held, self.counting, self.result, self.closed = HeldPage(), CountPage(), ResultPage(), ClosedPage()
        for page in (self.counting, self.held, self.result, self.closed):
            self.addWidget(page)
