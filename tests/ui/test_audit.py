"""The audit page, by keys and by touch: questions to entries, entries to papers, finding, and a file."""

from datetime import date, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pos.domain.calendar import KST
from pos.domain.errors import Unavailable
from pos.domain.facts import DrawerOpened, Fact, LineVoided, SaleCompleted, SignedIn
from pos.domain.journal import Break, make_entry, write_time
from pos.till import session
from pos.till.day.journal import Link
from pos.ui.screens.audit import actions
from pos.ui.screens.audit.actions import AuditActions
from tests.domain.sales import a_sale
from tests.ui import given_back
from tests.ui.fake_deeds import play
from tests.ui.fakes import Till
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period
FRONT = Shopfront
TODAY = date(2025, 5, 3)
YESTERDAY = TODAY - timedelta(days=1)


def furnish(till: Till) -> None:
    """A manager, and yesterday: twelve openings of the drawer for one sale."""
    till.counter.staff = STAFF[1]
    sale = a_sale()
    facts: list[Fact] = [SignedIn(), SaleCompleted(sale), *[DrawerOpened("잔돈")] * 12, LineVoided("x", "C1", 2)]
    memory, own = till.memory, list(till.memory.entries)
    memory.sales.append(sale)
    memory.entries.clear()
    for nth, fact in enumerate(facts):
        at = write_time(datetime.combine(YESTERDAY, time(10, nth), KST))
        entry = make_entry(fact, till="1", epoch=1, seq=nth + 1, at=at, day=YESTERDAY, who="p1", previous=b"")
        memory.entries.append(entry)
    memory.entries.extend(own)
    till.journal.link = Link(1, 99, is_end=True)


def page(front: Shopfront) -> AuditActions:
    front.press(".", "F11")
    assert front.at == "audit"
    found = front.window.screens["audit"]
    assert isinstance(found, AuditActions)
    return found


def write(front: Shopfront, name: str, text: str) -> None:
    field = front.find(f"audit-filter-{name}")
    assert isinstance(field, QLineEdit)
    field.setText(text)
    field.textEdited.emit(text)


def test_yesterdays_question_with_its_arithmetic(front: Shopfront) -> None:
    page(front)
    assert "확인할 일 1건" in front.text("audit-when") and "사슬 이상 없음" in front.text("audit-chain")
    told = front.text("audit-facts")
    assert "1건 판매에서 12번" in told and "질문이지 판단이 아닙니다" in front.text("audit-note")


def test_from_a_question_to_its_entries_and_back(front: Shopfront) -> None:
    shown = page(front)
    front.press("Enter")
    assert front.text("audit-title") == "판매 없이 돈통 열기 · 김하늘" and len(shown.view().rows) == 12
    assert "김하늘 · 잔돈" in shown.view().rows[0].detail
    front.press("Esc")
    assert front.text("audit-title") == "감사 기록" and len(shown.view().rows) == 1
    front.press("Esc")
    assert front.at == "sale"


def test_the_journal_day_by_day_and_kind_by_kind(front: Shopfront) -> None:
    shown = page(front)
    front.press("2", "Left")
    assert front.text("audit-when") == "2025년 5월 2일 (금)" and len(shown.view().rows) == 15
    front.press("+")
    assert [row.trailing for row in shown.view().rows] == [f"{a_sale().total:,}원"]
    front.touch("audit-group-voids")
    assert [row.title for row in shown.view().rows] == ["10:14 · 줄 삭제"]
    front.press("Right")
    assert not shown.view().can_go_on and "맞는 기록이 없습니다" in front.text("audit-message")


def test_todays_sale_with_its_receipt(front: Shopfront) -> None:
    sale = given_back.sell(front, "A001")
    shown = page(front)
    front.press("2", "+")
    assert shown.view().paper is not None and str(sale.number) in front.text("audit-facts")
    assert not front.find("audit-note").isVisible()


def test_page_by_page(front: Shopfront, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "A_PAGE", 10)
    shown = page(front)
    front.press("2", "Left")
    assert len(shown.view().rows) == 10 and shown.view().has_older
    front.press("PgDn")
    assert len(shown.view().rows) == 5 and not shown.view().has_older and shown.view().has_newer
    front.press("PgUp")
    assert len(shown.view().rows) == 10


def test_found_by_person_day_and_amount(front: Shopfront) -> None:
    shown = page(front)
    front.press("/")
    assert front.at == "audit+audit_filter"
    write(front, "first", "2025-05-02")
    write(front, "last", "2025-05-01")
    front.press("Enter")
    assert front.text("audit-filter-message") and front.at == "audit+audit_filter"
    write(front, "last", "2025-05-02")
    write(front, "least", "10,000")
    front.touch("audit-filter-who-p1")
    front.touch("audit-filter-show")
    assert front.at == "audit" and len(shown.view().rows) == 1
    assert front.text("audit-when") == "2025년 5월 2일 (금) · 김하늘 · 10,000원 –"
    front.press("/", "Down", "1")
    assert front.text("audit-when").startswith("2025년 5월 3일")


def test_as_a_file(front: Shopfront) -> None:
    shown = page(front)
    front.press("F12")
    assert front.till.exporter.written == {}
    front.press("2", "Left", "F12")
    dialog = shown.dialog
    assert dialog is not None
    dialog.fileSelected.emit("/elsewhere/audit.csv")
    assert [str(path) for path in front.till.exporter.written] == ["/elsewhere/audit.csv"]
    dialog.reject()


def test_a_chain_that_does_not_hold(front: Shopfront) -> None:
    front.till.journal.link = Link(1, 4, broken=Break(5, "hash"), is_end=True)
    front.counter.looked.link = front.till.journal.link
    page(front)
    assert "5번에서 맞지 않습니다 (바뀐 내용)" in front.text("audit-chain")


def test_a_disk_that_cannot_be_read(front: Shopfront, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise Unavailable("disk.failed")

    page(front)
    monkeypatch.setattr(front.till.journal, "days", fails)
    front.press("1")
    assert "읽지 못했습니다" in front.text("audit-message") and "disk.failed" in front.notices()


def test_a_scan_is_no_sale(front: Shopfront) -> None:
    page(front)
    front.scan(front.barcode(0))
    assert "audit.scanned" in front.notices() and front.counter.basket is None


def test_only_for_whoever_may_see_it(front: Shopfront) -> None:
    front.counter.staff = STAFF[0]
    front.press(".", "F11")
    assert front.at == "sale+tools"
    front.till.desk.go("audit")
    assert front.at == "sale"


def test_the_morning_says_so_and_so_does_the_managers_page(front: Shopfront) -> None:
    play(front.till, session.sign_in(front.counter, "p2", "2222"))
    assert "audit.to_look_at" in front.notices()
    front.till.desk.go("figures")
    front.press("F11")
    assert front.at == "audit" and "audit.to_look_at" not in front.notices()
