"""Taking money: digits and one key, quick notes, parts, a card in doubt, giving up, nothing to pay."""

import pytest

from pos.till import selling
from pos.till.paying.cards import CardAnswer
from tests.ui.shop import barcode
from tests.ui.stage import Front


@pytest.fixture
def paying(front: Front) -> Front:
    """At the payment of 21,600 won."""
    selling.add(front.counter, "C003", quantity=3)
    front.press("Enter")
    assert front.window.name == "payment"
    return front


def kinds(front: Front) -> list[tuple[str, int, int]]:
    """How the last sale was paid: kind, amount, change."""
    return [(part.kind, part.amount, part.change) for part in front.till.memory.sales[-1].payments]


def outcome(front: Front) -> str:
    return front.text("outcome")


def test_the_remaining_amount_is_preselected(paying: Front) -> None:
    assert paying.text("due") == "21,600원"
    field = paying.payment.screen.entry.field
    assert (field.text, field.is_fresh) == ("21,600원", True)
    assert outcome(paying) == "거스름돈 없음"


def test_enter_on_it_is_exact_cash(paying: Front) -> None:
    paying.press("Enter")
    assert paying.window.name == "paid"
    assert kinds(paying) == [("cash", 21_600, 0)]


def test_cash_with_change_is_the_digits_and_one_key(paying: Front) -> None:
    paying.press("50000")
    assert outcome(paying) == "거스름돈 28,400원"
    paying.press("Enter")
    assert kinds(paying) == [("cash", 21_600, 28_400)]


def test_f9_is_exact_whatever_was_typed(paying: Front) -> None:
    paying.press("5", "F9")
    assert kinds(paying) == [("cash", 21_600, 0)]


def test_notes_that_people_hand_over_are_one_touch(paying: Front) -> None:
    assert [paying.text(f"quick-{at}") for at in range(4)] == ["22,000", "25,000", "30,000", "50,000"]
    paying.touch("quick-2")
    assert kinds(paying) == [("cash", 21_600, 8_400)]


def test_the_pad_does_what_the_keys_do(paying: Front) -> None:
    for name in ("pad-3", "pad-0", "pad-00", "pad-Backspace", "pad-0", "pad-0"):
        paying.touch(name)
    assert paying.payment.screen.entry.field.text == "30,000원"
    paying.touch("pay-cash")
    assert kinds(paying) == [("cash", 21_600, 8_400)]


def test_backspace_empties_the_preselected_amount_and_esc_brings_it_back(paying: Front) -> None:
    paying.press("Backspace")
    assert paying.payment.screen.entry.field.text == "0원"
    paying.press("9", "Esc")
    assert paying.payment.screen.entry.field.text == "21,600원"
    assert paying.window.name == "payment"


def test_esc_goes_back_to_the_sale_where_nothing_was_paid(paying: Front) -> None:
    paying.press("Esc")
    assert paying.window.name == "sale"
    assert paying.rows == ["깊은 밤 리스트레토 3 21,600"]


def test_change_that_cannot_be_real_is_questioned(paying: Front) -> None:
    paying.press("216000")
    assert outcome(paying) == "거스름돈 194,400원? 금액을 확인하세요"
    assert paying.find("outcome").property("tone") == "warning"
    paying.press("Enter")
    assert paying.window.top.notice.code == "tender.implausible"
    assert not paying.till.memory.sales


def test_an_amount_never_grows_beyond_reason(paying: Front) -> None:
    paying.press("123456789012")
    assert paying.payment.screen.entry.field.text == "123,456,789원"


def test_nothing_typed_away_is_no_cash(paying: Front) -> None:
    paying.press("0", "Enter")
    assert paying.window.top.notice.code == "tender.amount"
    assert not paying.till.memory.sales


def test_a_split_is_a_smaller_amount_and_the_key_of_each_part(paying: Front) -> None:
    paying.press("10000")
    assert outcome(paying) == "나누어 결제 · 11,600원 남음"
    paying.press("F10")
    assert paying.window.name == "payment"
    assert paying.text("due") == "11,600원"
    part = paying.find("part")
    assert part.accessibleName() == "카드 10,000"
    assert paying.payment.screen.entry.field.text == "11,600원"
    paying.press("Enter")
    assert kinds(paying) == [("card", 10_000, 0), ("cash", 11_600, 0)]


def test_each_part_is_on_disk_before_the_next(paying: Front) -> None:
    paying.press("10000", "F10")
    draft = paying.till.memory.open_draft()
    assert draft is not None
    assert [part.amount for part in draft.payments] == [10_000]


def test_once_a_part_is_paid_there_is_no_way_back_to_the_sale(paying: Front) -> None:
    paying.press("10000", "F10", "Esc")
    assert paying.window.name == "payment"
    assert paying.window.top.notice.code == "payment.in_progress"
    assert not paying.find("pay-back").isEnabled()


def test_no_card_is_charged_more_than_is_due(paying: Front) -> None:
    paying.press("30000", "F10")
    assert paying.window.top.notice.code == "tender.amount"
    assert not paying.till.terminal.asked


def test_other_ways_are_two_keys(paying: Front) -> None:
    paying.press("F11")
    assert paying.payment.screen.question.question.text() == "21,600원을 어떻게 받을까요?"
    paying.press("2", "Enter")
    assert kinds(paying) == [("transfer", 21_600, 0)]


def test_easy_payment_goes_through_the_terminal(paying: Front) -> None:
    paying.press("10000", "F11", "1", "Enter")
    assert [(verb, asked.tender, asked.amount) for verb, asked in paying.till.terminal.asked] == [
        ("charge", "easy", 10_000)
    ]
    paying.press("F11")
    paying.touch("answer-stay")
    assert paying.text("due") == "11,600원"


def test_while_the_terminal_is_asked_the_screen_says_so_and_takes_no_keys(paying: Front) -> None:
    paying.till.cards.is_held = True
    paying.press("F10")
    assert paying.payment.screen.question.question.text() == "카드를 단말기에 넣어 주세요"
    paying.press("Esc", "Enter", "F9", "F10", "5")
    assert paying.window.name == "payment"
    assert not any(paying.find(f"pay-{name}").isEnabled() for name in ("cash", "exact", "card", "other", "back"))
    paying.till.cards.let_go()
    assert paying.window.name == "paid"
    assert [verb for verb, _ in paying.till.terminal.asked] == ["charge"]


def test_a_declined_card_is_said_and_the_amount_is_still_due(paying: Front) -> None:
    paying.till.terminal.answers.append(CardAnswer("declined", "terminal.declined"))
    paying.press("F10")
    assert paying.window.top.notice.code == "payment.declined"
    assert paying.text("due") == "21,600원"
    paying.press("Enter")
    assert kinds(paying) == [("cash", 21_600, 0)]
    assert not paying.window.top.notice.isVisible()


def test_a_card_in_doubt_can_only_be_asked_about(paying: Front) -> None:
    paying.till.terminal.answers.append(CardAnswer("unknown", "terminal.no_answer"))
    paying.press("F10")
    question = paying.payment.screen.question
    assert question.question.text() == "카드 21,600원 결제 결과를 확인하지 못했습니다"
    assert "안전하게" in question.explanation.text()
    paying.press("F9", "F10", "Esc", "5")
    assert paying.window.name == "payment"
    assert not paying.till.memory.sales
    assert not paying.find("pay-give_up").isEnabled()
    paying.touch("answer-enquire")
    assert paying.window.name == "paid"
    assert [verb for verb, _ in paying.till.terminal.asked] == ["charge", "enquire"]
    assert kinds(paying) == [("card", 21_600, 0)]


def test_an_enquiry_that_finds_nothing_leaves_the_amount_due(paying: Front) -> None:
    paying.till.terminal.answers += [
        CardAnswer("unknown", "terminal.no_answer"),
        CardAnswer("declined", "terminal.not_known"),
    ]
    paying.press("F10", "Enter")
    assert paying.window.name == "payment"
    assert paying.text("due") == "21,600원"
    paying.press("Enter")
    assert kinds(paying) == [("cash", 21_600, 0)]


def test_a_doubt_that_stays_is_asked_about_again(paying: Front) -> None:
    paying.till.terminal.answers += [CardAnswer("unknown", "terminal.no_answer")] * 3
    paying.press("F10", "Enter", "Enter", "Enter")
    assert [verb for verb, _ in paying.till.terminal.asked] == ["charge", "enquire", "enquire", "enquire"]
    assert paying.window.name == "paid"


def test_a_terminal_that_is_asked_again_wants_no_card(paying: Front) -> None:
    paying.till.terminal.answers += [CardAnswer("unknown", "terminal.no_answer")] * 2
    paying.press("F10")
    question = paying.payment.screen.question
    paying.till.cards.is_held = True
    paying.press("Enter")
    assert question.question.text() == "단말기에 결과를 확인하고 있습니다"
    assert "다시 넣지 마세요" in question.explanation.text()
    paying.till.cards.let_go()
    assert "10:24에 다시 확인했지만" in question.explanation.text()
    paying.press("Enter")
    assert paying.window.name == "paid"


def test_a_card_that_gets_its_money_back_is_not_asked_for(paying: Front) -> None:
    paying.press("10000", "F10", "Del")
    paying.till.cards.is_held = True
    paying.press("1")
    assert paying.payment.screen.question.question.text() == "카드 결제를 취소하고 있습니다"
    paying.till.cards.let_go()
    assert paying.window.name == "sale"


def test_a_lost_reversal_is_told_apart_from_a_lost_charge(paying: Front) -> None:
    paying.press("10000", "F10")
    paying.till.terminal.answers.append(CardAnswer("unknown", "terminal.no_answer"))
    paying.press("Del", "1")
    assert paying.payment.screen.question.question.text() == "카드 10,000원 취소 결과를 확인하지 못했습니다"


def test_the_card_key_says_what_it_charges(paying: Front) -> None:
    button = paying.payment.screen.buttons["card"]
    assert button.second == "21,600원"
    paying.press("5000")
    assert button.second == "5,000원"
    paying.press("0")
    assert (button.isEnabled(), button.second) == (False, "")
    paying.press("Esc")
    assert button.isEnabled()


def test_no_outcome_of_a_card_is_said_in_a_code(paying: Front) -> None:
    for outcome, reason in (("declined", "terminal.declined"), ("not_sent", "terminal.e_1234"), ("cancelled", "")):
        paying.till.terminal.answers.append(CardAnswer(outcome, reason))  # type: ignore[arg-type]  # one of its outcomes
        paying.press("F10")
        notice = paying.window.top.notice
        assert "terminal." not in notice.what.text() + notice.then.text()
        assert len(paying.counter.notices) == 1


def test_giving_up_is_asked_about_and_can_be_left(paying: Front) -> None:
    paying.touch("pay-give_up")
    assert paying.payment.screen.question.question.text() == "이 판매를 취소할까요?"
    paying.press("Enter")
    assert paying.counter.basket is not None
    paying.press("Esc")
    assert paying.find("amount").isVisible()


def test_giving_up_gives_the_card_its_money_back_first(paying: Front) -> None:
    paying.press("10000", "F10", "5000", "Enter")
    paying.touch("pay-give_up")
    told = paying.payment.screen.question.explanation.text()
    assert "10,000원을 먼저 취소" in told and "현금 5,000원을 고객에게" in told
    paying.touch("answer-confirm_give_up")
    assert paying.window.name == "sale"
    assert paying.rows == []
    assert [verb for verb, _ in paying.till.terminal.asked] == ["charge", "reverse"]
    assert paying.till.memory.entries[-2].kind == "SaleAbandoned"


def test_a_card_that_does_not_get_its_money_back_keeps_the_basket(paying: Front) -> None:
    paying.press("10000", "F10")
    paying.till.terminal.answers.append(CardAnswer("declined", "terminal.declined"))
    paying.touch("pay-give_up")
    paying.touch("answer-confirm_give_up")
    assert paying.window.name == "payment"
    assert paying.window.top.notice.code == "payment.not_reversed"
    assert paying.text("due") == "11,600원"


def test_a_card_of_which_nobody_knows_whether_it_got_its_money_back_is_asked_about(paying: Front) -> None:
    paying.press("10000", "F10")
    paying.till.terminal.answers.append(CardAnswer("unknown", "terminal.no_answer"))
    paying.touch("pay-give_up")
    paying.touch("answer-confirm_give_up")
    assert paying.window.name == "payment"
    paying.till.terminal.answers.append(CardAnswer("declined", "terminal.reversed"))
    paying.touch("answer-enquire")
    assert paying.text("due") == "21,600원"


def test_a_sale_for_nothing_is_one_key(front: Front) -> None:
    selling.add(front.counter, "R001")
    front.press("Enter")
    assert front.payment.screen.question.question.text() == "받을 금액이 없습니다"
    front.press("Enter")
    assert front.window.name == "paid"
    assert (front.till.memory.sales[0].total, front.till.memory.sales[0].payments) == (0, ())


def test_a_scan_is_never_an_amount_and_no_item_of_this_sale(paying: Front) -> None:
    paying.window.scanned(barcode("C001"))
    assert paying.payment.screen.entry.field.text == "21,600원"
    assert paying.window.top.notice.code == "scan.at_payment"
    assert paying.counter.quote is not None
    assert paying.counter.quote.total == 21_600
    assert paying.window.flash.tone == "bad"
    assert "이 판매를 먼저 마치세요" in paying.window.top.notice.then.text()
    paying.press("5000", "Enter")
    paying.window.scanned(barcode("C001"))
    assert paying.window.top.notice.code == "payment.in_progress"


def test_a_members_or_a_vouchers_code_at_payment_says_where_it_belongs(paying: Front) -> None:
    paying.window.scanned("PB-7777")
    assert paying.window.top.notice.code == "scan.at_payment"
    assert "회원·바우처·쿠폰은 결제 전에만" in paying.window.top.notice.what.text()
    assert "혜택(F8)" in paying.window.top.notice.then.text()


def test_enter_pressed_twice_is_one_sale(paying: Front) -> None:
    paying.till.disk.is_held = True
    paying.press("Enter", "Enter", "F9")
    assert paying.payment.screen.question.question.text() == "판매를 저장하고 있습니다"
    paying.till.disk.let_go()
    assert len(paying.till.memory.sales) == 1


def test_what_is_being_paid_for_stays_in_sight(paying: Front) -> None:
    assert paying.find("items").accessibleName() == "깊은 밤 리스트레토 3"


def test_every_state_of_the_payment_has_words_in_both_languages(paying: Front) -> None:
    from pos.ui.screens.payment.question import ANSWERS
    from pos.ui.words import Words

    for words in (Words("ko"), Words("en")):
        assert all(words.has(f"payment.answer.{name}") for answers in ANSWERS.values() for name, _, _ in answers)
        assert all(words.has(f"tender.{kind}") for kind in ("cash", "card", "easy", "transfer"))
