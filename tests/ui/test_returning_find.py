"""A sale is found without its code: by number, member, card and day, serial number; and without a receipt at all."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from pos.domain.errors import Unavailable
from pos.domain.papers.receipt_token import token, told_of
from tests.ui.backroom import returns, sold
from tests.ui.fakes import Till
from tests.ui.shop import JISU, barcode
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.put(JISU)


def in_hand(front: Shopfront) -> str:
    hand = front.counter.returning
    return hand.original.sale.code if hand is not None and hand.original is not None else ""


def test_f7_begins_with_the_receipt_and_a_field_for_its_number(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.press("F7")
    assert "영수증을 스캔하세요" in front.seen()
    field = front.find("return-field")
    assert isinstance(field, QLineEdit) and field.hasFocus()
    front.press("1", "Enter")
    assert in_hand(front) == sale.code
    front.press("Esc")
    assert (front.at, in_hand(front)) == ("returning", "")
    front.press("Esc")
    assert front.at == "sale"


def test_by_its_whole_number_in_small_letters(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.press("F7")
    QTest.keyClicks(front.find("return-field"), sale.code.lower())
    front.touch("return-go")
    assert in_hand(front) == sale.code


def test_a_number_nobody_has_is_said(front: Shopfront) -> None:
    front.press("F7", "77", "Enter")
    assert (front.at, front.notices()) == ("returning", ["return.unknown_receipt"])


def test_by_the_card_and_the_day(front: Shopfront) -> None:
    first = sold(front, "A001", days_ago=1)
    sold(front, "A002")
    front.press("F7", "F4", "1234")
    assert "우유 거품기" in front.find("return-hit-0").accessibleName()
    assert not front.find("return-hit-1").isVisible()
    front.press("PgUp")
    assert front.text("day-sale-text") == "5월 3일 (토)"
    assert "머그 350 ml" in front.find("return-hit-0").accessibleName()
    front.touch("day-sale-after")
    front.press("PgDn")
    assert front.text("day-sale-text") == "오늘"
    front.press("PgUp", "Enter")
    assert in_hand(front) == first.code


def test_no_sale_by_that_card_says_to_try_another_day(front: Shopfront) -> None:
    front.press("F7", "F4", "9999")
    assert "날짜를 바꿔 보세요" in front.text("return-found-none")


def test_by_the_member_and_their_sales_newest_first(front: Shopfront) -> None:
    front.scan("M000101")
    first = sold(front, "A001")
    front.scan("M000101")
    sold(front, "A002")
    front.press("F7", "F3", "5678")
    assert front.text("return-hit-0") == "김*수"
    front.press("Enter")
    assert "우유 거품기" in front.find("return-hit-0").accessibleName()
    front.press("Esc")
    assert front.text("return-hit-0") == "김*수"
    front.press("Enter", "Down", "Enter")
    assert in_hand(front) == first.code


def test_the_member_at_the_basket_is_taken_at_once_and_so_is_a_scanned_card(front: Shopfront) -> None:
    front.scan("M000101")
    sale = sold(front, "A001")
    front.scan("M000101")
    front.press("F7", "F3", "Enter")
    assert in_hand(front) == sale.code
    front.press("Esc")
    front.scan("M000101")
    front.press("Enter")
    assert in_hand(front) == sale.code


def test_by_a_machines_number_written_or_scanned(front: Shopfront) -> None:
    sale = sold(front, "M001", "VX12345678")
    front.press("F7", "F5")
    QTest.keyClicks(front.find("return-field"), "VX12345678")
    QTest.keyClick(front.find("return-field"), Qt.Key.Key_Return)
    assert in_hand(front) == sale.code
    front.press("Esc")
    front.scan("VX12345678")
    assert in_hand(front) == sale.code
    front.press("Esc", "F5")
    QTest.keyClicks(front.find("return-field"), "VX00000000")
    front.press("Enter")
    assert front.notices()[-1] == "return.unknown_serial"


def test_a_code_that_is_nothing_of_the_kind_is_said(front: Shopfront) -> None:
    front.press("F7")
    front.scan(front.barcode(0))
    assert front.notices() == ["return.not_a_receipt"]
    assert front.counter.basket is None or front.counter.basket.is_empty


def test_offline_the_long_code_is_enough_and_says_so(front: Shopfront) -> None:
    sale = sold(front, "A001")
    long = token(told_of(sale), front.till.past.sign(told_of(sale)))
    front.till.memory.sales.clear()
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    front.scan(long)
    assert "영수증 코드에 적힌 내용입니다" in front.text("return-sure")
    front.press("+", "1", "Enter")
    assert returns(front)[0].flags == ("by_code", "not_confirmed", "own_sale")


def test_without_a_receipt_a_manager_decides_and_cash_goes_out(front: Shopfront) -> None:
    front.press("F7")
    front.touch("return-unproven")
    front.scan(barcode("A001"))
    front.press("F2")
    QTest.keyClicks(front.find("return-search"), "A002")
    front.press("Enter")
    assert front.text("return-count-A001") == "1" and front.text("return-count-A002") == "1"
    front.press("-", "1")
    assert "영수증 없는 반품은 점장이 정합니다 (환불 18,000원)." in front.seen()
    front.press("Enter", "Right", "2222", "Enter", "Enter")
    (back,) = returns(front)
    assert (back.sale, back.refund, back.approvals[0].action) == ("", 18_000, "return.no_receipt")
    assert front.text("return-caption") == "현금을 내어 주세요"


def test_asking_can_be_given_up(front: Shopfront) -> None:
    front.till.network.is_held = True
    front.press("F7", "77", "Enter")
    assert "본사에 확인하고 있습니다" in front.text("return-found-none")
    front.press("Esc")
    front.till.network.let_go()
    assert (front.at, in_hand(front), front.notices()) == ("returning", "", [])
