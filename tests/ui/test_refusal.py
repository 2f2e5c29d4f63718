"""An order is refused: by a manager at once, by a cashier with a manager's PIN, and not without a reason and a note."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from pos.domain.facts import ApprovalRefused, OrderRefused, decode_fact
from pos.domain.quote import Block
from pos.till.ports import Draft
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def refusals(front: Shopfront) -> list[OrderRefused]:
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact for fact in facts if isinstance(fact, OrderRefused)]


def rung_up(front: Shopfront) -> None:
    front.press("3", "*")
    front.scan(front.barcode(0))
    front.scan(front.barcode(1))


def test_a_manager_refuses_with_a_digit_a_note_and_enter(front: Shopfront) -> None:
    front.counter.staff = STAFF[1]
    rung_up(front)
    front.till.desk.open("refusal")
    assert "상품 4개(27,600원)가 모두 빠지고, 되돌릴 수 없습니다" in front.text("refusal-outcome")
    front.press("6")
    front.touch("refusal-reason-0")
    front.press("Enter")
    assert (front.at, front.rows) == ("sale", [])
    (fact,) = refusals(front)
    assert (fact.reason, fact.note, fact.total, fact.approval) == (6, "고객에게 설명함", 27_600, None)
    assert fact.lines == (("C001", 3), ("C002", 1))
    assert front.notices() == ["order.refused"]


def test_a_cashier_asks_a_manager_with_the_same_reason_and_note(front: Shopfront) -> None:
    rung_up(front)
    front.till.desk.open("refusal")
    assert front.text("refusal-refuse") == "점장에게 승인 요청"
    front.press("2")
    QTest.keyClick(front.window, Qt.Key.Key_Right)
    front.press("Enter")
    assert front.at == "sale+approval"
    assert "주문 내용을 확인할 수 없음" in front.seen() and "27,600원" in front.seen()
    front.press("2222", "Enter")
    assert (front.at, front.rows) == ("sale", [])
    (fact,) = refusals(front)
    assert fact.approval is not None
    assert (fact.reason, fact.note, fact.approval.by) == (2, "고객에게 설명함", "p2")


def test_a_wrong_pin_leaves_the_order_and_esc_leads_back_to_what_was_chosen(front: Shopfront) -> None:
    rung_up(front)
    before = front.counter.basket
    front.till.desk.open("refusal")
    front.touch("refusal-7")
    front.touch("refusal-reason-3")
    front.press("Enter", "9999", "Enter")
    assert "4번 더 틀리면" in front.text("approver-message")
    assert (front.counter.basket, refusals(front)) == (before, [])
    facts = [decode_fact(entry.payload) for entry in front.till.memory.entries]
    assert sum(isinstance(fact, ApprovalRefused) for fact in facts) == 1
    front.press("Esc")
    assert front.at == "sale+refusal"
    assert chosen(front) == ["refusal-7"]
    assert front.find("refusal-note").text() == "본사와 확인함"  # type: ignore[attr-defined]  # it is a field
    front.press("Esc")
    assert (front.at, front.counter.basket) == ("sale", before)


def chosen(front: Shopfront) -> list[str]:
    rows = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isChecked()]
    return [row.objectName() for row in rows if row.objectName() in {f"refusal-{number}" for number in range(1, 10)}]


def test_without_a_reason_or_a_note_nothing_is_refused(front: Shopfront) -> None:
    front.counter.staff = STAFF[1]
    rung_up(front)
    front.till.desk.open("refusal")
    front.press("Enter", "0")
    assert front.text("refusal-message") == "사유를 선택하세요."
    front.press("5", "Enter")
    assert front.text("refusal-message") == "메모를 선택하거나 짧게 적어 주세요."
    assert (front.at, refusals(front)) == ("sale+refusal", [])


def test_a_note_in_own_words_may_hold_digits_but_no_phone_number(front: Shopfront) -> None:
    front.counter.staff = STAFF[1]
    rung_up(front)
    front.till.desk.open("refusal")
    front.press("9")
    field = front.find("refusal-note")
    assert isinstance(field, QLineEdit)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.keyClicks(field, "ledger 12, 010-1234-5678")
    front.press("Enter", "Enter")
    assert "전화·카드·주민등록번호" in front.text("refusal-message")
    assert (chosen(front), refusals(front)) == (["refusal-9"], [])
    field.setText("ledger 12")
    assert front.text("refusal-message") == ""
    front.press("Enter")
    assert refusals(front)[0].note == "ledger 12"


def test_arrows_go_round_the_nine_reasons(front: Shopfront) -> None:
    rung_up(front)
    front.till.desk.open("refusal")
    front.press("Up")
    assert chosen(front) == ["refusal-9"]
    front.press("Down", "Down")
    assert chosen(front) == ["refusal-2"]


def test_what_stands_in_the_way_suggests_its_reason(front: Shopfront) -> None:
    rung_up(front)
    for code, number in (("order.out_of_stock", 1), ("order.limit_exceeded", 4), ("order.excessive_returns", 5)):
        front.till.desk.open("refusal", about=Block(code))
        assert chosen(front) == [f"refusal-{number}"]
    front.till.desk.open("refusal", about=Block("serial.missing"))
    assert chosen(front) == []


def test_with_an_empty_basket_there_is_nothing_to_refuse(front: Shopfront) -> None:
    front.till.desk.open("refusal")
    front.press("1")
    front.touch("refusal-reason-0")
    assert front.text("refusal-outcome") == "장바구니가 비어 있어 거절할 주문이 없습니다."
    front.press("Enter")
    assert front.at == "sale+refusal" and not front.find("refusal-refuse").isEnabled()


def test_once_money_was_asked_for_it_is_refused_no_more(front: Shopfront) -> None:
    front.counter.staff = STAFF[1]
    rung_up(front)
    counter = front.counter
    assert counter.draft is not None
    counter.draft = Draft(counter.draft.basket, agreed=counter.quote)
    front.till.desk.open("refusal")
    front.press("1")
    front.touch("refusal-reason-0")
    front.press("Enter")
    assert "결제가 진행 중입니다." in front.text("refusal-message")
    assert (front.at, refusals(front)) == ("sale+refusal", [])


def test_nothing_is_scanned_into_an_order_that_is_being_refused(front: Shopfront) -> None:
    rung_up(front)
    before = front.counter.basket
    front.till.desk.open("refusal")
    front.scan(front.barcode(2))
    assert (front.at, front.counter.basket) == ("sale+refusal", before)


def test_in_english_with_names_for_everything(front: Shopfront) -> None:
    rung_up(front)
    front.touch("language")
    front.till.desk.open("refusal")
    assert "Refuse the order" in front.seen() and "⟨" not in front.seen()
    named = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
    assert all(one.accessibleName() for one in named)
    assert all(min(one.width(), one.height()) >= 48 for one in named)


def test_the_row_that_stands_in_the_way_leads_here_with_its_reason(front: Shopfront) -> None:
    front.press("3", "*")
    front.scan(front.barcode(12))
    assert front.counter.quote is not None and front.counter.quote.blocks[0].code == "order.limit_exceeded"
    front.touch("refuse-0")
    assert (front.at, chosen(front)) == ("sale+refusal", ["refusal-4"])
