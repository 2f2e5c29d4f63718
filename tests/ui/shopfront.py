"""The window with every real screen and panel, for tests that walk from one to the next."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from pos.ui.front import make_front
from pos.ui.screens.sale.actions import SaleActions
from tests.ui.fakes import Till
from tests.ui.stage import Front


class Shopfront(Front):
    """Like `Front`, with nothing left out."""

    def __init__(self, till: Till) -> None:
        self.till, self.counter = till, till.counter
        self.window = make_front(till.desk)
        self.screens = self.window.screens
        sale = self.screens["sale"]
        assert isinstance(sale, SaleActions)
        self.sale = sale
        self.window.resize(1024, 768)
        self.window.start()
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)

    @property
    def at(self) -> str:
        """The screen that is shown, and the panel over it ("sale+held")."""
        return "+".join(name for name in (self.window.name, self.window.panel_name) if name)

    def scan(self, code: str) -> None:
        """What a scanner reads."""
        self.window.scanned(code)

    def barcode(self, place: int) -> str:
        """The barcode of a product of the small shop."""
        return list(self.till.memory.products.values())[place].barcodes[0]

    def seen(self) -> str:
        """Every word in front, line by line: of the panel, or of the screen."""
        QApplication.processEvents()
        front: QWidget = self.window.front.screen
        widgets = [one for one in front.findChildren(QWidget) if one.isVisible()]
        texts = [one.text() for one in widgets if isinstance(one, (QLabel, QAbstractButton))]
        return "\n".join(text for text in texts if text)

    def notices(self) -> list[str]:
        """The codes of what was said aloud."""
        return [notice.code for notice in self.counter.notices]
