"""Easy-Orders at the counter: never taken, explained, and what the member has."""

from datetime import date

import pytest

from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Refused, Unavailable
from pos.till import membership
from pos.till.feed import Member
from pos.till.ports import PrintResult
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def attach(front: Shopfront) -> None:
    front.till.books.put(Member("M1", "홍길동", "010-1111-2222"))
    front.till.stage.start(membership.attach(front.counter, "M1"))


def open_card(front: Shopfront) -> None:
    front.till.desk.open("easy_orders")


def test_it_says_that_none_is_taken_here_and_why(front: Shopfront) -> None:
    open_card(front)
    assert front.text("easy-orders-why") == "이지오더는 매장에서 받을 수 없습니다."
    assert "9 (6) 2" in front.seen() and "080-000-0000" in front.seen() and "캡슐 50개부터" in front.seen()
    assert "장바구니에 회원이 없습니다." in front.text("easy-orders-state")
    assert front.till.mall.asked == []


def test_what_the_member_has_and_until_when_it_can_be_changed(front: Shopfront) -> None:
    attach(front)
    front.till.mall.easy_order_list["M1"] = (EasyOrder("E1", date(2025, 5, 6), 8, (("C001", 5), ("GONE", 2))),)
    open_card(front)
    seen = front.seen()
    assert front.text("easy-orders-member") == "홍*동 회원의 이지오더"
    assert "다음 배송 5월 7일 (수)" in seen and "5월 6일 (화) 17:00까지" in seen and "8주마다" in seen
    assert "5 × 아침 숲" in seen and "2 × GONE" in seen


def test_a_member_without_one(front: Shopfront) -> None:
    attach(front)
    open_card(front)
    assert front.text("easy-orders-state") == "신청한 이지오더가 없습니다."


def test_it_says_that_it_asks(front: Shopfront) -> None:
    attach(front)
    front.till.network.is_held = True
    open_card(front)
    assert front.text("easy-orders-state") == "본사에 확인하고 있습니다…"
    front.till.network.let_go()
    assert front.text("easy-orders-state") == "신청한 이지오더가 없습니다."


def test_offline_it_says_what_is_not_known_and_asks_again(front: Shopfront) -> None:
    attach(front)
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    open_card(front)
    assert "이지오더가 없다는 뜻은 아닙니다" in front.text("easy-orders-state")
    front.till.mall.refuse_with = None
    front.touch("easy-orders-again")
    assert front.text("easy-orders-state") == "신청한 이지오더가 없습니다."


def test_a_member_whom_the_mall_does_not_find(front: Shopfront) -> None:
    attach(front)
    front.till.mall.refuse_with = Refused("member.unknown")
    open_card(front)
    assert front.text("easy-orders-state") == "본사가 이 회원을 찾지 못했습니다."
    assert not front.find("easy-orders-again").isVisible()


def test_an_answer_about_another_member_is_not_shown(front: Shopfront) -> None:
    attach(front)
    front.till.mall.easy_order_list["M1"] = (EasyOrder("E1", date(2025, 5, 6), 4, (("C001", 5),)),)
    front.till.network.is_held = True
    open_card(front)
    membership.detach(front.counter)
    front.till.network.let_go()
    assert "장바구니에 회원이 없습니다." in front.text("easy-orders-state")
    assert "아침 숲" not in front.seen()


@pytest.mark.parametrize("by", ["key", "touch"])
def test_how_to_join_is_printed(front: Shopfront, by: str) -> None:
    open_card(front)
    if by == "key":
        front.press("F12")
    else:
        front.touch("easy-orders-print")
    assert [paper.title for paper in front.till.printer.papers] == ["이지오더 가입 안내"]
    assert front.text("easy-orders-print-note") == "안내를 출력했습니다. 고객에게 드리세요."


def test_a_slip_that_did_not_come_out_says_why(front: Shopfront) -> None:
    front.till.printer.result = PrintResult("not_started", "printer.paper_out")
    open_card(front)
    front.press("F12")
    assert "용지 없음" in front.text("easy-orders-print-note")


def test_digits_stay_in_the_card_and_esc_takes_it_away(front: Shopfront) -> None:
    open_card(front)
    front.press("12", "Esc")
    assert front.at == "sale" and front.sale.typing.text == ""


def test_in_english(front: Shopfront) -> None:
    front.touch("language")
    attach(front)
    front.till.mall.easy_order_list["M1"] = (EasyOrder("E1", date(2025, 5, 6), 4, (("C001", 5),)),)
    open_card(front)
    assert "⟨" not in front.seen() and "Next delivery Wed 7 May" in front.seen()
