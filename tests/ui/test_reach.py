"""Everything on every screen can be reached and has a name: by keys, by touch, in the light and in the dark."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from pos.domain.quote import Stock
from pos.ui import theme
from pos.ui.opening import Opening
from pos.ui.words import Words
from tests.ui.shop import JISU, PLAN, barcode, held_plan, percent_off
from tests.ui.shopfront import Shopfront
from tests.ui.stage import dressed

FRONT = Shopfront


def nameless(front: Shopfront) -> list[str]:
    """What can be pressed or written in and says to nobody what it is."""
    QApplication.processEvents()
    found = [*front.window.findChildren(QAbstractButton), *front.window.findChildren(QLineEdit)]
    return [one.objectName() for one in found if one.isVisible() and not one.accessibleName().strip()]


def test_whatever_can_be_pressed_has_a_name(front: Shopfront) -> None:
    front.scan("8801234567893")
    front.scan(front.barcode(0))
    places = [place for place in front.window.screens if place != "paid"]
    for place in places:
        front.window.go(place)
        assert nameless(front) == [], place
    front.window.go("sale")
    for keys in (["F2"], ["Esc", "F6"], ["Esc", "F1"], ["Esc", "F5"], ["Esc", "F12"]):
        front.press(*keys)
        assert nameless(front) == [], keys


def benefits_at_the_counter(front: Shopfront) -> None:
    """A member, benefits to choose and to miss, a machine without its number, goods that are not there."""
    books = front.till.books
    books.plan_list[PLAN.id] = PLAN
    books.put(JISU, held_plan(JISU))
    books.promotion_list += [percent_off("오월", 10), percent_off("많이", 20, from_amount=100_000)]
    books.stock_list["C003"] = Stock(0, "2025-05-03T09:00:00+09:00")
    for code in ("C001", "C003", "M001"):
        front.scan(barcode(code))


def test_so_has_everything_at_the_right_of_the_basket(front: Shopfront) -> None:
    benefits_at_the_counter(front)
    for keys in (["F3", "5678"], ["Enter", "F3"], ["F8", "Right"], ["F8"], ["Esc", "Esc", "F6"], ["Enter"]):
        front.press(*keys)
        assert nameless(front) == [], keys
        assert "⟨" not in front.seen(), keys


def test_what_a_finger_presses_is_large_enough(front: Shopfront) -> None:
    benefits_at_the_counter(front)
    for keys in (["F3", "5678"], ["Enter", "F3"], ["F8", "Right"], ["Esc", "F6"]):
        front.press(*keys)
        QApplication.processEvents()
        buttons = [one for one in front.window.findChildren(QAbstractButton) if one.isVisible()]
        small = [
            (one.objectName(), one.width(), one.height())
            for one in buttons
            if min(one.width(), one.height()) < theme.TOUCH
        ]
        assert small == [], keys


def test_tab_reaches_every_row_of_the_benefits(front: Shopfront) -> None:
    benefits_at_the_counter(front)
    front.press("F3", "5678", "Enter", "F8")
    QApplication.processEvents()
    wanted = {
        one for one in front.find("benefits").findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()
    }
    reached = set()
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or front.window, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert {one.objectName() for one in wanted - reached} == set()


def test_a_button_of_an_unknown_code_says_which_code_it_is_about(front: Shopfront) -> None:
    front.scan("8801234567893")
    names = [
        one.accessibleName() for one in front.window.findChildren(QAbstractButton) if "dismiss-" in one.objectName()
    ]
    assert names == ["지우기: 8801234567893"]


def test_light_and_dark_are_one_touch_while_it_runs(front: Shopfront) -> None:
    light = front.window.grab().toImage().pixelColor(5, 300).lightness()
    assert front.find("mode").accessibleName() == "어두운 화면으로"
    front.touch("mode")
    assert theme.current().mode == "dark"
    assert front.find("mode").accessibleName() == "밝은 화면으로"
    assert front.window.grab().toImage().pixelColor(5, 300).lightness() < light // 2
    front.touch("language")
    assert (theme.current().mode, theme.current().zoom) == ("dark", 100)
    front.touch("mode")
    assert theme.current().mode == "light"


def test_what_is_shown_stays_what_it_was_in_the_other_light(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    front.press("F2")
    field = front.find("search")
    assert isinstance(field, QLineEdit)
    field.setText("긴")
    front.touch("mode")
    assert (field.text(), front.text("found-0"), front.rows) == ("긴", "긴 오후", ["아침 숲 1 6,900"])


def test_tab_goes_round_in_an_open_panel_and_not_behind_it(front: Shopfront) -> None:
    front.press("F5")
    panel = front.window.front.screen
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget() or front.window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is None or panel.isAncestorOf(focus)
    assert QApplication.focusWidget() is not None


def test_what_is_typed_under_a_panel_is_not_written_into_the_search_below(front: Shopfront) -> None:
    front.press("F2")
    field = front.find("search")
    assert isinstance(field, QLineEdit) and field.hasFocus()
    front.press("F1", "7", "Esc")
    assert field.text() == ""
    assert field.hasFocus()


def test_esc_leaves_the_button_that_tab_went_to(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    button = front.find("tool-void")
    button.setFocus()
    front.press("Esc")
    assert not button.hasFocus()
    front.press("Enter")
    assert front.at == "payment"


def test_the_opening_is_on_the_screen_before_anything_else_is_done(qapp: QApplication) -> None:
    dressed()
    opening = Opening(Words("ko"))
    opening.show()
    assert opening.windowHandle().isExposed()
    room = qapp.primaryScreen().availableGeometry()
    assert (opening.width() <= room.width(), opening.height() < room.height()) == (True, True)
    opening.refuse("settings.broken", {"cause": "Expected `object`, got `str`"})
    assert "Expected" not in opening.title.text()
    opening.close()
