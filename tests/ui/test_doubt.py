"""A doubt that no terminal ends: somebody found out elsewhere, says it by keys or by touch, and a second person allows.

Here a card of the basket.
"""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.approval import Approval
from pos.domain.errors import Unavailable
from pos.domain.facts import ApprovalGiven, CardAnswered, decode_fact
from pos.till.feed import Language
from pos.till.paying.cards import CardAnswer
from pos.ui import theme
from tests.ui.shopfront import Shopfront

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


def test_on_a_low_screen_the_four_ways_out_stay_apart_and_whole(front: Shopfront) -> None:
    front.window.resize(1024, 600)
    leave_in_doubt(front)
    front.till.terminal.answers = [CardAnswer("unknown")]
    front.press("Enter")
    QApplication.processEvents()
    ways = [front.find(f"answer-{name}").geometry() for name in ("enquire", "call_off", "by_hand", "put_aside")]
    assert all(way.height() >= 56 for way in ways)
    assert all(above.bottom() < below.top() for above, below in itertools.pairwise(ways))
