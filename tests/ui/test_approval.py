"""A second person allows one action: by keys and by touch, with a wrong PIN, with nobody to ask, and not at all."""

from typing import get_args

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from pos.domain.approval import Action
from pos.domain.delivery import Recipient
from pos.domain.errors import Detail
from pos.domain.facts import ApprovalGiven, ApprovalRefused, decode_fact
from pos.domain.quote import Block, Stock
from pos.till import approving, delivering
from pos.till.feed import Staff
from pos.ui.desk import FreeUnits
from pos.ui.screens.approval.view import Asked
from tests.ui.fakes import Till
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront

SECOND = Staff("p4", "이서연", "manager", "", "ko", demo_pin="444444")


FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.stock_list["C001"] = Stock(3, "2025-05-03T10:20:00+09:00")


def blocked(front: Shopfront) -> Block:
    """Five of what there are three of."""
    front.press("5", "*")
    front.scan(front.barcode(0))
    assert front.counter.quote is not None
    return front.counter.quote.blocks[0]


def told(front: Shopfront, kind: type) -> list[object]:
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact for fact in facts if isinstance(fact, kind)]


def test_a_block_is_allowed_with_a_reason_and_a_pin(front: Shopfront) -> None:
    front.till.desk.open("approval", about=blocked(front))
    seen = front.seen()
    for text in ("재고보다 많이 판매", "아침 숲", "5개", "34,500원", "김하늘 (판매 직원)"):
        assert text in seen
    front.touch("approval-reason-0")
    front.press("2222", "Enter")
    assert front.at == "sale"
    assert front.counter.quote is not None and front.counter.quote.can_be_paid
    (given,) = told(front, ApprovalGiven)
    assert isinstance(given, ApprovalGiven)
    assert (given.approval.by, given.approval.reason) == ("p2", "진열대에 있음")


def test_by_keys_alone(front: Shopfront) -> None:
    front.till.memory.people = (*STAFF, SECOND)
    front.till.desk.open("approval", about=blocked(front))
    press_named(front, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up)
    assert front.find("approver-p4").isChecked()  # type: ignore[attr-defined]  # it is a Chip
    front.press("444444")
    assert front.at == "sale"
    (given,) = told(front, ApprovalGiven)
    assert isinstance(given, ApprovalGiven)
    assert (given.approval.by, given.approval.reason) == ("p4", "방금 입고됨")


def press_named(front: Shopfront, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or front.window, key)


def test_a_wrong_pin_says_how_many_are_left_and_changes_nothing(front: Shopfront) -> None:
    front.till.desk.open("approval", about=blocked(front))
    front.touch("approval-reason-1")
    front.press("9999", "Enter")
    assert front.at == "sale+approval"
    assert front.text("approver-message") == "비밀번호가 맞지 않습니다. 4번 더 틀리면 잠깁니다."
    assert front.counter.quote is not None and not front.counter.quote.can_be_paid
    assert len(told(front, ApprovalRefused)) == 1
    front.press("2222", "Enter")
    assert front.counter.quote.can_be_paid


def test_who_is_locked_out_cannot_go_on_and_is_told_how_long(front: Shopfront) -> None:
    front.till.pins.failures = 5
    front.till.desk.open("approval", about=blocked(front))
    front.touch("approval-reason-1")
    front.press("2222", "Enter")
    assert "5:00" in front.text("approver-message")
    front.press("2222", "Enter")
    assert front.at == "sale+approval"
    assert len(told(front, ApprovalRefused)) == 1


def test_without_a_reason_nothing_is_asked(front: Shopfront) -> None:
    front.till.desk.open("approval", about=blocked(front))
    front.press("222222", "Enter")
    assert front.text("approver-message") == "왼쪽에서 이유를 먼저 선택하세요 (← →)."
    assert told(front, ApprovalRefused) == told(front, ApprovalGiven) == []


def test_esc_goes_back_step_by_step_and_leaves_everything_as_it_was(front: Shopfront) -> None:
    about = blocked(front)
    before = front.counter.basket
    front.till.desk.open("approval", about=about)
    front.touch("approval-reason-0")
    front.press("22", "Esc")
    assert front.at == "sale+approval"
    front.press("Esc")
    assert (front.at, front.counter.basket) == ("sale", before)
    assert told(front, ApprovalRefused) == told(front, ApprovalGiven) == []
    front.till.desk.open("approval", about=about)
    assert not front.find("approval-allow").isEnabled()


def test_the_asker_is_never_among_those_who_may_allow_it(front: Shopfront) -> None:
    front.counter.staff = STAFF[1]
    front.till.desk.open("approval", about=blocked(front))
    assert "다른 점장이 없습니다" in front.text("approver-message")
    front.press("2222", "Enter", "Esc")
    front.till.memory.people = (*STAFF, SECOND)
    assert front.counter.quote is not None
    front.till.desk.open("approval", about=front.counter.quote.blocks[0])
    assert SECOND.demo_pin in front.text("approver-message")
    front.touch("approval-reason-0")
    front.press("444444")
    assert front.counter.quote.can_be_paid


def test_a_boutique_without_managers_says_so(front: Shopfront) -> None:
    front.till.memory.people = STAFF[:1]
    front.till.desk.open("approval", about=blocked(front))
    assert "등록된 점장이 없습니다" in front.text("approver-message")


def test_units_are_given_for_nothing(front: Shopfront) -> None:
    front.scan(front.barcode(1))
    front.till.desk.open("approval", about=FreeUnits("C001", 2))
    assert "무상 제공" in front.seen() and "13,800원" in front.seen()
    front.touch("approval-reason-2")
    front.press("2222", "Enter")
    assert front.counter.basket is not None
    line = front.counter.basket.lines[-1]
    assert (line.product, line.quantity, line.free is not None) == ("C001", 2, True)


def test_any_other_action_goes_on_by_its_own_story(front: Shopfront) -> None:
    done: list[str] = []

    async def go_on(by: str, pin: str, reason: str) -> None:
        await approving.approve(front.counter, "order.refuse", "x", by=by, pin=pin, reason=reason)

    rows = (("무엇", "이것"),)
    asked = Asked("order.refuse", "까닭", go_on, rows, then=lambda: done.append("then"))
    front.till.desk.open("approval", about=asked)
    assert "주문 거절" in front.seen() and "까닭" in front.seen() and "이것" in front.seen()
    front.touch("approval-reason-0")
    front.press("9999", "Enter")
    assert done == []
    front.press("2222", "Enter")
    assert (front.at, done) == ("sale", ["then"])


def test_a_limit_over_a_period_shows_what_is_in_this_basket(front: Shopfront) -> None:
    front.press("2", "*")
    front.scan(front.barcode(1))
    facts: dict[str, Detail] = {"product": "C002", "most": 4, "asked": 6, "scope": "member", "days": 30}
    front.till.desk.open("approval", about=Block("order.limit_exceeded", None, facts, "C002:member:6"))
    assert "한 회원이 30일 동안 4개까지 살 수 있습니다 (이번까지 6개)" in front.text("approval-why")
    assert "2개" in front.seen().split("\n") and "13,800원" in front.seen()
    front.till.desk.open("approval", about=Block("delivery.forwarder", about="r1"))
    assert "배송대행 업체의 주소로 보입니다." in front.text("approval-why") and "13,800원" in front.seen()


def test_who_allows_a_forwarders_address_sees_it(front: Shopfront) -> None:
    front.scan(front.barcode(1))
    there = Recipient("홍길동", "010-1111-2222", "22382", "인천광역시 중구 공항로 1 배송대행 물류센터", "A-102")
    front.till.desk.do(delivering.deliver_to(front.counter, there))
    assert front.counter.quote is not None
    front.till.desk.open("approval", about=front.counter.quote.blocks[0])
    assert "(22382) 인천광역시 중구 공항로 1 배송대행 물류센터 A-102" in front.seen()


def test_what_nobody_may_allow_is_not_asked(front: Shopfront) -> None:
    front.till.desk.open("approval", about=Block("order.below_minimum", None, {"product": "C001"}))
    assert "점장의 승인으로도 할 수 없는 일입니다." in front.seen()
    front.touch("approval-reason-0")
    front.press("2222", "Enter")
    assert front.at == "sale+approval"
    front.press("Esc", "Esc")
    front.till.desk.open("approval")
    assert "승인할 것이 없습니다." in front.seen()


def test_a_reason_in_own_words_takes_no_digits_for_they_are_the_pin(front: Shopfront) -> None:
    front.till.desk.open("approval", about=blocked(front))
    field = front.find("approval-note")
    assert isinstance(field, QLineEdit)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    QTest.keyClicks(field, "seen 22")
    assert field.text() == "seen "
    front.press("Enter")
    assert front.at == "sale+approval" and not field.hasFocus()
    front.press("22", "Enter")
    (given,) = told(front, ApprovalGiven)
    assert isinstance(given, ApprovalGiven) and given.approval.reason == "seen"


def test_a_reason_with_something_personal_is_refused_in_words(front: Shopfront) -> None:
    front.till.desk.open("approval", about=blocked(front))
    field = front.find("approval-note")
    assert isinstance(field, QLineEdit)
    field.setText("010-1234-5678")
    front.press("2222", "Enter")
    assert "전화·카드·주민등록번호" in front.text("approver-message")
    assert front.at == "sale+approval"


def test_nothing_is_scanned_under_the_second_persons_hands(front: Shopfront) -> None:
    front.till.desk.open("approval", about=blocked(front))
    before = front.counter.basket
    front.scan(front.barcode(1))
    assert (front.at, front.counter.basket) == ("sale+approval", before)
    assert "여기에서는 스캔할 수 없습니다." in front.text("approver-message")


def test_while_a_pin_is_being_checked_nothing_else_is_taken(front: Shopfront) -> None:
    front.till.vault.is_held = True
    front.till.desk.open("approval", about=blocked(front))
    front.touch("approval-reason-0")
    front.press("2222", "Enter", "1", "Enter", "Esc")
    assert front.at == "sale+approval" and front.text("approval-allow") == "확인하는 중…"
    front.till.vault.let_go()
    assert front.at == "sale"
    assert len(told(front, ApprovalGiven)) == 1


def test_every_action_has_its_title_and_everything_has_a_name_in_english(front: Shopfront) -> None:
    front.till.memory.people = (*STAFF, replace(SECOND, demo_pin=""))
    front.touch("language")
    for action in get_args(Action):
        front.till.desk.open("approval", about=Block(action, None, {"product": "C001", "asked": 2}, "x"))
        assert "⟨" not in front.seen()
        front.touch("approver-p4")
        named = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() for one in named)
        assert all(min(one.width(), one.height()) >= 48 for one in named)
        front.press("Esc")


def test_a_badge_says_who_allows_it_and_the_pin_follows(front: Shopfront) -> None:
    badges = {"p1": "BADGE-1", "p2": "BADGE-2", "p4": "BADGE-4"}
    people = tuple(replace(one, badge=front.till.pins.badge(badges.get(one.id, ""))) for one in (*STAFF, SECOND))
    front.till.memory.people = people
    front.till.desk.open("approval", about=blocked(front))
    front.scan("BADGE-1")
    assert (front.at, "김하늘 님은 이 일을 승인할 수 없습니다." in front.text("approver-message")) == (
        "sale+approval",
        True,
    )
    front.scan("BADGE-4")
    assert front.find("approver-p4").isChecked()  # type: ignore[attr-defined]  # it is a Chip
    front.touch("approval-reason-0")
    front.scan("BADGE-2")
    assert told(front, ApprovalGiven) == []
    front.press("2222", "Enter")
    (given,) = told(front, ApprovalGiven)
    assert isinstance(given, ApprovalGiven) and given.approval.by == "p2"
