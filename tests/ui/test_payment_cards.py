"""Cards at the payment: in months, by the customer's code, with a signature, in doubt and called off."""

from datetime import date

import pytest
from msgspec.structs import replace

from pos.domain.facts import decode_fact
from pos.domain.tender import Rounding
from pos.till import selling
from pos.till.paying.cards import CardAnswer
from tests.ui.shop import barcode
from tests.ui.stage import Front

CODE = "281006020000000000000001"
LOST = CardAnswer("unknown", "terminal.no_answer")


def pay(front: Front, quantity: int) -> Front:
    """At the payment of so many times 7,200 won."""
    selling.add(front.counter, "C003", quantity=quantity)
    front.press("Enter")
    assert front.window.name == "payment"
    return front


@pytest.fixture
def paying(front: Front) -> Front:
    """At the payment of 129,600 won."""
    return pay(front, 18)


def asked(front: Front) -> list[tuple[str, str, int, int, bool]]:
    """What the terminal was asked for: verb, tender, amount, months, whether the customer signs."""
    return [(verb, one.tender, one.amount, one.instalments, one.signature) for verb, one in front.till.terminal.asked]


def question(front: Front) -> str:
    panel = front.payment.screen.question
    return f"{panel.question.text()}\n{panel.explanation.text()}"


def codes(front: Front) -> list[str]:
    return [notice.code for notice in front.counter.notices]


def everything_kept(front: Front) -> str:
    """All that is on disk or was said aloud."""
    memory = front.till.memory
    facts = [repr(decode_fact(entry.payload)) for entry in memory.entries]
    said = [repr(notice) for notice in front.counter.notices]
    return "\n".join([*facts, *said, repr(memory.drafts), repr(memory.job_list), repr(front.counter.late_scans)])


# --- in months ---------------------------------------------------------------------------------------------------


def test_one_key_charges_all_at_once(paying: Front) -> None:
    paying.press("F10")
    assert asked(paying) == [("charge", "card", 129_600, 0, True)]


def test_months_are_two_keys_before_the_card(paying: Front) -> None:
    paying.press("F6", "3")
    assert paying.payment.screen.field.field.text == "3개월"
    assert "매월 약 43,200원" in paying.text("field-hint")
    assert "서명" in paying.text("field-hint")
    paying.press("F10")
    assert paying.window.name == "paid"
    assert asked(paying) == [("charge", "card", 129_600, 3, True)]
    approval = paying.till.memory.sales[0].payments[0].approval
    assert approval is not None and approval.instalments == 3


def test_months_by_touch_are_two_touches_before_the_card(paying: Front) -> None:
    paying.touch("pay-months")
    paying.touch("preset-12")
    assert paying.text("field-does") == "카드 129,600원 · 12개월"
    paying.touch("field-does")
    assert asked(paying) == [("charge", "card", 129_600, 12, True)]


def test_a_digit_replaces_what_was_touched_and_backspace_takes_one_back(paying: Front) -> None:
    paying.press("F6")
    paying.touch("preset-6")
    paying.press("1", "8")
    assert paying.payment.screen.field.field.text == "18개월"
    paying.press("Backspace", "Backspace")
    assert paying.payment.screen.field.field.text == "일시불"
    paying.press("Enter")
    assert asked(paying) == [("charge", "card", 129_600, 0, True)]


def test_no_number_of_months_is_said_where_it_was_typed(paying: Front) -> None:
    paying.press("F6", "25", "Enter")
    assert "2개월부터 24개월까지" in paying.text("field-hint")
    assert paying.window.flash.tone == "bad"
    assert asked(paying) == []
    paying.press("Backspace", "4")
    assert "2개월부터" not in paying.text("field-hint")
    paying.press("Enter")
    assert asked(paying) == [("charge", "card", 129_600, 24, True)]


def test_leaving_the_months_is_all_at_once_again(paying: Front) -> None:
    paying.press("F6", "3", "Esc")
    assert paying.find("amount").isVisible()
    paying.press("F6")
    assert paying.payment.screen.field.field.text == "일시불"
    paying.press("Esc", "F10")
    assert asked(paying) == [("charge", "card", 129_600, 0, True)]


def test_a_declined_card_in_months_begins_with_all_at_once_again(paying: Front) -> None:
    paying.till.terminal.answers.append(CardAnswer("declined", "terminal.declined"))
    paying.press("F6", "3", "F10", "F10")
    assert [months for _, _, _, months, _ in asked(paying)] == [3, 0]


def test_below_the_least_amount_the_choice_says_from_how_much(front: Front) -> None:
    pay(front, 3)
    button = front.payment.screen.entry.months
    assert (button.isEnabled(), button.second) == (False, "50,000원부터")
    front.press("F6")
    assert codes(front) == ["tender.instalment_minimum"]
    assert front.find("amount").isVisible()


def test_the_amount_in_the_field_is_what_counts(paying: Front) -> None:
    paying.press("40000", "F6")
    assert codes(paying) == ["tender.instalment_minimum"]
    paying.press("Esc", "100000", "F6", "2", "Enter")
    assert asked(paying) == [("charge", "card", 100_000, 2, True)]
    assert paying.text("due") == "29,600원"
    shown = paying.payment.screen.sums._parts
    assert [part.detail for part in shown] == ["2개월 · 한빛카드 ·· 1234"]


def test_more_than_is_due_is_not_asked_about(paying: Front) -> None:
    paying.press("200000", "F6")
    assert codes(paying) == ["tender.amount"]
    assert paying.find("amount").isVisible()


def test_who_signs_is_told_while_the_terminal_is_asked(paying: Front) -> None:
    paying.till.cards.is_held = True
    paying.press("F6", "3", "Enter")
    assert "3개월 할부" in question(paying) and "단말기에 서명" in question(paying)


def test_nobody_signs_for_little(front: Front) -> None:
    pay(front, 3)
    front.till.cards.is_held = True
    front.press("F10")
    assert "서명" not in question(front)


# --- by the customer's code --------------------------------------------------------------------------------------


def test_a_customers_code_pays(paying: Front) -> None:
    paying.press("F11", "1")
    assert "바코드를 스캔하세요" in question(paying)
    paying.window.scanned(CODE)
    assert paying.window.name == "paid"
    assert asked(paying) == [("charge", "easy", 129_600, 0, False)]
    assert paying.till.terminal.asked[0][1].barcode == CODE


def test_a_customers_code_is_kept_nowhere(paying: Front) -> None:
    paying.till.terminal.answers.append(CardAnswer("declined", "terminal.declined"))
    paying.press("F11", "1")
    paying.window.scanned(CODE)
    paying.window.scanned(CODE)
    assert CODE not in everything_kept(paying)
    paying.press("F11", "1")
    paying.window.scanned(CODE)
    assert CODE not in everything_kept(paying)


def test_a_code_that_is_read_twice_pays_once_and_is_put_into_no_basket(paying: Front) -> None:
    paying.till.cards.is_held = True
    paying.press("F11", "1")
    paying.window.scanned(CODE)
    paying.window.scanned(CODE)
    paying.till.disk.is_held = True
    paying.till.cards.let_go()
    paying.window.scanned(CODE)
    assert paying.window.flash.tone == "bad"
    paying.till.disk.let_go()
    assert len(paying.till.terminal.asked) == 1
    assert paying.counter.basket is None or not paying.counter.basket.unknown
    assert CODE not in everything_kept(paying)


@pytest.mark.parametrize("wrong", [barcode("C001"), "8801234567893", "SEL01-1-000001", "M000101", "12345"])
def test_another_scan_is_no_payment_code(paying: Front, wrong: str) -> None:
    paying.press("F11", "1")
    paying.window.scanned(wrong)
    assert codes(paying) == ["scan.not_payment_code"]
    assert paying.window.flash.tone == "bad"
    assert asked(paying) == []
    assert "바코드를 스캔하세요" in question(paying)


def test_a_payment_code_anywhere_else_on_the_screen_pays_nothing(paying: Front) -> None:
    paying.window.scanned(CODE)
    assert codes(paying) == ["scan.payment_code"]
    assert asked(paying) == [] and paying.payment.screen.entry.field.text == "129,600원"
    assert CODE not in everything_kept(paying)


def test_while_a_code_is_charged_nobody_is_asked_for_a_card(paying: Front) -> None:
    paying.till.cards.is_held = True
    paying.press("F11", "1")
    paying.window.scanned(CODE)
    assert "바코드로 결제하고 있습니다" in question(paying) and "카드를" not in question(paying)


def test_the_code_can_be_left_for_the_terminal_or_for_the_other_ways(paying: Front) -> None:
    paying.press("F11", "1", "Esc")
    assert "어떻게 받을까요?" in question(paying)
    paying.press("1")
    paying.touch("answer-terminal")
    assert [(one.tender, one.barcode) for _, one in paying.till.terminal.asked] == [("easy", "")]


# --- a transfer --------------------------------------------------------------------------------------------------


def test_a_transfers_reference_is_digits_and_is_kept(paying: Front) -> None:
    paying.press("F11", "2", "4471")
    assert "이름이나 계좌번호는 적지 않습니다" in paying.text("field-hint")
    paying.press("Enter")
    assert [(one.kind, one.reference) for one in paying.till.memory.sales[0].payments] == [("transfer", "4471")]


def test_a_transfer_needs_no_reference(paying: Front) -> None:
    paying.press("F11", "2")
    assert paying.text("field-does") == "번호 없이 입금 확인함"
    paying.touch("field-does")
    assert [(one.kind, one.reference) for one in paying.till.memory.sales[0].payments] == [("transfer", "")]


def test_a_reference_takes_no_scan(paying: Front) -> None:
    paying.press("F11", "2")
    paying.window.scanned(barcode("C001"))
    assert paying.payment.screen.field.field.text == ""
    assert codes(paying) == ["scan.at_payment"]


# --- in doubt ----------------------------------------------------------------------------------------------------


def test_a_doubt_shows_its_three_ways_out(paying: Front) -> None:
    paying.till.terminal.answers.append(LOST)
    paying.press("F10")
    assert [paying.text(f"answer-{name}") for name in ("enquire", "call_off")] == [
        "단말기에 다시 확인",
        "망취소 (결제 없던 일로)",
    ]
    assert "카드사에 전화해 10:24, 129,600원" in question(paying)


def test_calling_off_is_asked_about_first(paying: Front) -> None:
    paying.till.terminal.answers.append(LOST)
    paying.press("F10", "Del")
    assert "되돌릴 수 없습니다" in question(paying)
    paying.press("Enter", "Esc")
    assert "결과를 확인하지 못했습니다" in question(paying)
    assert [verb for verb, *_ in asked(paying)] == ["charge"]


def test_what_was_called_off_is_due_again(paying: Front) -> None:
    paying.till.terminal.answers += [LOST, CardAnswer("approved", "terminal.called_off")]
    paying.press("F10")
    paying.touch("answer-call_off")
    paying.touch("answer-confirm_call_off")
    assert [verb for verb, *_ in asked(paying)] == ["charge", "call_off"]
    assert codes(paying) == ["payment.called_off"]
    assert paying.text("due") == "129,600원"
    paying.press("F9")
    assert [one.kind for one in paying.till.memory.sales[0].payments] == ["cash"]


def test_what_could_not_be_called_off_stays_in_doubt(paying: Front) -> None:
    paying.till.terminal.answers += [LOST, CardAnswer("declined", "terminal.no_call_off")]
    paying.press("F10", "Del", "1")
    assert codes(paying) == ["payment.not_called_off"]
    assert "결과를 확인하지 못했습니다" in question(paying)
    paying.press("Enter")
    assert paying.window.name == "paid"


def test_a_lost_reversal_is_not_called_off(paying: Front) -> None:
    paying.press("60000", "F10")
    paying.till.terminal.answers.append(LOST)
    paying.press("Del", "1")
    assert "취소 결과를 확인하지 못했습니다" in question(paying)
    paying.press("Del", "1")
    assert [verb for verb, *_ in asked(paying)] == ["charge", "reverse"]
    buttons = [one.objectName() for one in paying.payment.screen.question.findChildren(type(paying.find("pay-card")))]
    assert [name for name in buttons if name == "answer-call_off"] == []


# --- what is due in cash is rounded ---


def test_the_untouched_amount_is_what_is_due_in_cash_and_the_card_pays_all(front: Front) -> None:
    rule = Rounding(date(2025, 1, 1), 100, "down")
    front.till.memory.shop = replace(front.till.memory.shop, cash_rounding=(rule,))
    front.till.memory.raise_price("C003", 7_250, at=front.till.clock.at)
    pay(front, 1)
    assert front.text("outcome") == "현금은 7,200원 (끝자리 조정)"
    assert front.payment.screen.buttons["cash"].second == "7,200원"
    assert front.payment.screen.buttons["card"].second == "7,250원"
    front.press("10000")
    assert front.text("outcome") == "거스름돈 2,800원"
    front.press("Esc", "Enter")
    paid = front.till.memory.sales[0].payments[0]
    assert (paid.amount, paid.handed_over, paid.rounded, paid.change) == (7_250, 7_200, -50, 0)


# --- change, presses ---------------------------------------------------------------------------------------------


def test_a_change_that_cannot_be_real_is_asked_about_in_words(front: Front) -> None:
    pay(front, 3)
    front.press("216000", "Enter")
    assert front.window.top.notice.what.text() == "216,000원을 받으셨나요? 거스름돈이 194,400원이 됩니다."


def test_the_new_keys_are_in_the_help(paying: Front) -> None:
    uses = paying.window.keys()
    assert {("F6", "key.months"), ("F8", "key.cash_receipt")} <= {(use.key, use.label) for use in uses}


def test_cash_and_card_are_as_few_keys_as_ever(front: Front) -> None:
    for keys in (["F9"], ["F10"], ["Enter"], ["30000", "Enter"]):
        pay(front, 3)
        front.press(*keys)
        assert front.window.name == "paid", keys
        front.till.desk.go("sale")
