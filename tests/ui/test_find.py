"""Finding a product: hangul while it is composed, initials, English, codes; what an unknown code should have been."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from tests.ui.shop import barcode
from tests.ui.stage import Front


def names(front: Front) -> list[str]:
    return [found.name for found in front.sale.screen.search.found]


def write(front: Front, text: str) -> None:
    """Hangul as an input method hands it over once it is composed."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(front.sale.screen.search.field, event)


def test_f2_opens_the_search_ready_to_be_written_in(front: Front) -> None:
    front.press("F2")
    assert front.find("search").hasFocus()
    write(front, "숲")
    assert names(front) == ["아침 숲"]


def test_initials_and_english_find_too(front: Front) -> None:
    front.press("F2")
    write(front, "ㄴㅉ")
    assert names(front) == ["남쪽 항구"]
    front.press("Esc", "F2")
    QTest.keyClicks(front.find("search"), "mug")
    assert names(front) == ["머그 350 ml"]


def test_a_syllable_is_sought_while_it_is_being_composed(front: Front) -> None:
    front.press("F2")
    QCoreApplication.sendEvent(front.sale.screen.search.field, QInputMethodEvent("숲", []))
    assert names(front) == ["아침 숲"]
    assert front.sale.screen.search.field.text() == ""


def test_enter_adds_the_first_and_goes_back_to_the_keys(front: Front) -> None:
    front.press("F2")
    write(front, "숲")
    front.press("Enter")
    assert front.rows == ["아침 숲 1 6,900"]
    assert front.find("product-C001").isVisible()


def test_down_marks_the_next_one(front: Front) -> None:
    front.press("F2")
    write(front, "ㅎ")
    second = names(front)[1]
    front.press("Down", "Enter")
    assert front.rows[0].startswith(second)


def test_a_touch_adds_what_was_found(front: Front) -> None:
    front.press("3", "*", "F2")
    write(front, "거품기")
    front.touch("found-0")
    assert front.rows[0] == "우유 거품기 3 297,000"


def test_nothing_found_is_said_and_enter_adds_nothing(front: Front) -> None:
    front.press("F2")
    write(front, "없는상품")
    assert front.sale.screen.search.none.isVisible()
    front.press("Enter")
    assert front.rows == []
    assert front.window.flash.tone == "bad"
    assert front.window.name == "sale"


def test_digits_are_the_fields_while_it_has_the_focus(front: Front) -> None:
    front.press("F2", "350")
    assert front.sale.screen.search.field.text() == "350"
    assert names(front) == ["머그 350 ml"]
    assert front.text("typed") == ""


def test_typed_digits_and_enter_look_for_a_code(front: Front) -> None:
    front.press("8801", "Enter")
    assert front.sale.screen.search.field.text() == "8801"


def test_esc_leaves_the_search_and_keeps_the_basket(front: Front) -> None:
    front.touch("product-C001")
    front.press("F2")
    write(front, "숲")
    front.press("Esc")
    assert front.rows == ["아침 숲 1 6,900"]
    assert not front.find("search").isVisible()


def test_an_unknown_code_is_settled_by_what_was_found(front: Front) -> None:
    front.window.scanned("ABC-123")
    front.touch("find-1")
    assert "ABC-123" in front.sale.screen.search.purpose.text()
    write(front, "머그")
    front.press("Enter")
    assert front.rows == ["머그 350 ml 1 18,000"]


def test_a_scan_during_the_search_is_an_item_and_no_text(front: Front) -> None:
    front.press("F2")
    front.window.scanned(barcode("C002"))
    assert front.rows == ["긴 오후 1 6,900"]
    assert front.sale.screen.search.field.text() == ""
