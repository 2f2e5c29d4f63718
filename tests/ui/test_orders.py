"""Delivery orders at the counter: seen, cancelled after one question, and printed again."""

from datetime import timedelta
from typing import get_args

import pytest

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import OrderCancelled, decode_fact
from pos.till import delivering, selling
from pos.till.books import OrderState
from pos.till.paying import checkout
from pos.till.paying.cards import CardAnswer
from pos.till.ports import PrintResult
from pos.ui.screens.orders.actions import Orders
from pos.ui.screens.orders.view import OrdersView
from pos.ui.words import Words
from tests.ui.shopfront import Shopfront

HOME = Recipient("홍길동", "010-1111-2222", "06133", "서울특별시 강남구 테헤란로 123", "5층")


FRONT = Shopfront


def order(front: Shopfront, place: int = 0, *, by: str = "card") -> str:
    """A delivery order that was paid; its id."""
    counter, start = front.counter, front.till.stage.start
    selling.scan(counter, front.barcode(place))
    start(delivering.deliver_to(counter, HOME))
    assert counter.basket is not None
    sale = counter.basket.id
    pay = checkout.pay_card(counter, checkout.due(counter)) if by == "card" else checkout.pay_exact(counter)
    start(pay)
    front.window.go("sale")
    front.till.clock.at += timedelta(minutes=1)
    return sale


def open_orders(front: Shopfront) -> None:
    front.till.desk.open("orders")


def cancelled(front: Shopfront) -> list[str]:
    facts = [decode_fact(entry.payload) for entry in front.till.memory.entries]
    return [fact.sale for fact in facts if isinstance(fact, OrderCancelled)]


def told(front: Shopfront) -> str:
    front.find("orders-told")
    return front.seen()


def test_no_orders_say_where_they_come_from(front: Shopfront) -> None:
    open_orders(front)
    assert "아직 배송 주문이 없습니다." in front.text("orders-empty")
    front.press("Del", "F12", "Enter", "1")
    assert front.at == "sale+orders"
    front.press("Esc")
    assert front.at == "sale"


def test_the_newest_is_first_with_its_state_and_days(front: Shopfront) -> None:
    first, second = order(front), order(front, 1)
    open_orders(front)
    ids = [row.id for row in _view(front).orders]
    assert ids == [second, first]
    assert front.text("order-state") == "확정"
    assert front.text("order-leaving") == "5월 7일 (수) 출고 예정 (늦어도 이날)"
    assert "홍*동" in front.seen() and "테헤란로" not in front.seen()
    assert "1 × 긴 오후" in front.seen() and "2,500원" in front.seen()


def test_an_order_without_its_confirmation_is_only_received(front: Shopfront) -> None:
    front.till.printer.result = PrintResult("not_started", "printer.paper_out")
    order(front)
    open_orders(front)
    assert front.text("order-state") == "접수"


def test_another_by_arrows_and_by_touch(front: Shopfront) -> None:
    first, second = order(front), order(front, 1)
    open_orders(front)
    front.press("Down")
    assert _chosen(front) == first
    front.press("Up")
    assert _chosen(front) == second
    front.touch(f"order-{first}")
    assert _chosen(front) == first


def test_cancelling_asks_once_and_says_what_goes_back_where(front: Shopfront) -> None:
    order(front)
    open_orders(front)
    front.press("Del")
    assert "되돌릴 수 없습니다" in told(front)
    assert "9,400원 → 한빛카드 538720******1234 승인 취소" in told(front)
    assert front.till.mall.stopped == []
    front.press("Esc")
    assert front.at == "sale+orders" and not front.find("orders-told").isVisible()


def test_cancelled_by_keys_the_card_gets_its_money(front: Shopfront) -> None:
    sale = order(front)
    open_orders(front)
    front.press("Del", "1")
    assert front.till.mall.stopped == [sale] and cancelled(front) == [sale]
    assert front.till.terminal.asked[-1][0] == "reverse"
    assert "주문을 취소했습니다" in told(front)
    assert front.till.printer.papers[-1].title.startswith("주문 취소 확인서")
    front.press("Enter")
    assert front.text("order-state") == "취소"
    front.press("Del")
    assert not front.find("orders-told").isVisible()


def test_cash_goes_back_out_of_the_drawer(front: Shopfront) -> None:
    order(front, by="cash")
    kicks = front.till.printer.kicks
    open_orders(front)
    front.touch("orders-cancel")
    assert "현금 9,400원 → 돈통에서 고객에게" in told(front)
    front.touch("orders-confirm")
    assert front.till.printer.kicks == kicks + 1
    assert "현금 9,400원 → 돈통에서 고객에게" in told(front)
    front.touch("orders-done")
    assert front.text("order-state") == "취소"


def test_meanwhile_it_says_who_is_waited_for_and_stays(front: Shopfront) -> None:
    sale = order(front)
    open_orders(front)
    front.till.network.is_held = front.till.cards.is_held = True
    front.press("Del", "1")
    assert "본사에 출고 중지를 요청하고 있습니다" in told(front)
    front.press("Esc", "1", "Del")
    front.scan(front.barcode(0))
    assert front.at == "sale+orders"
    front.till.network.let_go()
    _orders(front)._look_at_terminal()
    assert "카드 결제를 취소하고 있습니다" in told(front)
    front.till.cards.let_go()
    assert cancelled(front) == [sale]
    assert "주문을 취소했습니다" in told(front)


def test_put_away_meanwhile_it_comes_back_with_the_outcome(front: Shopfront) -> None:
    order(front, by="cash")
    open_orders(front)
    front.till.network.is_held = True
    front.press("Del", "1")
    front.window.close_panel()
    front.till.network.let_go()
    assert front.at == "sale+orders"
    assert "현금 9,400원 → 돈통에서 고객에게" in told(front)


REFUSALS = {
    "order.left": (Refused("order.left"), "이미 출고되어", "반품", False),
    "mall.unreachable": (Unavailable("mall.unreachable"), "본사와 연결되지 않아", "결제는 그대로", True),
    "mall.slow": (Unavailable("mall.slow"), "본사가 답하지 않아", "결제는 그대로", True),
    "order.unknown": (Refused("order.unknown"), "아직 도착하지", "주문과 결제는 그대로", True),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_said_in_words_and_changes_nothing(front: Shopfront, code: str) -> None:
    error, what, safe, can_try_again = REFUSALS[code]
    sale = order(front)
    front.till.mall.refuse_with = error
    open_orders(front)
    front.press("Del", "1")
    assert what in told(front) and safe in told(front)
    assert cancelled(front) == []
    front.till.mall.refuse_with = None
    front.press("Enter")
    assert cancelled(front) == ([sale] if can_try_again else [])


@pytest.mark.parametrize(
    "answer, what",
    [
        (CardAnswer("unknown", "terminal.no_answer"), "카드 9,400원이 취소되었는지 알 수 없습니다"),
        (CardAnswer("declined", "terminal.declined"), "카드 9,400원을 취소하지 못했습니다 (승인 거절)"),
    ],
)
def test_a_card_that_did_not_get_its_money_is_tried_again(front: Shopfront, answer: CardAnswer, what: str) -> None:
    sale = order(front)
    front.till.terminal.answers = [answer]
    open_orders(front)
    front.press("Del", "1")
    assert what in told(front) and "출고되지 않" in told(front)
    assert cancelled(front) == []
    declined = CardAnswer("declined", "terminal.reversed")
    front.till.terminal.answers = [declined] if answer.outcome == "unknown" else []
    front.touch("orders-again")
    assert cancelled(front) == [sale]


def test_an_order_in_doubt_is_one_touch_away_from_its_notice(front: Shopfront) -> None:
    doubtful = order(front)
    order(front, 1)
    front.till.terminal.answers = [CardAnswer("unknown", "terminal.no_answer")]
    open_orders(front)
    front.press("Down", "Del", "1")
    assert "order.cancel_unfinished" in front.notices()
    front.touch("orders-close")
    front.touch("notice-offer-0")
    assert front.at == "sale+orders" and _chosen(front) == doubtful


def test_what_cannot_be_tried_again_is_only_read(front: Shopfront) -> None:
    order(front)
    front.till.mall.refuse_with = Refused("order.left")
    open_orders(front)
    front.press("Del", "1")
    assert front.text("orders-done") == "확인"
    front.press("Esc")
    assert front.at == "sale+orders" and not front.find("orders-told").isVisible()


def test_the_confirmation_again(front: Shopfront) -> None:
    order(front)
    open_orders(front)
    before = len(front.till.printer.papers)
    front.press("F12")
    assert [paper.title[:6] for paper in front.till.printer.papers[before:]] == ["주문 확인서"]
    assert front.text("order-print") == "출력했습니다."


def test_a_confirmation_that_did_not_come_out_says_why(front: Shopfront) -> None:
    order(front)
    front.till.printer.result = PrintResult("not_started", "printer.paper_out")
    open_orders(front)
    front.touch("orders-print")
    assert "용지 없음" in front.text("order-print")


def test_everything_has_words_in_english(front: Shopfront) -> None:
    order(front)
    front.touch("language")
    open_orders(front)
    for key in ("Del", "1", "Enter", "F12"):
        assert "⟨" not in front.seen()
        front.press(key)
    assert "Cancelled" in front.seen() and "⟨" not in front.seen()


@pytest.mark.parametrize("state", get_args(OrderState))
def test_every_state_of_an_order_has_a_name_in_both_languages(state: str) -> None:
    for words in (Words("ko"), Words("en")):
        assert words.has(f"orders.state.{state}") and words.has(f"orders.state_more.{state}")


def _orders(front: Shopfront) -> Orders:
    found = front.window.panels["orders"]
    assert isinstance(found, Orders)
    return found


def _view(front: Shopfront) -> OrdersView:
    return _orders(front).view()


def _chosen(front: Shopfront) -> str:
    chosen = _orders(front).view().chosen
    assert chosen is not None
    return chosen.id
