"""What has no key of its own is two keys, or two touches, away from any screen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.ui.screens.tools.view import TOOLS
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period


FRONT = Shopfront
SCREENS = {"closing", "figures", "audit"}


def test_every_tool_is_a_panel(front: Shopfront) -> None:
    assert set(TOOLS) <= {*front.window.panels, *SCREENS}


def test_by_two_keys(front: Shopfront) -> None:
    front.counter.staff = STAFF[1]
    for key, name in zip((*"1234567890*-+/", "F9", "F10", "F11", "F12", "F7", "F8", "F6"), TOOLS, strict=True):
        front.till.desk.go("sale")
        front.press(".")
        assert front.at == "sale+tools"
        front.press(key)
        assert front.at == (name if name in SCREENS else f"sale+{name}")
        front.till.desk.close()


def test_by_two_touches(front: Shopfront) -> None:
    front.touch("tools")
    front.touch("tool-stock")
    assert front.at == "sale+stock"


def test_what_is_for_managers_says_so_and_does_nothing(front: Shopfront) -> None:
    front.press(".", "5")
    assert front.at == "sale+tools"
    row = front.find("tool-terms")
    assert isinstance(row, QAbstractButton) and not row.isEnabled()
    assert "점장이 로그인하면" in row.accessibleName()
    front.press(".")
    assert front.at == "sale"


def test_nobody_is_shown_tools_before_signing_in(front: Shopfront) -> None:
    front.counter.staff = None
    front.window.go("sign_in")
    front.window.tick()
    assert not front.find("tools").isVisible()
    front.press(".")
    assert front.at == "sign_in"


def test_a_scan_goes_to_the_sale(front: Shopfront) -> None:
    front.press(".")
    front.scan(front.barcode(0))
    assert (front.at, len(front.rows)) == ("sale", 1)


def test_in_english_with_room_for_fingers(front: Shopfront) -> None:
    front.touch("language")
    front.touch("tools")
    QApplication.processEvents()
    assert "Refuse the order" in front.seen() and "⟨" not in front.seen()
    named = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
    assert all(one.accessibleName() and min(one.width(), one.height()) >= 48 for one in named)
