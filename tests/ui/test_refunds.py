"""What the shop owes: each way to pay it, by keys and by touch, and what is said when it does not go."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from pos.domain.back.returns import PaidOut
from pos.domain.facts import ApprovalGiven, RefundPaid, decode_fact
from pos.till.paying.cards import CardAnswer
from pos.ui import theme
from tests.ui.given_back import DECLINED, NO_PARTIAL, NOT_SENT, SILENT, give_back, sell
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def paid(front: Shopfront) -> list[PaidOut]:
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact.paid for fact in facts if isinstance(fact, RefundPaid)]


def owes_a_card(front: Shopfront, *answers: CardAnswer) -> None:
    """A mug of 18,000 from a card payment of 26,200 came back, and the card was not given its money."""
    give_back(front, sell(front, "A001", "C007"), *(answers or (DECLINED,)))


def owes_a_transfer(front: Shopfront) -> None:
    give_back(front, sell(front, "A001", by="F11"))


def opens(front: Shopfront) -> None:
    front.till.desk.open("refunds")


def test_nothing_owed_says_so(front: Shopfront) -> None:
    opens(front)
    assert "돌려드릴 돈이 없습니다" in front.seen()
    front.press("Esc")
    assert front.at == "sale"


def test_the_notice_leads_there(front: Shopfront) -> None:
    owes_a_card(front)
    assert {"refund.declined", "refund.owed"} <= set(front.notices())
    front.touch("notice-offer-0")
    assert front.at == "sale+refunds"
    assert front.notices() == ["refund.owed"]


def test_what_is_owed_by_when_and_to_which_card(front: Shopfront) -> None:
    owes_a_card(front)
    opens(front)
    seen = front.seen()
    assert "18,000원" in seen and "538720******1234" in seen and "30128844 · 5월 3일 (토)" in seen
    assert "영업일 3일 안: 5월 9일 (금)까지" in seen  # the fifth is a holiday, the sixth stands in for another
    assert "머그 350 ml × 1" in seen


def test_back_to_the_card_by_one_key(front: Shopfront) -> None:
    owes_a_card(front)
    opens(front)
    front.press("Enter")
    assert "카드로 18,000원을 돌려드렸습니다" in front.seen() and "30128844" in front.seen()
    assert [one.how for one in paid(front)] == ["card"]
    front.press("Enter")
    assert "돌려드릴 돈이 없습니다" in front.seen()
    assert "refund.owed" not in front.notices()


def test_a_refusal_says_that_no_money_moved_and_can_be_tried_again(front: Shopfront) -> None:
    owes_a_card(front)
    opens(front)
    front.till.terminal.answers = [NOT_SENT]
    front.touch("refunds-pay")
    assert "돈은 움직이지 않았습니다" in front.seen() and not paid(front)
    front.touch("refunds-again")
    assert [one.how for one in paid(front)] == ["card"]


def test_a_doubt_is_enquired_about_and_never_asked_for_twice(front: Shopfront) -> None:
    owes_a_card(front, SILENT)
    opens(front)
    assert "답이 없었습니다" in front.seen()
    asked = len(front.till.terminal.given_back)
    front.till.terminal.answers = [SILENT]
    front.press("Enter")
    assert "취소되었는지 알 수 없습니다" in front.seen() and not paid(front)
    front.touch("refunds-enquire")
    assert [one.how for one in paid(front)] == ["card"]
    assert len(front.till.terminal.given_back) == asked
    assert [verb for verb, _ in front.till.terminal.asked][-2:] == ["enquire", "enquire"]


def test_in_doubt_no_cash_is_offered(front: Shopfront) -> None:
    owes_a_card(front, SILENT)
    opens(front)
    assert not {"1", "2"} & {use.key for use in tuple(front.window.keys())}


def test_the_card_that_takes_no_part_is_cancelled_whole_and_charged_anew(front: Shopfront) -> None:
    owes_a_card(front, NO_PARTIAL)
    opens(front)
    front.press("1")
    seen = front.seen()
    assert "고객이 이 자리에" in seen and "8,200원을 새로 결제" in seen and "26,200원 전체를 취소" in seen
    assert not paid(front)
    front.press("Enter")
    assert "26,200원 전체 취소, 8,200원 재결제" in front.seen()
    assert [verb for verb, _ in front.till.terminal.asked][-1] == "charge"
    assert front.till.terminal.given_back[-1].amount == 26_200


def test_the_new_charge_is_declined_and_nothing_has_moved(front: Shopfront) -> None:
    owes_a_card(front, NO_PARTIAL)
    opens(front)
    front.till.terminal.answers = [DECLINED]
    front.press("1", "Enter")
    assert "새로 결제할 8,200원이 승인되지 않았습니다" in front.seen() and "원결제도 그대로" in front.seen()
    front.press("Esc")
    assert "카드로 환불" in front.seen()


def test_one_step_back_from_cancelling_all_of_it(front: Shopfront) -> None:
    owes_a_card(front)
    opens(front)
    asked = len(front.till.terminal.asked)
    front.press("1", "Esc")
    assert front.at == "sale+refunds" and "카드로 환불" in front.seen()
    assert len(front.till.terminal.asked) == asked


def test_a_doubtful_new_charge_is_gone_on_with(front: Shopfront) -> None:
    owes_a_card(front, NO_PARTIAL)
    opens(front)
    front.till.terminal.answers = [SILENT]
    front.press("1", "Enter", "Esc")
    assert "재결제의 결과를 알 수 없습니다" in front.seen()
    front.touch("refunds-go_on")
    front.press("Enter")
    assert [one.how for one in paid(front)] == ["card"]


def test_in_cash_a_manager_allows_it(front: Shopfront) -> None:
    owes_a_card(front)
    opens(front)
    front.press("2")
    assert front.at == "sale+approval" and "현금" in front.seen()
    front.touch("approval-reason-0")
    front.press("2222", "Enter")
    assert front.at == "sale+refunds" and "현금 18,000원을 고객에게 드리세요" in front.seen()
    assert [one.how for one in paid(front)] == ["cash"]
    given = [decode_fact(entry.payload) for entry in front.till.memory.entries if entry.kind == "ApprovalGiven"]
    assert [one.approval.action for one in given if isinstance(one, ApprovalGiven)] == ["refund.other_tender"]


def test_without_the_manager_it_stays_owed(front: Shopfront) -> None:
    owes_a_card(front)
    opens(front)
    front.press("2", "Esc")
    assert front.at == "sale+refunds" and "카드로 환불" in front.seen() and not paid(front)


def test_a_transfer_wants_its_reference(front: Shopfront) -> None:
    owes_a_transfer(front)
    opens(front)
    front.press("Enter")
    front.press("Enter")
    assert not paid(front)
    field = front.find("refunds-reference")
    assert isinstance(field, QLineEdit) and field.hasFocus()
    front.press("20250503")
    front.press("Enter")
    assert [(one.how, one.reference) for one in paid(front)] == [("transfer", "20250503")]
    assert front.window.focusWidget() is None or not isinstance(front.window.focusWidget(), QAbstractButton)


def test_the_late_ones_come_first_with_their_interest(front: Shopfront) -> None:
    owes_a_transfer(front)
    front.till.clock.at += timedelta(days=20)
    owes_a_card(front)
    opens(front)
    assert front.text("refunds-summary") == "2건 · 36,000원 · 기한 지남 1건"
    assert "기한이 14일 지남 · 지연이자 104원을 더해 드립니다" in front.seen()
    front.press("Enter", "7", "Enter")
    assert "지연이자 104원은 현금으로 함께 드리세요" in front.seen()
    assert paid(front)[0].interest == 104


def test_another_one_by_arrow_and_by_touch(front: Shopfront) -> None:
    owes_a_card(front)
    owes_a_transfer(front)
    opens(front)
    front.press("Down")
    assert "계좌이체로 보냄" in front.seen()
    first = front.counter.ports.past.owed()[0]
    front.touch(f"refunds-row-{first.part.id}")
    assert "카드로 환불" in front.seen()


def test_while_money_moves_the_card_stays_and_comes_back(front: Shopfront) -> None:
    owes_a_card(front)
    opens(front)
    front.till.cards.is_held = True
    front.press("Enter")
    assert "단말기에 취소를 요청하고 있습니다" in front.seen()
    front.press("Esc", "Enter")
    assert front.at == "sale+refunds"
    front.till.desk.close()
    front.till.cards.let_go()
    assert front.at == "sale+refunds" and "돌려드렸습니다" in front.seen()
    assert len(paid(front)) == 1


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_in_english_in_the_dark_with_room_for_fingers(front: Shopfront, size: tuple[int, int]) -> None:
    owes_a_card(front, NO_PARTIAL)
    front.window.resize(*size)
    front.till.desk.wear("dark")
    front.till.desk.speak("en")
    opens(front)
    for keys in ([], ["1"], ["Enter"]):
        front.press(*keys)
        assert "⟨" not in front.seen()
        buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)
    assert "went back to the card" in front.seen()


def test_a_manager_who_is_signed_in_asks_another(front: Shopfront) -> None:
    owes_a_card(front)
    front.counter.staff = STAFF[1]
    opens(front)
    front.press("2")
    assert "다른 점장이 없습니다" in front.seen()
