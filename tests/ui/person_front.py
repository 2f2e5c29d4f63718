"""A window with the member's page and what leads there, and nothing else: such a one is there at once."""

from __future__ import annotations

from PySide6.QtTest import QTest

from pos.ui.desk import Actions
from pos.ui.screens.access.actions import AccessReview
from pos.ui.screens.access.exporting import AccessExport
from pos.ui.screens.open_items.actions import OpenItems
from pos.ui.screens.person.actions import PersonPage
from pos.ui.window import MainWindow
from tests.ui.fakes import Till
from tests.ui.shopfront import Shopfront
from tests.ui.stage import Blank


class PersonFront(Shopfront):
    """Like `Shopfront`, with screens that only remember what reached them."""

    def __init__(self, till: Till) -> None:
        self.till, self.counter = till, till.counter
        self.screens = {name: Blank(name) for name in ("sign_in", "shift", "sale", "payment")}
        desk = till.desk
        self.panels: dict[str, Actions] = {
            "person": PersonPage(desk),
            "open_items": OpenItems(desk),
            "access": AccessReview(desk),
            "access_export": AccessExport(desk),
        }
        self.window = MainWindow(desk, self.screens, self.panels)
        self.window.resize(1024, 768)
        self.window.start()
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)

    @property
    def page(self) -> PersonPage:
        """The member's page."""
        page = self.panels["person"]
        assert isinstance(page, PersonPage)
        return page
