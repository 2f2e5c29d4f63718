"""Goods for goods in one basket: the strip, the difference either way, and what is handed over at the end."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from pos.till.paying import checkout
from pos.ui import theme
from tests.ui.given_back import NO_PARTIAL, exchange, sell
from tests.ui.shop import barcode
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def strip(front: Shopfront) -> str:
    return front.find("strip-exchange").accessibleName()


def test_no_strip_without_an_exchange(front: Shopfront) -> None:
    front.scan(barcode("A001"))
    assert not front.find("strip-exchange").isVisible()


def test_the_strip_says_the_credit_and_the_difference_as_the_basket_fills(front: Shopfront) -> None:
    exchange(front, sell(front, "A001"))
    assert strip(front) == "교환 · 돌아온 상품 18,000원 · 고객에게 18,000원 돌려드립니다"
    front.scan(barcode("A001"))
    assert "오가는 돈이 없습니다" in strip(front)
    front.scan(barcode("C001"))
    assert "고객이 6,900원 더 냅니다" in strip(front)


def test_the_panel_tells_all_of_it_and_drops_it(front: Shopfront) -> None:
    exchange(front, sell(front, "A002"))
    front.scan(barcode("A001"))
    front.touch("strip-exchange")
    seen = front.seen()
    assert front.at == "sale+exchange"
    assert "우유 거품기 × 1" in seen and "99,000원" in seen and "고객에게 81,000원 돌려드립니다" in seen
    assert "538720******1234 · 81,000원" in seen
    front.press("Esc")
    assert strip(front)
    front.touch("strip-exchange")
    front.press("Del")
    assert front.at == "sale" and not front.find("strip-exchange").isVisible()
    assert checkout.due(front.counter) == 18_000


def test_what_is_due_after_the_credit(front: Shopfront) -> None:
    exchange(front, sell(front, "A001"))
    front.scan(barcode("A002"))
    front.press("Enter")
    assert front.at == "payment" and front.text("due") == "81,000원"
    assert "교환 상품" in front.seen() and "-18,000" in front.seen()
    front.press("F10")
    assert front.at == "paid"
    seen = front.seen()
    assert "교환 상품  SEL01-1-000001" in seen and "18,000원" in seen and "81,000원" in seen


def test_nothing_either_way_is_completed_by_enter(front: Shopfront) -> None:
    exchange(front, sell(front, "A001"))
    front.scan(barcode("A001"))
    front.press("Enter")
    assert "받을 금액이 없습니다" in front.seen() and "판매 완료" in front.seen()
    front.press("Enter")
    assert front.at == "paid" and len(front.till.memory.sales) == 2
    assert not front.till.terminal.given_back


def test_the_customer_gets_money_and_the_button_says_so(front: Shopfront) -> None:
    exchange(front, sell(front, "A002"))
    front.scan(barcode("A001"))
    front.press("Enter")
    seen = front.seen()
    assert "81,000원 환불하고 끝내기" in seen and "판매 완료" not in seen
    assert "돌려드릴 금액" in seen and front.text("due") == "81,000원"
    front.press("Enter")
    assert front.at == "paid" and front.text("change") == "81,000원"
    assert "환불 완료" in front.seen() and "카드 환불  한빛카드 538720******1234" in front.seen()


def test_cash_to_hand_out_is_what_is_seen_first(front: Shopfront) -> None:
    exchange(front, sell(front, "A002", by="F9"))
    front.scan(barcode("A001"))
    front.press("Enter", "Enter")
    assert front.text("change") == "81,000원"
    assert "고객에게 드릴 현금" in front.seen() and "현금 환불" in front.seen()


def test_what_the_card_does_not_take_back_is_said_to_be_owed(front: Shopfront) -> None:
    exchange(front, sell(front, "A002"))
    front.scan(barcode("A001"))
    front.till.terminal.answers = [NO_PARTIAL]
    front.press("Enter", "Enter")
    assert "아직 돌려드리지 못한 금액이 있습니다" in front.seen()
    assert "카드 – 아직 환불 안 됨" in front.seen()
    assert "refund.owed" in front.notices()


def test_giving_the_sale_up_gives_up_the_exchange_and_says_so(front: Shopfront) -> None:
    exchange(front, sell(front, "A001"))
    front.scan(barcode("A002"))
    front.press("Enter", "Del")
    assert "교환도 함께 취소" in front.seen()
    front.press("1")
    assert front.at == "sale" and not front.counter.ports.past.returns()


def test_once_money_was_taken_it_cannot_be_dropped(front: Shopfront) -> None:
    exchange(front, sell(front, "A001"))
    front.scan(barcode("A002"))
    front.press("Enter")
    front.press("50000", "Enter")
    front.till.desk.open("exchange")
    assert not front.find("exchange-drop").isEnabled()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_step_in_both_languages_with_names(front: Shopfront, language: str) -> None:
    exchange(front, sell(front, "A002", by="F9"))
    front.till.desk.speak("en" if language == "en" else "ko")
    front.till.desk.wear("dark")
    front.scan(barcode("A001"))
    front.touch("strip-exchange")
    for keys in ([], ["Esc", "Enter"], ["Enter"]):
        front.press(*keys)
        assert "⟨" not in front.seen()
        buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)
