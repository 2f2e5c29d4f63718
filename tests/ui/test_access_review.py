"""Who opened whose record: the unusual first, with its arithmetic; a file only for a reason, and the reason is kept."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from pos.domain.errors import Refused
from pos.domain.facts import decode_fact
from pos.domain.people.access import ListExported, RecordOpened, RecordRefused
from pos.domain.people.joining import Consent
from pos.exports.csv_file import written
from pos.till.people import lists, reviewing
from pos.till.ports import Commit
from pos.ui.screens.access.actions import AccessReview
from pos.ui.screens.access.exporting import AccessExport
from tests.ui.dialogs import name_it
from tests.ui.fake_deeds import buys, play
from tests.ui.fakes import START, Till
from tests.ui.person_front import PersonFront
from tests.ui.shop import HANA, JISU, MINJUN, STAFF

FRONT = PersonFront
AGREES = (Consent("terms", "2025-02-10"), Consent("marketing", "2015-11-16"))


def furnish(till: Till) -> None:
    """One who bought and one who did not; both records were opened, one three times refused."""
    for member in (JISU, MINJUN, HANA):
        till.books.put(member)
    buys(till, JISU.number)
    opened(till, "p1", JISU.number)
    opened(till, "p1", MINJUN.number, hours=0.1)
    for _ in range(3):
        refused = RecordRefused(JISU.number, "marketing")
        till.memory.commit(Commit("p3", START, START.date(), facts=(refused,)))
    till.counter.staff = replace(STAFF[1], language="ko")


def opened(till: Till, who: str, member: str, *, hours: float = 0) -> None:
    at = START + timedelta(hours=hours)
    till.memory.commit(Commit(who, at, at.date(), facts=(RecordOpened(member, ("name", "mobile"), "delivery"),)))
    till.clock.at = at


def review(front: PersonFront) -> AccessReview:
    front.till.desk.open("access")
    QApplication.processEvents()
    found = front.panels["access"]
    assert isinstance(found, AccessReview)
    return found


def test_what_there_is_to_ask_about_comes_first_with_its_arithmetic(front: PersonFront) -> None:
    titles = [row.title for row in review(front).view().rows]
    assert titles[:2] == ["박기술 · 여러 번 거절됨", "김하늘 · 거래 없이 열람"]
    assert len(titles) == 2 + 5
    front.press("Down")
    seen = front.seen()
    assert "2건 중 1건은 그날 이 계산대에 열람 목적에 맞는 그 회원의 일이 없습니다." in seen
    assert "질문일 뿐 판단이 아닙니다" in seen and "M000102" in seen
    front.press("Enter")
    assert front.at == "sale+person"


def test_other_days_are_a_key_away_and_a_quiet_week_says_so(front: PersonFront) -> None:
    front.till.clock.at += timedelta(days=40)
    review(front)
    front.press("1")
    assert "열린 기록이 없습니다" in front.seen()
    front.press("3")
    assert "90일 · 열람 5건" in front.seen()


def test_a_cashier_is_sent_away(front: PersonFront) -> None:
    front.counter.staff = STAFF[0]
    review(front)
    assert (front.at, front.notices()) == ("sale", ["staff.not_allowed"])


def exports(front: PersonFront, path: Path, *, form: str) -> None:
    panel = front.panels["access_export"]
    assert isinstance(panel, AccessExport)
    front.press(form)
    assert panel.dialog is None and front.window.flash.tone == "bad", "no reason, no file"
    front.press("Right", form)
    assert panel.dialog is not None
    name_it(panel.dialog, path)


def test_the_log_becomes_a_file_for_a_reason(front: PersonFront, tmp_path: Path) -> None:
    review(front)
    front.press("F12")
    exports(front, tmp_path / "log.csv", form="2")
    fact = decode_fact(front.till.memory.entries[-1].payload)
    assert fact == ListExported("access", 5, "월별 열람 점검")
    asked, log = front.till.exporter.tables
    assert len(asked.rows) == 2 and len(log.rows) == 5
    assert not any(secret in str(log) for secret in ("김지수", "남궁민준", "010-"))
    assert front.notices() == ["export.list_written"]


def test_only_who_agreed_is_on_the_marketing_list_and_no_name_is_a_formula(front: PersonFront, tmp_path: Path) -> None:
    front.till.books.put(replace(JISU, name="=SUM(A1)", email="jisu@example.com", consents=AGREES))
    front.till.books.put(replace(HANA, consents=AGREES))  # suspended
    review(front)
    front.press("F11")
    exports(front, tmp_path / "list.xlsx", form="1")
    (table,) = front.till.exporter.tables
    assert [row[0] for row in table.rows] == [JISU.number]
    assert "'=SUM(A1)" in written((table,)).decode()
    fact = decode_fact(front.till.memory.entries[-1].payload)
    assert fact == ListExported("marketing", 1, "신제품 안내 발송")


@pytest.mark.parametrize("reason", ["", "010-1234-5678"])
def test_no_list_without_a_reason_that_can_be_kept(front: PersonFront, reason: str, tmp_path: Path) -> None:
    counter, say = front.counter, front.till.desk.words
    found = play(front.till, reviewing.review(counter, START.date(), START.date()))
    before = len(front.till.memory.entries)
    stories = (
        lists.write_marketing(counter, say, reason=reason, to=tmp_path / "a.csv", form="csv"),
        reviewing.export(counter, found, say, reason=reason, to=tmp_path / "b.csv", form="csv"),
    )
    for story in stories:
        with pytest.raises(Refused, match=r"note\.missing|privacy\.sensitive"):
            play(front.till, story)
    assert len(front.till.memory.entries) == before and not front.till.exporter.written
