"""The three pages of a return, one at a time: the sale is found, goods are chosen, it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from pos.ui.screens.returning.find_page import FindPage
from pos.ui.screens.returning.goods_page import GoodsPage
from pos.ui.screens.returning.result_page import ResultPage


class ReturningScreen(QStackedWidget):
    """It holds nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("returning")
        self.seek, self.goods, self.result = FindPage(), GoodsPage(), ResultPage()
        for page in (self.seek, self.goods, self.result):
            self.addWidget(page)
