"""A doubt that no terminal ends: somebody found out elsewhere, says it by keys or by touch, and a second person allows.

A cash receipt in doubt needs nobody else, and is written at once.
"""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.approval import Approval
from pos.domain.cash_receipt import CashReceipt, CashReceiptAnswered, CashReceiptOwed
from pos.domain.errors import Unavailable
from pos.domain.facts import ApprovalGiven, CardAnswered, OrderCancelled, RefundPaid, decode_fact
from pos.till import cash_receipts
from pos.till.cards import CardAnswer
from pos.till.feed import Language
from pos.till.ports import Commit
from pos.ui import theme
from tests.ui.fakes import START
from tests.ui.given_back import NO_PARTIAL, SILENT, give_back, sell
from tests.ui.shopfront import Shopfront
from tests.ui.test_orders import order

FRONT = Shopfront
PIN = "2222"


def leave_in_doubt(front: Shopfront) -> None:
    """One article of 6,900 won; the card was charged perhaps."""
    front.till.terminal.answers = [CardAnswer("unknown")]
    front.scan(front.barcode(0))
    front.press("F10")
    assert front.at == "payment" and "직접 확인한 결과 입력" in front.seen()


def leave_reversal_in_doubt(front: Shopfront) -> None:
    """A part by card; nobody knows whether giving up gave it back."""
    front.scan(front.barcode(0))
    front.press("+", "Enter", "6900", "F10")
    assert len(front.counter.payments) == 1
    front.till.terminal.answers = [CardAnswer("unknown")]
    front.press("Del", "1")
    assert front.at == "payment" and "취소 결과를 확인하지 못했습니다" in front.seen()


def allow(front: Shopfront) -> None:
    """The manager is there, gives a reason and a PIN."""
    assert front.at.endswith("approval")
    front.touch("approval-reason-0")
    front.press(PIN, "Enter")


def told(front: Shopfront, kind: type) -> list[object]:
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact for fact in facts if isinstance(fact, kind)]


def approvals(front: Shopfront) -> list[Approval]:
    return [one.approval for one in told(front, ApprovalGiven) if isinstance(one, ApprovalGiven)]


# --- a card of the basket -----------------------------------------------------------------------


def test_approved_by_keys_alone_completes_the_sale_without_asking_any_terminal(front: Shopfront) -> None:
    leave_in_doubt(front)
    asked = len(front.till.terminal.asked)
    front.press("F7")
    assert front.at == "payment+doubt"
    assert "6,900원" in front.seen() and "10:24" in front.seen()
    front.press("Down", "12345678", "Enter")
    assert front.at == "payment+approval"
    seen = front.seen()
    for text in ("카드 결제 결과를 직접 확인하여 처리", "승인됨", "12345678", "되돌릴 수 없습니다", "6,900원"):
        assert text in seen
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(QApplication.focusWidget() or front.window, key)
    front.press(PIN, "Enter")
    assert front.at == "paid"
    assert front.counter.last_sale is not None
    (payment,) = front.counter.last_sale.payments
    assert payment.approval is not None and payment.approval.approval_number == "12345678"
    (given,) = approvals(front)
    assert (given.action, given.by, given.reason) == ("payment.in_doubt", "p2", "카드사·VAN에 전화로 확인함")
    assert len(front.till.terminal.asked) == asked


def test_not_charged_by_touch_alone_and_the_money_is_due_again(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.touch("answer-by_hand")
    front.touch("doubt-no")
    assert "두 번 내게 됩니다" in front.text("doubt-meaning") and "되돌릴 수 없습니다" in front.text("doubt-meaning")
    front.touch("doubt-do")
    assert "청구되지 않음" in front.seen()
    allow(front)
    assert front.at == "payment" and front.payment.state == "open"
    assert front.notices() == ["doubt.not_charged"]
    last = told(front, CardAnswered)[-1]
    assert isinstance(last, CardAnswered) and (last.outcome, last.reason) == ("declined", "by_hand")
    front.press("F9")
    assert front.at == "paid" and front.notices() == []


def test_a_part_that_was_approved_leaves_the_rest_to_be_paid(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    front.till.terminal.answers = [CardAnswer("unknown")]
    front.press("Enter", "900", "F10", "F7", "777", "Enter")
    allow(front)
    assert front.at == "payment" and front.notices() == ["doubt.charged"]
    assert front.payment.state == "open" and "6,000원" in front.seen()
    front.press("F9")
    assert front.at == "paid"


def test_a_number_that_is_typed_says_that_it_was_approved(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F7", "Enter")
    assert front.at == "payment+doubt", "nothing was chosen yet"
    for digit in "12":
        front.touch(f"pad-{digit}")
    assert front.find("doubt-yes").isChecked()  # type: ignore[attr-defined]  # it is a row to choose
    assert front.find("doubt-number").accessibleDescription() == "12"
    front.touch("pad-Backspace")
    assert front.find("doubt-number").accessibleDescription() == "1"
    front.press("1" * 20)
    assert front.find("doubt-number").accessibleDescription() == "1" * 12
    front.press("Down")
    assert front.find("doubt-number").accessibleDescription() == ""
    front.press("5")
    assert front.find("doubt-number").accessibleDescription() == "", "what was not charged has no number"
    assert front.find("doubt-do").isEnabled()
    front.press("Up")
    assert not front.find("doubt-do").isEnabled(), "what was approved has one"


def test_one_step_back_at_a_time_and_everything_stays_in_doubt(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F7", "42", "Enter")
    assert front.at == "payment+approval"
    front.press("Esc")
    assert front.at == "payment+doubt"
    assert front.find("doubt-number").accessibleDescription() == "42", "what was typed stands there still"
    front.press("Esc")
    assert front.find("doubt-number").accessibleDescription() == ""
    front.press("Esc")
    assert front.at == "payment" and front.payment.state == "doubt"
    front.press("F7")
    assert not front.find("doubt-yes").isChecked()  # type: ignore[attr-defined]  # it is a row to choose
    front.touch("doubt-close")
    assert front.payment.state == "doubt"
    assert told(front, ApprovalGiven) == []


def test_a_scan_is_no_number_and_reaches_nothing_below(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F7", "42")
    front.scan(front.barcode(1))
    assert front.at == "payment+doubt"
    assert "스캔할 수 없습니다" in front.text("doubt-message")
    assert front.find("doubt-number").accessibleDescription() == "42"
    assert front.counter.quote is not None and len(front.counter.quote.lines) == 1
    front.press("1")
    assert "스캔" not in front.text("doubt-message")


def test_a_wrong_pin_changes_nothing(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F7", "42", "Enter")
    front.touch("approval-reason-0")
    front.press("9999", "Enter")
    assert front.at == "payment+approval"
    assert "4번 더 틀리면" in front.text("approver-message")
    assert front.payment.state == "doubt"
    front.press(PIN, "Enter")
    assert front.at == "paid"


def test_what_could_not_be_written_stays_in_doubt_and_can_be_said_again(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F7", "42", "Enter")
    front.till.memory.refuse_with = Unavailable("storage.full")
    allow(front)
    assert front.at == "payment+approval" and front.payment.state == "doubt"
    front.till.memory.refuse_with = None
    front.press(PIN, "Enter")
    assert front.at == "paid"


def test_while_the_pin_is_checked_the_terminal_may_have_told(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F7", "Down", "Down", "Enter")
    front.till.vault.is_held = True
    allow(front)
    front.till.desk.close()
    front.press("Enter")
    assert front.at == "paid", "the terminal was asked meanwhile, and knew"
    front.till.vault.let_go()
    QApplication.processEvents()
    assert len(front.till.memory.sales) == 1
    assert {"payment.nothing_in_doubt", "approval.too_late"} & set(front.notices())
    assert "doubt.not_charged" not in front.notices()


def test_it_can_be_told_after_the_basket_was_put_aside(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F4", "F5", "1", "F7", "99", "Enter")
    allow(front)
    assert front.at == "paid"


def test_a_reversal_that_went_through_is_no_payment_any_more(front: Shopfront) -> None:
    leave_reversal_in_doubt(front)
    front.press("F7")
    assert "취소되지 않음" in front.seen()
    front.press("31", "Enter")
    allow(front)
    assert front.at == "payment" and front.counter.payments == ()
    assert front.notices() == ["doubt.reversed"]
    front.press("Del", "1")
    assert front.at == "sale" and front.counter.basket is None


def test_a_reversal_that_did_not_stays_a_payment(front: Shopfront) -> None:
    leave_reversal_in_doubt(front)
    front.press("F7", "Down", "Down", "Enter")
    allow(front)
    assert front.at == "payment" and front.payment.state == "open"
    assert len(front.counter.payments) == 1 and front.notices() == ["doubt.still_charged"]


def test_who_looks_behind_the_card_is_not_told_to_insert_one(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F7", "Down", "Down", "Enter")
    front.till.vault.is_held = True
    allow(front)
    front.till.desk.close()
    said: list[str] = []
    front.counter.listeners.append(lambda _: said.append(front.payment.screen.question.question.text()))
    front.till.vault.let_go()
    assert "확인한 결과를 기록하고 있습니다" in said
    assert not any("카드를 단말기에" in text for text in said)
    assert front.at == "payment" and front.payment.state == "open"


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


# --- how it is told -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_word_and_room_for_fingers_in_both_languages(front: Shopfront, language: Language) -> None:
    leave_in_doubt(front)
    front.till.desk.speak(language)
    front.press("F7")
    for key in ("Down", "Down", "F1"):
        QApplication.processEvents()
        seen = front.seen()
        assert "⟨" not in seen
        buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)
        front.press(key)
    assert front.at == "payment+help"


def test_the_key_of_the_payment_screen_stands_in_its_help(front: Shopfront) -> None:
    leave_in_doubt(front)
    front.press("F1")
    assert "직접 확인한 결과 입력" in front.seen()
