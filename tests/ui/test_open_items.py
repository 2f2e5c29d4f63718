"""What is left to do is one list: in the morning, at any time, at closing, and in the Z; each with the way there."""

from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.cash_receipt import CashReceipt, CashReceiptOwed
from pos.domain.epochs import AsideLookedAt
from pos.domain.facts import ShiftClosed, decode_fact
from pos.domain.people.rights import RequestMade
from pos.till.day import open_items
from pos.till.feed import PutAside
from pos.till.paying.cards import CardAnswer
from pos.till.ports import Commit, Job, Waiting
from pos.ui import theme
from tests.ui.fakes import START
from tests.ui.given_back import DECLINED, give_back, sell
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period
FRONT = Shopfront


def owes_a_receipt(front: Shopfront, *, days_ago: int = 0) -> None:
    receipt = CashReceipt(
        f"r-{days_ago}", "sale", "income", "010-****-1234", 12_000, 1_090, START - timedelta(days=days_ago)
    )
    front.till.memory.commit(Commit("p1", START, START.date(), facts=(CashReceiptOwed(receipt),)))


def in_doubt(front: Shopfront) -> None:
    front.till.terminal.answers = [CardAnswer("unknown")] * 2
    front.scan(front.barcode(0))
    front.press("F10", "Enter")
    assert front.at == "payment"


def holds(front: Shopfront) -> None:
    front.scan(front.barcode(1))
    front.press("F4")


def codes(front: Shopfront) -> list[str]:
    return [one.code for one in open_items.items(front.counter)]


def opens(front: Shopfront) -> None:
    front.till.desk.open("open_items")


def test_nothing_left_says_so(front: Shopfront) -> None:
    front.press(".", "F9")
    assert front.at == "sale+open_items"
    assert "남은 일이 없습니다" in front.seen()
    front.press("Enter", "Esc")
    assert front.at == "sale"


def test_the_most_urgent_comes_first(front: Shopfront) -> None:
    give_back(front, sell(front, "A001"), DECLINED)
    front.till.desk.go("sale")
    holds(front)
    owes_a_receipt(front)
    owes_a_receipt(front, days_ago=9)
    front.till.memory.job_list.append(Job("j", "receipt", "x", "unknown"))
    in_doubt(front)
    assert codes(front) == [
        "card.in_doubt",
        "tax.overdue",
        "tax.unissued",
        "refund.owed",
        "basket.held",
        "paper.unknown",
    ]
    summed = {one.code: (one.count, one.amount) for one in open_items.still_open(front.counter)}
    assert summed["tax.overdue"] == (1, 12_000)
    assert summed["refund.owed"] == (1, 18_000)
    assert summed["basket.held"] == (1, 0)


def test_what_the_mall_has_not_acknowledged_is_left_once_it_waits_too_long(front: Shopfront) -> None:
    front.till.memory.unsent = Waiting(7, (START - timedelta(minutes=3)).isoformat())
    assert codes(front) == []
    front.till.memory.unsent = Waiting(7, (START - timedelta(minutes=6)).isoformat())
    (one,) = open_items.still_open(front.counter)
    assert (one.code, one.count) == ("entries.waiting", 7)
    opens(front)
    assert "본사가 아직 받지 않은 기록 7건" in front.seen() and "저절로 보냅니다" in front.seen()
    front.press("Enter")
    assert front.at == "sale+open_items"


def test_a_card_in_doubt_leads_to_the_payment(front: Shopfront) -> None:
    in_doubt(front)
    front.till.desk.go("sale")
    opens(front)
    assert "단말기에 다시 확인하세요" in front.seen()
    front.press("Enter")
    assert front.at == "payment"


def test_each_thing_leads_to_where_it_is_settled(front: Shopfront) -> None:
    give_back(front, sell(front, "A001"), DECLINED)
    front.till.desk.go("sale")
    holds(front)
    front.till.memory.job_list.append(Job("j", "receipt", "x", "unknown"))
    for downs, panel in enumerate(("refunds", "held", "paper")):
        opens(front)
        front.press(*["Down"] * downs)
        front.touch(f"open_items-{panel}")
        assert front.at == f"sale+{panel}"
        front.till.desk.close()


def test_a_cash_receipt_is_tried_again_here(front: Shopfront) -> None:
    owes_a_receipt(front, days_ago=9)
    opens(front)
    assert "기한 지남 (4월 29일 (화)까지)" in front.seen() and "010-****-1234" in front.seen()
    front.press("Enter")
    assert "남은 일이 없습니다" in front.seen()
    assert len(front.till.terminal.receipts) == 1


def test_a_cash_receipt_that_is_refused_stays_and_says_why(front: Shopfront) -> None:
    owes_a_receipt(front)
    front.till.terminal.receipt_answers = [CardAnswer("declined", "terminal.declined")]
    opens(front)
    front.press("Enter")
    assert "cash_receipt.refused" in front.notices()
    assert "거절됨" in front.seen() and codes(front) == ["tax.unissued"]


def test_while_it_is_tried_again_nothing_else_can_be_done_here(front: Shopfront) -> None:
    owes_a_receipt(front)
    opens(front)
    front.till.cards.is_held = True
    front.press("Enter")
    assert "다시 보내는 중" in front.seen()
    front.press("Enter", "Down")
    front.till.cards.let_go()
    QApplication.processEvents()
    assert len(front.till.terminal.receipts) == 1


def test_what_a_member_asked_for_is_watched_and_pressing_two_days_before(front: Shopfront) -> None:
    made = RequestMade("r-1", "M000101", "copy", "id_card", START.date() + timedelta(days=3))
    front.till.memory.commit(Commit("p1", START, START.date(), facts=(made,)))
    assert codes(front) == ["request.open"]
    front.till.clock.at += timedelta(days=1)
    (one,) = open_items.items(front.counter)
    assert (one.code, one.is_late) == ("request.due", False)
    opens(front)
    assert "서두르세요: 5월 6일 (화)까지" in front.find("open_items-row-request.due:r-1").accessibleName()
    assert "열람 요청 · M000101" in front.seen()
    front.till.clock.at += timedelta(days=3)
    assert [one.is_late for one in open_items.items(front.counter)] == [True]
    assert [(one.code, one.count) for one in open_items.still_open(front.counter)] == [("request.due", 1)]


def test_in_the_morning_it_is_a_notice_that_leads_there(front: Shopfront) -> None:
    owes_a_receipt(front, days_ago=9)
    front.till.terminal.receipt_answers = [CardAnswer("not_sent", "terminal.unreachable")]
    front.counter.shift = front.till.memory.shift = None
    front.till.desk.go("shift")
    front.press("200000", "Enter")
    assert front.at == "sale"
    (notice,) = [one for one in front.counter.notices if one.code == "open_items.left"]
    assert notice.facts == {"count": 1, "late": 1}
    front.touch("notice-offer-0")
    assert front.at == "sale+open_items"
    assert "open_items.left" not in front.notices()


def test_what_head_office_keeps_aside_is_named_with_its_reason(front: Shopfront) -> None:
    front.till.memory.aside = (PutAside("2", 1, 31, "sale.twice"), PutAside("2", 1, 40, "member.merged"))
    opens(front)
    assert "2번 계산대 · 기록 1-31" in front.seen() and "sale.twice" in front.seen()
    front.press("Down")
    assert "2번 계산대 · 기록 1-40" in front.seen() and "하나로 합쳐졌습니다" in front.seen()


def test_a_quiet_morning_says_nothing(front: Shopfront) -> None:
    front.counter.shift = front.till.memory.shift = None
    front.till.desk.go("shift")
    front.press("200000", "Enter")
    assert front.notices() == []


def test_closing_shows_the_same_and_the_z_report_says_it(front: Shopfront) -> None:
    owes_a_receipt(front)
    front.press(".", "+", "4", *["Enter"] * 9)
    row = front.find("closing-open-open_items")
    assert isinstance(row, QAbstractButton) and "발급되지 않은 현금영수증 1건" in row.accessibleName()
    front.press("1")
    assert front.at == "closing+open_items"
    front.press("Esc", "Enter")
    report = next(
        fact.report
        for entry in front.till.memory.entries
        if isinstance(fact := decode_fact(entry.payload), ShiftClosed)
    )
    assert [(one.code, one.count) for one in report.still_open] == [("tax.unissued", 1)]
    assert "미발급 현금영수증" in str(front.till.printer.papers[-1].blocks)


def test_in_english_with_names_and_room_for_fingers(front: Shopfront) -> None:
    owes_a_receipt(front, days_ago=9)
    front.till.memory.job_list.append(Job("j", "receipt", "x", "unknown"))
    front.till.memory.unsent = replace(front.till.memory.unsent, count=3, since="2025-05-01T10:00:00+09:00")
    front.till.desk.speak("en")
    opens(front)
    for _ in range(3):
        QApplication.processEvents()
        assert "⟨" not in front.seen()
        buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)
        front.press("Down")


def test_a_manager_says_what_they_found_of_an_entry_that_was_put_aside(front: Shopfront) -> None:
    aside = (PutAside("1", 1, 7, "member.merged", owner="boutique"), PutAside("1", 1, 9, "sale.sums"))
    front.till.memory.aside = aside
    opens(front)
    assert "점장이 확인할 기록" in front.seen() and "본사가 확인하는 기록" in front.seen()
    front.press("Enter", "F5")
    assert [one for one in facts_of(front) if isinstance(one, AsideLookedAt)] == [], "a cashier does not"
    front.counter.staff = next(one for one in front.till.memory.people if one.role == "manager")
    front.till.desk.close()
    opens(front)
    front.press("F5")
    assert not [one for one in facts_of(front) if isinstance(one, AsideLookedAt)], "it is said in two steps"
    front.press("Enter", "F5")
    (said,) = (one for one in facts_of(front) if isinstance(one, AsideLookedAt))
    assert (said.till, said.epoch, said.seq, said.reason, said.note) == ("1", 1, 7, "member.merged", "확인함, 문제없음")


def facts_of(front: Shopfront) -> list[object]:
    return [decode_fact(entry.payload) for entry in front.till.memory.entries]
