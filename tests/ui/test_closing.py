"""The end of the day at the till: held baskets, the blind count, what it came to, a second person, the Z report."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.errors import Unavailable
from pos.domain.facts import DrawerOpened, SaleAbandoned, ShiftClosed, ShiftCounted, decode_fact
from pos.till.ports import PrintResult
from pos.ui import theme
from tests.ui.fakes import Till
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period
RIGHT = ("4", "Enter", "Enter", "1", "Enter", "1", "Enter", "1", "Enter", "4", "Enter", "Enter", "Enter")
"""Two hundred thousand of the float and one cash sale of 6,900 won, in pieces."""


FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.memory.shop = replace(till.memory.shop, cash_tolerance=1_000)


def sell(front: Shopfront, place: int = 0) -> None:
    front.scan(front.barcode(place))
    front.press("F9", "Enter")


def hold(front: Shopfront, place: int = 0) -> str:
    front.scan(front.barcode(place))
    front.press("F4")
    return front.till.memory.held()[-1].basket.id


def begin(front: Shopfront) -> None:
    front.press(".", "+")
    assert front.at == "closing"


def facts(front: Shopfront, kind: type) -> list[object]:
    found = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact for fact in found if isinstance(fact, kind)]


def test_an_ordinary_closing_is_a_key_a_figure_and_one_for_each_step(front: Shopfront) -> None:
    sell(front)
    keys = [".", "+", *RIGHT, "Enter", "Enter"]
    front.press(*keys)
    assert front.text("closed-title") == "마감했습니다 · Z 1번"
    digits = sum(len(key) for key in keys if key.isdigit())
    assert len(keys) - digits == 2 + 8 + 2  # the way in, Enter for each denomination, to record, to close
    (closed,) = facts(front, ShiftClosed)
    assert isinstance(closed, ShiftClosed) and closed.approval is None
    assert (closed.report.expected, closed.report.counted) == (206_900, 206_900)


def test_the_drawer_opens_to_be_counted(front: Shopfront) -> None:
    begin(front)
    assert front.counter.shift is not None
    assert facts(front, DrawerOpened) == [DrawerOpened("count", front.counter.shift.id)]


def test_no_expected_figure_is_shown_before_the_count_is_on_disk(front: Shopfront) -> None:
    sell(front)
    begin(front)
    front.press("3", "Enter")
    assert "206,900" not in front.seen() and "6,900원 " not in front.seen()
    front.press(*["Enter"] * 7)
    assert "206,900" not in front.seen()
    assert "있어야 할 금액이 나옵니다" in front.text("closing-hint")
    assert front.text("closing-next") == "150,000원 확정"
    front.till.disk.is_held = True
    front.press("Enter")
    assert "206,900" not in front.seen()
    front.till.disk.let_go()
    assert "206,900원" in front.seen()
    assert front.text("closing-difference") == "56,900원 부족"


def test_a_cash_sale_that_is_missing_is_the_first_cause(front: Shopfront) -> None:
    sell(front)
    begin(front)
    front.press("4", *["Enter"] * 9)
    assert front.text("closing-difference") == "6,900원 부족"
    assert front.text("closing-cause-1") == "1. 6,900원 현금 판매 한 건"
    assert "카드로 받았거나" in front.seen()
    front.touch("language")
    QApplication.processEvents()
    assert front.text("closing-cause-1") == "1. one cash sale of 6,900 won"
    assert front.text("closing-difference") == "₩6,900 short"


def test_a_difference_over_the_tolerance_takes_a_reason_and_a_manager(front: Shopfront) -> None:
    begin(front)
    front.press("3", *["Enter"] * 9)
    assert front.text("closing-close") == "점장 승인 받고 마감"
    front.press("Enter")
    assert front.at == "closing+approval"
    assert "50,000원 부족" in front.seen() and "차이가 있는 마감" in front.seen()
    front.press("Right", "2222", "Enter")
    assert front.at == "closing"
    (closed,) = facts(front, ShiftClosed)
    assert isinstance(closed, ShiftClosed) and closed.approval is not None
    assert (closed.approval.by, closed.approval.reason) == (STAFF[1].id, "한 번 더 세어도 같음")
    assert front.counter.staff == STAFF[0]


def test_without_the_manager_it_stays_open(front: Shopfront) -> None:
    begin(front)
    front.press("3", *["Enter"] * 10)
    front.press("Esc")
    assert front.at == "closing"
    assert facts(front, ShiftClosed) == []
    assert front.text("closing-difference") == "50,000원 부족"


def test_a_little_difference_needs_nobody(front: Shopfront) -> None:
    begin(front)
    front.press("4", "Enter", "Enter", "Enter", "1", *["Enter"] * 6)
    assert front.text("closing-difference") == "1,000원 남음"
    front.press("Enter")
    assert len(facts(front, ShiftClosed)) == 1


def test_counting_once_more_keeps_both(front: Shopfront) -> None:
    begin(front)
    front.press("3", *["Enter"] * 9)
    front.press("F6", "4", "Up", "Enter")
    assert front.text("closing-difference") == "차이 없음"
    assert "150,000원" in front.seen() and "200,000원" in front.seen()
    assert not front.find("closing-recount").isVisible()
    front.press("Enter")
    counts = [fact.count.total for fact in facts(front, ShiftCounted) if isinstance(fact, ShiftCounted)]
    assert counts == [150_000, 200_000]


def test_esc_leaves_the_recount_then_the_screen(front: Shopfront) -> None:
    begin(front)
    front.press("3", *["Enter"] * 9)
    front.press("F6", "Esc")
    assert front.text("closing-difference") == "50,000원 부족"
    front.press("Esc")
    assert front.at == "sale"
    begin(front)
    assert front.text("closing-difference") == "50,000원 부족"


def test_what_was_typed_outlives_a_way_back_to_selling(front: Shopfront) -> None:
    begin(front)
    front.press("4", "Enter", "2", "Esc")
    assert (front.at, front.counter.closing) == ("sale", None)
    sell(front)
    begin(front)
    assert front.text("closing-counted") == "220,000원"
    front.press("Backspace")
    assert front.text("closing-counted") == "200,000원"


def test_a_sale_after_the_count_asks_for_another(front: Shopfront) -> None:
    begin(front)
    front.press("4", *["Enter"] * 9)
    front.press("Esc")
    sell(front)
    begin(front)
    assert front.text("closing-counted") == "200,000원"
    assert not front.find("closing-difference").isVisible()


def test_cash_that_moves_after_the_count_is_counted_again_before_anybody_is_asked(front: Shopfront) -> None:
    begin(front)
    front.press("3", *["Enter"] * 9)
    front.press(".", "*", "50000", "Right", "Enter", "Esc")
    assert front.at == "closing"
    front.press("Enter")
    assert (front.at, front.notices()) == ("closing", ["closing.moved"])
    assert front.text("closing-counted") == "150,000원"
    front.press("Up", "Enter")
    assert front.text("closing-difference") == "차이 없음"


def test_nothing_counted_is_no_count_and_a_nought_is_one(front: Shopfront) -> None:
    begin(front)
    front.press(*["Enter"] * 9)
    assert front.notices() == ["closing.nothing_counted"]
    assert facts(front, ShiftCounted) == []
    front.press("Up", "0", "Down", "Enter")
    assert len(facts(front, ShiftCounted)) == 1


def test_by_touch_alone(front: Shopfront) -> None:
    front.touch("tools")
    front.touch("tool-closing")
    front.touch("closing-count-10000")
    front.touch("pad-2")
    front.touch("pad-0")
    for _ in range(7):
        front.touch("closing-next")
    front.touch("closing-next")
    assert front.text("closing-difference") == "차이 없음"
    front.touch("closing-close")
    front.touch("closed-leave")
    assert front.at == "sign_in"
    assert front.counter.staff is None


def test_held_baskets_come_first_each_carried_over_or_given_up(front: Shopfront) -> None:
    first, second = hold(front, 0), hold(front, 1)
    begin(front)
    assert "2개 남아 있습니다" in front.seen()
    front.press("Enter", "Del")
    assert not front.find("closing-held-carry").isEnabled()
    front.press("2", "Enter")
    (gone,) = facts(front, SaleAbandoned)
    assert isinstance(gone, SaleAbandoned)
    assert (gone.sale, gone.reason) == (second, "고객이 사지 않기로 함")
    assert [draft.basket.id for draft in front.till.memory.held()] == [first]
    assert front.text("closing-counted") == "0원"
    front.press("4", *["Enter"] * 9)
    assert "넘기는 장바구니 1개" in front.seen()


def test_a_reason_may_be_written_and_esc_takes_it_back(front: Shopfront) -> None:
    hold(front)
    begin(front)
    front.touch("closing-held-give_up")
    front.press("Esc")
    assert (front.at, facts(front, SaleAbandoned)) == ("closing", [])
    front.touch("closing-held-give_up")
    field = front.find("closing-note")
    field.setFocus()
    QTest.keyClicks(field, "left 9")
    front.press("Enter")
    (gone,) = facts(front, SaleAbandoned)
    assert isinstance(gone, SaleAbandoned) and gone.reason == "left 9"


def test_what_was_carried_over_stays_so_after_selling(front: Shopfront) -> None:
    hold(front)
    begin(front)
    front.press("Enter", "Esc")
    begin(front)
    assert front.text("closing-counted") == "0원"


def test_what_stays_open_is_one_key_away(front: Shopfront) -> None:
    hold(front)
    begin(front)
    front.press("Enter", "4", *["Enter"] * 9)
    front.press("1")
    assert front.at == "closing+held"
    front.press("Esc")
    front.touch("closing-open-held")
    assert front.at == "closing+held"


def test_goods_in_the_basket_come_first(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    front.press(".", "+")
    assert (front.at, front.notices()) == ("sale", ["closing.basket"])


def test_a_scan_is_told_where_to_go(front: Shopfront) -> None:
    begin(front)
    front.press("4")
    front.scan(front.barcode(0))
    assert front.notices() == ["closing.scanned"]
    assert (front.at, front.text("closing-counted")) == ("closing", "200,000원")


def test_a_full_disk_keeps_what_was_typed(front: Shopfront) -> None:
    begin(front)
    front.till.memory.refuse_with = Unavailable("disk.full")
    front.press("4", *["Enter"] * 9)
    assert front.notices() == ["disk.full"]
    assert front.text("closing-counted") == "200,000원"
    front.till.memory.refuse_with = None
    front.press("Enter")
    assert front.text("closing-difference") == "차이 없음"


def test_pressing_twice_counts_and_closes_once(front: Shopfront) -> None:
    begin(front)
    front.press("4", *["Enter"] * 8)
    front.till.disk.is_held = True
    front.press("Enter", "Enter")
    front.till.disk.let_go()
    front.till.disk.is_held = True
    front.press("Enter", "Enter")
    front.till.disk.let_go()
    assert (len(facts(front, ShiftCounted)), len(facts(front, ShiftClosed))) == (1, 1)


def test_after_it_the_next_shift_or_nobody(front: Shopfront) -> None:
    begin(front)
    front.press("4", *["Enter"] * 10)
    assert "출력되었습니다" in front.text("closed-paper")
    front.press("Enter")
    assert front.at == "shift"
    front.press("200000", "Enter")
    begin(front)
    assert front.text("closing-counted") == "0원"


def test_paper_that_did_not_come_out_is_said_and_printed_again(front: Shopfront) -> None:
    begin(front)
    front.till.printer.result = PrintResult("not_started", "printer.paper_out")
    front.press("4", *["Enter"] * 10)
    assert "출력되지 않았습니다" in front.text("closed-paper")
    front.till.printer.result = PrintResult("done")
    front.press("F12")
    assert "출력되었습니다" in front.text("closed-paper")
    assert len(front.till.printer.papers) == 1
    front.press("F12")
    assert len(front.till.printer.papers) == 2


def test_a_report_in_doubt_comes_again_as_a_copy(front: Shopfront) -> None:
    begin(front)
    front.till.printer.result = PrintResult("unknown", "printer.stalled")
    front.press("4", *["Enter"] * 10)
    assert "나왔는지 알 수 없습니다" in front.text("closed-paper")
    front.till.printer.result = PrintResult("done")
    front.touch("closed-print")
    assert "재발행" in str(front.till.printer.papers[-1].blocks)
    assert "출력되었습니다" in front.text("closed-paper")


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_every_step_has_names_and_room_for_fingers(front: Shopfront, mode: str, size: tuple[int, int]) -> None:
    front.till.desk.wear("dark" if mode == "dark" else "light")
    front.window.resize(*size)
    hold(front)
    begin(front)
    for keys in ((), ("Del",), ("Esc", "Enter"), ("3", *["Enter"] * 8), ("Enter",), ("F6",)):
        front.press(*keys)
        QApplication.processEvents()
        buttons = [one for one in front.find("closing").findChildren(QAbstractButton) if one.isVisible()]
        assert [one.objectName() for one in buttons if not one.accessibleName().strip()] == []
        assert [one.objectName() for one in buttons if min(one.width(), one.height()) < theme.TOUCH] == []
        assert "⟨" not in front.seen()
        edge = front.find("closing").rect()
        assert all(edge.contains(one.mapTo(front.find("closing"), one.rect().center())) for one in buttons)
