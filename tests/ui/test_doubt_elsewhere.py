"""The same card from where refunds, orders and cash receipts are seen to; a cash receipt needs no second person."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos.domain.cash_receipt import CashReceipt, CashReceiptAnswered, CashReceiptOwed
from pos.domain.facts import OrderCancelled, RefundPaid
from pos.till.paying import cash_receipts
from pos.till.paying.cards import CardAnswer
from pos.till.ports import Commit
from tests.ui.fakes import START
from tests.ui.given_back import NO_PARTIAL, SILENT, give_back, sell
from tests.ui.shopfront import Shopfront
from tests.ui.test_doubt import allow, told
from tests.ui.test_orders import order

FRONT = Shopfront


# --- a refund, a new charge, an order -----------------------------------------------------------


@pytest.mark.parametrize("is_paid", [True, False])
def test_a_refund_in_doubt_is_told_from_its_card(front: Shopfront, is_paid: bool) -> None:
    give_back(front, sell(front, "A001", "C001"), SILENT)
    front.till.desk.go("sale")
    front.till.desk.open("refunds")
    front.press("F7")
    assert front.at == "sale+doubt" and "18,000원" in front.seen()
    front.press(*(["31"] if is_paid else ["Down", "Down"]), "Enter")
    allow(front)
    assert front.at == "sale+refunds" and "doubt.written" in front.notices()
    assert len(told(front, RefundPaid)) == int(is_paid)
    assert ("돌려드릴 돈이 없습니다" in front.seen()) is is_paid
    if not is_paid:
        assert "카드로 환불" in front.seen() and "답이 없었습니다" not in front.seen()


def test_a_new_charge_in_doubt_is_told_and_the_refund_goes_on(front: Shopfront) -> None:
    give_back(front, sell(front, "A001", "C001"), NO_PARTIAL)
    front.till.desk.go("sale")
    front.till.desk.open("refunds")
    front.till.terminal.answers = [SILENT]
    front.press("1", "Enter", "Esc")
    front.touch("refunds-by_hand")
    assert "재결제" in front.seen()
    front.press("Down", "Down", "Enter")
    allow(front)
    assert front.at == "sale+refunds" and "재결제의 결과를 알 수 없습니다" not in front.seen()
    front.press("Enter")
    assert len(told(front, RefundPaid)) == 1


@pytest.mark.parametrize("key", ["31", "Down"])
def test_an_orders_card_in_doubt_is_told_and_its_cancellation_goes_on(front: Shopfront, key: str) -> None:
    order(front)
    front.till.terminal.answers = [CardAnswer("unknown", "terminal.no_answer")]
    front.till.desk.open("orders")
    front.press("Del", "1")
    front.touch("orders-by_hand")
    assert front.at == "sale+doubt"
    front.press(*([key] if key.isdigit() else [key, key]), "Enter")
    allow(front)
    assert front.at == "sale+orders"
    assert "by_hand" not in [use.label for use in tuple(front.window.keys())]
    reversals = [verb for verb, _ in front.till.terminal.asked].count("reverse")
    front.press("Del", "1")
    assert len(told(front, OrderCancelled)) == 1
    again = [verb for verb, _ in front.till.terminal.asked].count("reverse") - reversals
    assert again == (0 if key.isdigit() else 1)


# --- a cash receipt -----------------------------------------------------------------------------


def owes_a_receipt(front: Shopfront, *answers: CardAnswer, days_ago: int = 0) -> None:
    """A cash receipt that was asked for, and answered like this."""
    at = START - timedelta(days=days_ago)
    receipt = CashReceipt("r-1", "sale", "income", "010-****-1234", 12_000, 1_090, at)
    front.till.memory.commit(Commit("p1", START, START.date(), facts=(CashReceiptOwed(receipt),)))
    if answers:
        front.till.terminal.receipt_answers = list(answers)
        cash_receipts.tell_the_tax_office(front.counter)
        QApplication.processEvents()
    front.till.desk.open("open_items")


def answered(front: Shopfront) -> list[tuple[str, str, str]]:
    found = [one for one in told(front, CashReceiptAnswered) if isinstance(one, CashReceiptAnswered)]
    return [(one.outcome, one.reason, one.approval_number) for one in found]


def test_a_cash_receipt_that_was_issued_is_told_with_its_number(front: Shopfront) -> None:
    owes_a_receipt(front, CardAnswer("unknown"))
    front.press("F7")
    assert front.at == "sale+doubt" and "010-****-1234" in front.seen() and "126" in front.seen()
    front.press("012345678")
    assert "되돌릴 수 없습니다" in front.text("doubt-meaning")
    asked = len(front.till.terminal.receipts)
    front.press("Enter")
    assert front.at == "sale+open_items" and "남은 일이 없습니다" in front.seen()
    assert answered(front)[-1] == ("approved", "by_hand", "012345678")
    assert len(front.till.terminal.receipts) == asked and "doubt.written" in front.notices()


def test_one_that_was_not_issued_is_asked_for_again_at_once(front: Shopfront) -> None:
    owes_a_receipt(front, CardAnswer("unknown"))
    front.touch("open_items-by_hand")
    front.touch("doubt-no")
    front.touch("doubt-do")
    assert ("not_sent", "by_hand", "") in answered(front)
    assert len(front.till.terminal.receipts) == 2
    assert front.at == "sale+open_items"


def test_what_was_refused_can_only_have_been_issued_elsewhere(front: Shopfront) -> None:
    owes_a_receipt(front, CardAnswer("declined", "terminal.declined"))
    front.press("F7")
    assert not front.find("doubt-no").isVisible()
    front.press("Down", "Enter")
    assert front.at == "sale+doubt", "without a number there is nothing to say"
    front.press("7", "Enter")
    assert answered(front)[-1] == ("approved", "by_hand", "7")


def test_one_that_waits_its_turn_has_nothing_to_be_told(front: Shopfront) -> None:
    owes_a_receipt(front)
    front.press("F7")
    assert front.at == "sale+open_items"
    assert "F7" not in [use.key for use in tuple(front.window.keys())]


def test_one_that_is_late_may_have_been_issued_elsewhere(front: Shopfront) -> None:
    owes_a_receipt(front, days_ago=9)
    front.press("F7", "5", "Enter")
    assert answered(front) == [("approved", "by_hand", "5")]
    assert front.till.terminal.receipts == []


def test_while_the_terminal_is_asked_it_says_so_and_keeps_the_number(front: Shopfront) -> None:
    owes_a_receipt(front, CardAnswer("unknown"))
    front.press("F7", "77")
    front.counter.is_issuing = True
    front.press("Enter")
    assert front.at == "sale+doubt" and "결제가 진행 중입니다" in front.text("doubt-message")
    front.counter.is_issuing = False
    front.press("Enter")
    assert answered(front)[-1] == ("approved", "by_hand", "77")


def test_a_touch_beside_it_leaves_everything(front: Shopfront) -> None:
    owes_a_receipt(front, CardAnswer("unknown"))
    front.press("F7", "77")
    QTest.mouseClick(front.window.shade, Qt.MouseButton.LeftButton, pos=QPoint(4, front.window.shade.height() - 4))
    assert front.at == "sale" and answered(front)[-1][0] == "unknown"
