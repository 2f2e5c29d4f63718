"""Goods come back in four gestures: scan the receipt, choose, say why, done; by keys and by touch."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.errors import Unavailable
from pos.till.paying.cards import CardAnswer
from pos.ui.words import all_words
from tests.ui.backroom import returns, sold
from tests.ui.fakes import Till
from tests.ui.shop import JISU, PLAN, barcode, held_plan
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    till.books.plan_list[PLAN.id] = PLAN


def test_a_return_by_receipt_is_one_scan_the_lines_the_reason_and_one_key(front: Shopfront) -> None:
    sale = sold(front, "A001", "A002")
    events = 0
    front.scan(sale.code)
    events += 1
    front.press("+")
    events += 1
    front.press("1")
    events += 1
    front.press("Enter")
    events += 1
    assert events == 4
    (back,) = returns(front)
    assert [(line.product, line.quantity, line.reason, line.condition) for line in back.lines] == [
        ("A001", 1, "change_of_mind", "unopened")
    ]
    assert (back.refund, front.till.terminal.given_back[0].amount) == (18_000, 18_000)
    assert front.text("return-caption") == "결제를 취소했습니다"
    assert front.text("return-figure") == "18,000원"


def test_the_receipt_opens_it_whatever_is_in_the_basket_and_the_basket_stays(front: Shopfront) -> None:
    sale = sold(front, "A001", pay="F9")
    front.scan(front.barcode(0))
    front.scan(sale.code)
    assert front.at == "returning"
    assert front.counter.basket is not None and front.counter.basket.unknown == ()
    assert front.rows == ["아침 숲 1 6,900"]
    front.press("Esc")
    assert (front.at, front.rows) == ("sale", ["아침 숲 1 6,900"])
    assert front.counter.returning is None
    assert front.notices() == ["return.put_away"]


def test_cash_is_handed_out_in_large_figures_and_the_next_customer_is_a_scan_away(front: Shopfront) -> None:
    sale = sold(front, "A001", "A001", pay="F9")
    front.scan(sale.code)
    front.press("*", "1")
    assert front.text("return-done") == "환불 36,000원"
    front.touch("return-done")
    assert (front.text("return-caption"), front.text("return-figure")) == ("현금을 내어 주세요", "36,000원")
    front.scan(front.barcode(1))
    assert (front.at, front.rows) == ("sale", ["긴 오후 1 6,900"])


def test_everything_by_touch(front: Shopfront) -> None:
    sale = sold(front, "A001", "A001", "A002", pay="F9")
    front.touch("open-return")
    assert front.at == "returning"
    front.scan(sale.code)
    front.touch("return-more-1")
    front.touch("return-more-1")
    front.touch("return-less-1")
    front.touch("return-row-2")
    front.touch("return-condition-used")
    front.touch("return-reason-defect")
    assert front.text("return-count-1") == "1" and front.text("return-count-2") == "1"
    front.touch("day-noticed-before")
    assert front.text("day-noticed-text") == "5월 2일 (금)"
    front.touch("return-done")
    (back,) = returns(front)
    assert [(line.quantity, line.reason, line.condition) for line in back.lines] == [
        (1, "defect", "used"),
        (1, "defect", "used"),
    ]
    front.touch("return-next")
    assert front.at == "sale"


def test_the_deadline_is_said_with_its_arithmetic(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.scan(sale.code)
    front.press("+", "1")
    told = "반품 가능 · 5월 3일 (토)부터 7일, 마지막 날이 토요일: 5월 12일 (월) 24:00까지 (15조 1항, 15조 3항)"
    assert front.text("return-verdict-1") == told
    front.touch("language")
    assert (
        front.text("return-verdict-1")
        == "Can come back · 7 days from Sat 3 May, the last is a Saturday: until Mon 12 May 24:00 (15 (1), 15 (3))"
    )


def test_a_no_names_the_ways_that_are_open_and_can_be_changed_into_one(front: Shopfront) -> None:
    sale = sold(front, "C001", "A001")
    front.scan(sale.code)
    front.press("/", "1")
    said = front.text("return-verdict-1")
    assert said.startswith("커피는 매장에서 변심으로 반품할 수 없습니다")
    assert "다른 방법: 불량이면" in said and "고객센터 080-000-0000" in said
    assert front.text("return-done") == "반품할 수 없는 상품을 빼 주세요"
    front.press("Enter")
    assert returns(front) == []
    front.press("F6", "2", "Enter")
    (back,) = returns(front)
    assert {line.product: line.reason for line in back.lines} == {"C001": "defect", "A001": "change_of_mind"}


def test_too_late_is_said_with_the_day_it_was_over(front: Shopfront) -> None:
    sale = sold(front, "A001", days_ago=20)
    front.scan(sale.code)
    front.press("+", "1")
    assert front.text("return-verdict-1").startswith("반품 기간이 지났습니다 · 5월 3일 (토)부터 7일")
    assert not front.find("return-done").isEnabled()


def test_what_was_opened_is_for_a_manager_and_the_same_return_goes_on(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.scan(sale.code)
    front.press("+", "1", "Right")
    assert front.text("return-need") == "개봉한 상품의 반품은 점장이 정합니다: 머그 350 ml."
    front.press("Enter")
    assert front.at == "returning+approval"
    assert "개봉한 상품 반품" in front.seen() and "머그 350 ml 1개" in front.seen() and "18,000원" in front.seen()
    front.press("Right", "2222", "Enter")
    assert front.at == "returning"
    assert front.text("return-done") == "환불 18,000원"
    front.press("Enter")
    (back,) = returns(front)
    assert [(one.action, one.by) for one in back.approvals] == [("return.opened", "p2")]


def test_a_machine_takes_its_plus_discounts_along(front: Shopfront) -> None:
    till = front.till
    till.books.put(JISU)
    front.scan("M000101")
    machine = sold(front, "M001", "VX12345678")
    front.scan("M000101")
    coffee = sold(front, *["C001"] * 10)
    assert coffee.discount == 20_000
    front.scan(machine.code)
    front.press("+", "1")
    assert "플러스 할인 회수 · SEL01-1-000002" in front.seen() and "−20,000원" in front.seen()
    assert front.text("return-refund") == "229,000원"
    assert front.text("return-plan") == "이 머신의 플러스 혜택이 끝납니다."
    front.press("Enter")
    assert returns(front)[0].refund == 229_000


def test_what_stays_unpaid_is_said_in_red_before_and_after(front: Shopfront) -> None:
    till = front.till
    till.memory.raise_price("M001", 10_000, at=till.clock.at - timedelta(days=1))
    till.books.put(JISU)
    front.scan("M000101")
    machine = sold(front, "M001", "VX12345678")
    front.scan("M000101")
    sold(front, *["C001"] * 10)
    front.scan(machine.code)
    front.press("+", "1")
    assert "10,000원" in front.text("return-unpaid")
    assert front.text("return-done") == "반품 완료 · 환불 없음"
    front.press("Enter")
    assert "10,000원" in front.text("return-left-unpaid")
    assert returns(front)[0].unpaid == 10_000


def test_the_same_machine_out_asks_for_its_number_and_no_money_moves(front: Shopfront) -> None:
    sale = sold(front, "M001", "VX12345678")
    front.scan(sale.code)
    front.scan("VX12345678")
    front.press("2", "F4")
    assert front.text("return-done") == "새 시리얼 번호가 필요합니다"
    front.scan("VX87654321")
    assert "시리얼 VX12345678 → VX87654321" in front.seen()
    front.press("Enter")
    (back,) = returns(front)
    assert (back.lines[0].new_serials, back.refund, back.parts) == (("VX87654321",), 0, ())
    assert front.text("return-caption") == "같은 상품을 드리세요"
    assert "원터치 머신 크림 · VX87654321" in front.seen()


def test_what_the_terminal_refuses_stays_owed_and_says_why_and_until_when(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.till.terminal.answers = [CardAnswer("declined", reason="terminal.declined")]
    front.scan(sale.code)
    front.press("+", "1", "Enter")
    assert front.text("return-caption") == "아직 돌려주지 못했습니다"
    told = front.text("return-owed")
    assert "18,000원" in told and "단말기가 취소를 거절함" in told and "5월 9일 (금)" in told
    front.press("F11")
    assert front.at == "returning+refunds"


def test_a_step_can_be_taken_back(front: Shopfront) -> None:
    sale = sold(front, "A001", "A002")
    front.scan(sale.code)
    front.press("/", "1")
    front.press("Backspace")
    assert front.text("return-done") == "반품 이유를 선택하세요"
    front.touch("return-undo")
    assert front.text("return-done") == "가져온 상품을 선택하세요"
    assert not front.find("return-undo").isEnabled()


def test_a_line_can_differ_from_the_others(front: Shopfront) -> None:
    sale = sold(front, "A001", "A002")
    front.scan(sale.code)
    front.press("/", "1", "Down", "F6", "2", "F6")
    assert "이 줄만: 미개봉 · 불량" in front.seen()
    front.press("Enter")
    assert [line.reason for line in returns(front)[0].lines] == ["change_of_mind", "defect"]


def test_a_scan_of_an_item_chooses_one_and_no_more_than_there_are(front: Shopfront) -> None:
    sale = sold(front, "A001", "A001")
    front.scan(sale.code)
    for _ in range(2):
        front.scan(barcode("A001"))
    assert front.text("return-count-1") == "2"
    front.scan(barcode("A001"))
    assert front.notices() == ["return.all_chosen"]
    front.scan(barcode("A002"))
    assert front.notices() == ["return.not_of_this_sale"]
    assert front.text("return-count-1") == "2"


def test_another_receipt_takes_the_place_of_this_one_and_that_is_said(front: Shopfront) -> None:
    first, second = sold(front, "A001"), sold(front, "A002")
    front.scan(first.code)
    front.press("+")
    front.scan(first.code)
    assert (front.text("return-count-1"), front.notices()) == ("1", [])
    front.scan(second.code)
    assert front.text("return-receipt") == f"영수증 {second.code}"
    assert front.notices() == ["return.put_away"]


def test_whether_the_mall_was_asked_is_said(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.scan(sale.code)
    assert front.text("return-sure") == "본사에 확인함"
    front.press("Esc")
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    front.scan(sale.code)
    assert "본사에 확인하지 못함" in front.text("return-sure")
    front.press("+", "1", "Enter")
    assert "not_confirmed" in returns(front)[0].flags
    front.press("Esc")
    front.till.network.is_held = True
    front.till.mall.refuse_with = None
    front.scan(sale.code)
    assert "확인하고 있습니다" in front.text("return-sure")


def test_what_came_back_before_is_not_there_to_choose(front: Shopfront) -> None:
    sale = sold(front, "A001", "A001")
    front.scan(sale.code)
    front.press("+", "1", "Enter", "Enter")
    front.scan(sale.code)
    assert "2개 중 1개 남음" in front.seen()
    front.press("+", "+")
    assert front.text("return-count-1") == "1"


def test_a_refunds_receipt_is_no_sale(front: Shopfront) -> None:
    sold(front, "A001")
    front.scan("SEL01-1-R000001")
    assert (front.at, front.notices()) == ("returning", ["return.not_a_sale"])
    front.press("Esc")
    assert front.at == "sale"


def test_after_a_sale_a_receipt_begins_a_return(front: Shopfront) -> None:
    sale = sold(front, "A001")
    front.window.go("paid")
    front.scan(sale.code)
    assert front.at == "returning"
    assert front.text("return-receipt") == f"영수증 {sale.code}"


def test_help_names_every_key_of_the_page_and_f7_on_the_sale(front: Shopfront) -> None:
    front.press("F1")
    assert "반품·교환" in front.seen()
    front.press("Esc", "F7", "F1")
    assert "카드와 날짜로" in front.seen() and "⟨" not in front.seen()


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_whatever_can_be_pressed_has_a_name_and_is_large_enough(front: Shopfront, size: tuple[int, int]) -> None:
    front.window.resize(*size)
    front.till.books.put(JISU, held_plan(JISU))
    sale = sold(front, "A001", "M001", "VX12345678")
    front.press("F7")
    for keys in ([], ["F3", "5678"], ["F4", "1234"], ["Esc", "F2", sale.code[-1], "Enter"], ["/", "2", "F4"]):
        front.press(*keys)
        QApplication.processEvents()
        buttons = list(front.window.screens["returning"].screen.findChildren(QAbstractButton))
        seen = [one for one in buttons if one.isVisible()]
        assert [one.objectName() for one in seen if not one.accessibleName().strip()] == []
        assert [(one.objectName(), one.height()) for one in seen if min(one.width(), one.height()) < 48] == []
        assert "⟨" not in front.seen()


def test_every_verdict_and_way_has_words() -> None:
    codes = ("coffee_not_at_boutique", "used", "too_late", "opened", "already_returned", "quantity", "serial")
    wanted = {f"returning.verdict.return.{code}" for code in codes}
    wanted |= {f"returning.path.{path}" for path in ("warranty", "defect", "refund", "service")}
    assert wanted | {"returning.verdict.claim.not_arrived", "returning.verdict.claim.too_late"} <= set(all_words())
