"""After a sale: what became of its cash receipt, asked for again with one key; and no customer's code is kept."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.facts import decode_fact
from pos.till.paying.cards import CardAnswer
from pos.till.ports import PrintResult
from pos.ui import theme
from tests.ui.shop import JISU, barcode
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
MOBILE = "01011112222"


def sell(front: Shopfront, *answers: CardAnswer, number: str = MOBILE) -> None:
    """One product of 6,900 won in cash, with a cash receipt."""
    front.till.terminal.receipt_answers += answers
    front.scan(front.barcode(0))
    front.press("Enter", *(["F8", number, "Enter"] if number else []), "F9")
    assert front.at == "paid"


def test_the_approval_is_said(front: Shopfront) -> None:
    sell(front)
    assert front.text("tax-receipt-title") == "현금영수증 발급됨 · 승인번호 000000001"
    assert front.text("tax-receipt-text") == "소득공제 010-****-2222"
    assert not front.find("tax-receipt-again").isVisible()
    uses = front.window.keys()
    assert "F8" not in [use.key for use in uses]


def test_a_card_is_told_to_nobody(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    front.press("F10")
    assert front.at == "paid" and not front.find("tax-receipt").isVisible()


def test_a_customer_who_asks_afterwards_gets_one(front: Shopfront) -> None:
    sell(front, number="")
    assert front.text("tax-receipt-title") == "현금영수증 없음"
    front.press("F8")
    assert front.at == "paid+cash_receipt"
    front.press("12345", "Enter")
    assert "번호가 아닙니다" in front.seen()
    front.press(*["Backspace"] * 5, MOBILE)
    assert "소득공제 · 휴대전화 번호" in front.seen()
    front.press("Enter")
    assert front.at == "paid"
    assert "발급됨" in front.text("tax-receipt-title")
    assert [one.number for one in front.till.terminal.receipts] == [MOBILE]


def test_asking_afterwards_by_touch_and_by_scan(front: Shopfront) -> None:
    sell(front, number="")
    front.touch("tax-receipt-again")
    front.scan(front.barcode(0))
    assert front.at == "paid+cash_receipt" and "번호가 아닙니다" in front.seen()
    front.scan("154412345678901234")
    front.touch("field-does")
    assert front.text("tax-receipt-text") == "소득공제 **************1234"


def test_asking_afterwards_can_be_left(front: Shopfront) -> None:
    sell(front, number="")
    front.press("F8", "0101", "Esc")
    assert (front.at, front.text("tax-receipt-title")) == ("paid", "현금영수증 없음")


def test_one_to_nobody_says_how_the_customer_can_claim_it(front: Shopfront) -> None:
    for _ in range(15):
        front.scan(front.barcode(0))
    front.press("F9")
    if front.at != "paid":
        front.press("F9")
    assert "자진발급 010-000-1234" in front.text("tax-receipt-text") and "홈택스" in front.text("tax-receipt-text")


def test_while_it_is_issued_nobody_has_to_wait(front: Shopfront) -> None:
    front.till.cards.is_held = True
    sell(front)
    assert "발급하는 중" in front.text("tax-receipt-title")
    front.till.cards.let_go()
    assert "발급됨" in front.text("tax-receipt-title")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (CardAnswer("not_sent", "terminal.offline"), "아직 발급되지 않았습니다"),
        (CardAnswer("unknown", "terminal.no_answer"), "발급되었는지 알 수 없습니다"),
        (CardAnswer("declined", "terminal.declined"), "거절되었습니다"),
    ],
)
def test_what_was_not_issued_is_one_key(front: Shopfront, answer: CardAnswer, said: str) -> None:
    sell(front, answer)
    assert said in front.text("tax-receipt-title")
    front.press("F8")
    assert "발급됨" in front.text("tax-receipt-title")
    assert not [code for code in front.notices() if code.startswith("cash_receipt.")]


def test_it_can_be_refused_again_and_says_so(front: Shopfront) -> None:
    declined = CardAnswer("declined", "terminal.declined")
    sell(front, declined, declined)
    front.touch("tax-receipt-again")
    assert "cash_receipt.refused" in front.notices()
    assert "거절되었습니다" in front.text("tax-receipt-title")


def test_pressing_twice_asks_once(front: Shopfront) -> None:
    sell(front, CardAnswer("declined", "terminal.declined"))
    front.till.cards.is_held = True
    front.press("F8", "F8")
    front.till.cards.let_go()
    assert len(front.till.terminal.receipts) == 2
    assert "발급됨" in front.text("tax-receipt-title")


def test_the_notice_leads_to_the_open_items(front: Shopfront) -> None:
    sell(front, CardAnswer("not_sent", "terminal.offline"))
    assert front.window.top.notice.code == "cash_receipt.waiting"
    front.touch("notice-offer-0")
    assert front.at == "paid+open_items"


def test_a_card_in_months_says_so(front: Shopfront) -> None:
    for _ in range(15):
        front.scan(front.barcode(0))
    front.press("Enter", "F6", "3", "F10")
    assert "신용카드  3개월  한빛카드 538720******1234" in front.seen()


def test_a_payment_code_that_is_read_once_more_begins_no_sale(front: Shopfront) -> None:
    code = "281006020000000000000001"
    front.scan(front.barcode(0))
    front.press("Enter", "F11", "1")
    front.scan(code)
    assert front.at == "paid"
    front.scan(code)
    assert front.at == "paid"
    assert front.notices() == ["scan.payment_code"]
    kept = [repr(decode_fact(entry.payload)) for entry in front.till.memory.entries]
    assert code not in repr((kept, front.till.memory.drafts, front.counter.basket))


def test_whatever_goes_wrong_at_once_leaves_every_button_its_room(front: Shopfront) -> None:
    front.till.printer.result = PrintResult("unknown", "printer.stalled")
    front.till.books.put(JISU)
    for number in ("VX00000001", "VX00000002"):
        front.scan(barcode("M001"))
        front.scan(number)
    front.press("F3", "5678", "Enter", "Enter", "200000", "F10", "F8", MOBILE, "Enter")
    front.till.terminal.receipt_answers.append(CardAnswer("declined", "terminal.declined"))
    front.press("F9")
    assert front.at == "paid" and "거절되었습니다" in front.text("tax-receipt-title")
    for _ in range(3):  # what wraps settles its height in a second round
        QApplication.processEvents()
    buttons = [one for one in front.window.findChildren(QAbstractButton) if one.isVisible()]
    assert {"paper-leave", "tax-receipt-again", "register-VX00000002"} <= {one.objectName() for one in buttons}
    assert [one.objectName() for one in buttons if min(one.width(), one.height()) < theme.TOUCH] == []


def test_it_is_said_in_english_too(front: Shopfront) -> None:
    front.touch("language")
    sell(front, CardAnswer("unknown", "terminal.no_answer"))
    assert "Nobody knows" in front.seen() and "⟨" not in front.seen()
