"""Days held against the mall's: on the manager's page, among what is left to do, and side by side."""

from datetime import date

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from pos.domain.agreement import Checked, Figures
from pos.till.agreements import NothingAsked
from pos.till.day import agreeing, open_items
from tests.ui import past_days
from tests.ui.fakes import Till
from tests.ui.past_days import TODAY
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period
FRONT = Shopfront
SAME = Figures(212, 200, 2_815_000, 4, 120_000, 900, b"\x1a" * 32)
AT = "2025-05-02T22:14:00.000+09:00"


class Known(NothingAsked):
    """What was found before."""

    def __init__(self, *found: Checked) -> None:
        self.found = found

    def of(self, first: date, last: date) -> tuple[Checked, ...]:
        return tuple(one for one in self.found if first.isoformat() <= one.day <= last.isoformat())

    def differing(self) -> tuple[Checked, ...]:
        return tuple(one for one in self.found if one.verdict == "differs")


EQUAL = Checked("2025-05-01", AT, SAME, SAME)
DIFFERS = Checked("2025-05-02", AT, SAME, replace(SAME, sales=199, sold=2_790_600), 0, 431)
READING = Checked("2025-05-03", AT, SAME, replace(SAME, sales=0, sold=0), 212)


def furnish(till: Till) -> None:
    till.counter.staff = STAFF[1]
    till.ledgers.known[(TODAY, TODAY)] = past_days.day(TODAY, 200)
    till.counter.ports.agreements = Known(EQUAL, DIFFERS, READING)


def test_the_managers_page_says_how_the_days_stand_and_leads_there(front: Shopfront) -> None:
    front.press(".", "/")
    assert front.text("figures-agreement") == "본사와 비교 · 3일 중 1일 불일치"
    front.touch("figures-agreement")
    assert front.at == "figures+agreements"
    assert front.text("agreements-heading") == "5월 2일 (금) · 불일치", "what differs is looked at first"


def test_both_ends_stand_side_by_side_and_where_it_begins(front: Shopfront) -> None:
    front.till.desk.open("agreements")
    seen = front.seen()
    assert "계산대 200건\n본사 199건" in seen and "계산대 2,815,000원\n본사 2,790,600원" in seen
    assert "기록 431번" in seen and "212건" in seen and "1a1a1a1a" in seen
    front.press("Up")
    assert front.text("agreements-heading") == "5월 3일 (토) · 본사 집계 중"
    assert "212건을 아직 집계하지 않았습니다" in front.seen()
    front.press("Down", "Down")
    assert front.text("agreements-heading") == "5월 1일 (목) · 일치"
    front.press("Esc")
    assert front.at == "sale"


def test_a_difference_is_said_and_stays_on_the_list(front: Shopfront) -> None:
    agreeing.found(front.counter, DIFFERS)
    assert "agreement.differs" in front.notices()
    assert [one.code for one in open_items.items(front.counter)] == ["agreement.differs"]
    front.till.desk.open("open_items")
    assert "5월 2일" in front.seen() and "본사와 다른 영업일" in front.seen()
    front.press("Enter")
    assert front.at == "sale+agreements"
    front.counter.ports.agreements = Known(EQUAL)
    agreeing.found(front.counter, EQUAL)
    assert "agreement.differs" not in front.notices() and open_items.items(front.counter) == ()


def test_a_cashier_sees_that_there_is_one_and_not_the_figures(front: Shopfront) -> None:
    front.counter.staff = STAFF[0]
    front.till.desk.open("open_items")
    assert "본사와 다른 영업일" in front.seen()
    button = front.find("open_items-close")
    assert isinstance(button, QAbstractButton)
    assert "비교 보기" not in front.seen()
    front.till.desk.open("agreements")
    assert "staff.not_allowed" in front.notices() and "2,815,000" not in front.seen()


def test_nothing_compared_yet_says_so(front: Shopfront) -> None:
    front.counter.ports.agreements = NothingAsked()
    front.till.desk.open("agreements")
    assert "아직 비교한 영업일이 없습니다" in front.seen()
    front.press("Esc", ".", "/")
    assert not front.find("figures-agreement").isVisible()
