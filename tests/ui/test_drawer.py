"""Cash in and out of the drawer without a sale, by keys and by touch."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.drawer import Move
from pos.domain.errors import Unavailable
from pos.domain.facts import DrawerMoved, DrawerOpened, decode_fact
from pos.ui import theme
from tests.ui.fakes import Till
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS, dressed

KEYS["."] = Qt.Key.Key_Period


@pytest.fixture
def front(qapp: QApplication, till: Till) -> Iterator[Shopfront]:
    dressed()
    made = Shopfront(till)
    made.press(".", "*")
    assert made.at == "sale+drawer"
    yield made
    made.close()
    assert not till.bugs


def moves(front: Shopfront) -> list[Move]:
    found = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact.move for fact in found if isinstance(fact, DrawerMoved)]


def reasons(front: Shopfront) -> list[str]:
    found = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact.reason for fact in found if isinstance(fact, DrawerOpened)]


def test_to_the_safe_is_an_amount_a_reason_and_enter(front: Shopfront) -> None:
    front.press("30000", "Right", "Enter")
    assert moves(front) == [Move("safe", 30_000, "정오 정리")]
    assert front.till.printer.kicks == 1
    assert "30,000원을 금고로" in front.text("drawer-said")
    assert front.text("drawer-figure") == "0원"


def test_in_and_out_by_touch(front: Shopfront) -> None:
    front.touch("drawer-in")
    front.touch("pad-5")
    front.touch("pad-00")
    front.touch("pad-0")
    front.touch("drawer-reason-0")
    front.touch("drawer-do")
    front.touch("drawer-out")
    front.press("4000")
    front.touch("drawer-reason-1")
    front.touch("drawer-do")
    assert moves(front) == [Move("in", 5_000, "잔돈 채우기"), Move("out", 4_000, "소모품 구입")]


def test_opening_it_takes_a_reason_and_no_amount(front: Shopfront) -> None:
    front.press("Up")
    assert not front.find("drawer-figure").isVisible()
    front.press("5", "Enter")
    assert (reasons(front), front.till.printer.kicks) == ([], 0)
    front.press("Right", "Enter")
    assert (reasons(front), front.till.printer.kicks) == (["고객이 잔돈을 부탁함"], 1)


def test_another_reason_is_written(front: Shopfront) -> None:
    front.press("Up")
    field = front.find("drawer-note")
    field.setFocus()
    QTest.keyClicks(field, "to look at note 5")
    front.press("Enter", "Enter")
    assert reasons(front) == ["to look at note 5"]


def test_nothing_personal_stays_in_the_record(front: Shopfront) -> None:
    front.press("Up")
    field = front.find("drawer-note")
    field.setFocus()
    QTest.keyClicks(field, "call 010-1234-5678")
    front.press("Enter", "Enter")
    assert reasons(front) == []
    assert "메모에 전화" in front.text("drawer-said")


def test_without_amount_or_reason_nothing_happens(front: Shopfront) -> None:
    front.press("Enter", "Right", "Enter")
    assert moves(front) == []
    assert "금액을 입력" in front.text("drawer-said")
    front.press("99999999", "Enter")
    assert moves(front) == []
    assert "10,000,000원까지" in front.text("drawer-said")


def test_a_full_disk_moves_nothing_and_keeps_what_was_typed(front: Shopfront) -> None:
    front.till.memory.refuse_with = Unavailable("disk.full")
    front.press("30000", "Right", "Enter")
    assert (moves(front), front.text("drawer-figure"), front.till.printer.kicks) == ([], "30,000원", 0)
    front.till.memory.refuse_with = None
    front.press("Enter")
    assert len(moves(front)) == 1


def test_pressing_twice_moves_once(front: Shopfront) -> None:
    front.press("30000", "Right")
    front.till.disk.is_held = True
    front.press("Enter", "Enter", "Esc")
    front.till.disk.let_go()
    assert (len(moves(front)), front.at) == (1, "sale+drawer")


def test_esc_takes_back_the_amount_and_then_the_panel(front: Shopfront) -> None:
    front.press("30000", "Esc")
    assert (front.at, front.text("drawer-figure")) == ("sale+drawer", "0원")
    front.press("Esc")
    assert front.at == "sale"


def test_a_scan_is_no_amount_and_sells_nothing(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    assert (front.at, front.text("drawer-figure"), front.rows) == ("sale+drawer", "0원", [])


def test_it_never_tells_what_the_drawer_holds(front: Shopfront) -> None:
    front.press("30000", "Right", "Enter")
    assert "200,000" not in front.seen() and "170,000" not in front.seen()


def test_in_english_with_names_and_room_for_fingers(front: Shopfront) -> None:
    front.till.desk.speak("en")
    for keys in ((), ("Down",), ("Down",), ("Down",)):
        front.press(*keys)
        QApplication.processEvents()
        assert "⟨" not in front.seen()
        buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)
