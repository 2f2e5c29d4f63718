"""Stock seen and put right at the counter: by scan, by search, by keys and by touch."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from pos.domain.errors import Unavailable
from pos.domain.facts import StockCorrected, decode_fact
from pos.domain.quote import Stock
from tests.ui.fakes import Till
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.stock_list["C001"] = Stock(12, "2025-05-03T10:20:00+09:00")
    till.books.stock_list["C002"] = Stock(40, "2025-05-02T18:00:00+09:00")


def corrections(front: Shopfront) -> list[StockCorrected]:
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact for fact in facts if isinstance(fact, StockCorrected)]


def sell(front: Shopfront, place: int, count: int) -> None:
    front.press(str(count), "*")
    front.scan(front.barcode(place))
    front.press("F9")
    QApplication.processEvents()
    front.window.go("sale")


def test_a_scan_shows_the_estimate_with_its_time_and_what_moved_it(front: Shopfront) -> None:
    sell(front, 0, 2)
    front.till.desk.open("stock")
    front.scan(front.barcode(0))
    assert front.text("stock-estimate") == "10개"
    assert front.text("stock-as-of") == "10:20 기준으로 추정한 재고입니다."
    assert "판매 · 김하늘" in front.seen() and "−2" in front.seen()
    front.scan(front.barcode(1))
    assert front.text("stock-as-of") == "05-02 18:00 기준으로 추정한 재고입니다."
    assert "아직 바뀐 것이 없습니다." in front.seen()
    assert front.counter.basket is None or front.counter.basket.is_empty


def test_a_search_shows_what_there_is_of_each(front: Shopfront) -> None:
    front.till.desk.open("stock")
    field = front.find("stock-search")
    assert isinstance(field, QLineEdit) and field.hasFocus()
    QTest.keyClicks(field, "C00")
    rows = [one for one in front.window.front.screen.findChildren(QAbstractButton) if "found-" in one.objectName()]
    assert [row.accessibleName() for row in rows if row.isVisible()][:3] == [
        "아침 숲 C001 12개",
        "긴 오후 C002 40개",
        "깊은 밤 리스트레토 C003 –",
    ]
    front.press("Down", "Enter")
    assert "긴 오후" in front.seen() and front.text("stock-estimate") == "40개"
    front.press("Esc")
    assert front.at == "sale+stock" and field.isVisible()
    front.press("Esc")
    assert front.at == "sale"


def test_what_was_counted_becomes_the_stock_with_its_reason(front: Shopfront) -> None:
    front.till.desk.open("stock", about="C001")
    front.press("9")
    assert front.text("stock-difference") == "12개 → 9개 (−3)"
    QTest.keyClick(front.window, Qt.Key.Key_Right)
    front.press("Enter")
    assert corrections(front) == [StockCorrected("C001", -3, "broken", "")]
    assert front.text("stock-estimate") == "9개"
    assert "재고를 고쳤습니다." in front.text("stock-message")
    assert "파손 · 김하늘" in front.seen()
    front.press("Enter")
    assert len(corrections(front)) == 1


def test_by_touch_with_a_note_for_another_reason(front: Shopfront) -> None:
    front.till.desk.open("stock", about="C001")
    front.touch("pad-1")
    front.touch("pad-5")
    front.touch("stock-reason-other")
    assert front.text("stock-message") == "기타를 고르면 메모가 필요합니다."
    front.touch("stock-correct")
    assert corrections(front) == []
    field = front.find("stock-note")
    assert isinstance(field, QLineEdit)
    field.setText("찾았음")
    front.touch("stock-correct")
    assert corrections(front) == [StockCorrected("C001", 3, "other", "찾았음")]
    assert field.text() == ""


def test_the_same_figure_and_a_failing_disk_are_said_in_the_panel(front: Shopfront) -> None:
    front.till.desk.open("stock", about="C001")
    front.press("12", "Enter")
    assert "재고가 이미 12개입니다." in front.text("stock-message")
    front.press("Backspace", "3")
    assert front.text("stock-message") == ""
    front.till.memory.refuse_with = Unavailable("disk.full")
    front.press("Enter")
    assert "디스크가 가득 찼습니다." in front.text("stock-message")
    assert front.text("stock-estimate") == "12개"
    front.till.memory.refuse_with = None
    front.press("Enter")
    assert front.text("stock-estimate") == "13개"


def test_where_the_mall_keeps_no_stock_there_is_nothing_to_put_right(front: Shopfront) -> None:
    front.till.desk.open("stock", about="A002")
    assert "본사가 이 상품의 재고를 관리하지 않습니다." in front.text("stock-as-of")
    assert not front.find("stock-correct").isVisible()
    front.press("5", "Enter")
    assert corrections(front) == []


def test_an_unknown_code_leads_to_the_search(front: Shopfront) -> None:
    front.till.desk.open("stock", about="C001")
    front.scan("8801234567893")
    assert "등록되지 않은 바코드입니다: 8801234567893" in front.seen()
    assert front.find("stock-search").hasFocus()


def test_esc_takes_back_the_figure_before_it_leaves(front: Shopfront) -> None:
    front.till.desk.open("stock", about="C001")
    front.press("00705")
    assert front.text("stock-counted") == "705"
    front.press("Esc")
    assert (front.at, front.text("stock-counted")) == ("sale+stock", "–")
    front.press("0")
    assert front.text("stock-difference") == "12개 → 0개 (−12)"
    front.press("Esc", "Esc")
    assert front.at == "sale"


def test_a_correction_lets_a_basket_pass_that_was_out_of_stock(front: Shopfront) -> None:
    front.press("15", "*")
    front.scan(front.barcode(0))
    assert front.counter.quote is not None and not front.counter.quote.can_be_paid
    front.till.desk.open("stock", about="C001")
    front.press("20", "Enter")
    assert front.counter.quote.can_be_paid


def test_in_english_with_names_and_room_for_fingers(front: Shopfront) -> None:
    front.touch("language")
    front.till.desk.open("stock", about="C001")
    front.press("12", "Enter")
    QApplication.processEvents()
    assert "An estimate, as of 10:20." in front.seen() and "⟨" not in front.seen()
    named = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
    assert all(one.accessibleName() for one in named)
    assert all(min(one.width(), one.height()) >= 48 for one in named)
