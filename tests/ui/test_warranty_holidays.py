"""A holiday that was announced late: typed, looked at, and entered with a manager."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.facts import HolidayEntered, decode_fact
from pos.ui import theme
from tests.ui.fakes import Till
from tests.ui.shopfront import Shopfront
from tests.ui.stage import dressed


@pytest.fixture
def front(qapp: QApplication, till: Till) -> Iterator[Shopfront]:
    dressed()
    made = Shopfront(till)
    made.till.desk.open("holidays")
    yield made
    made.close()
    dressed()
    assert not till.bugs


def entered(front: Shopfront) -> list[date]:
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact.day for fact in facts if isinstance(fact, HolidayEntered)]


def test_none_so_far(front: Shopfront) -> None:
    assert "등록한 날이 없습니다" in front.seen()
    assert not front.find("holidays-enter").isEnabled()
    front.press("Enter")
    assert front.at == "sale+holidays"


def test_typed_with_keys_and_entered_with_a_manager(front: Shopfront) -> None:
    front.press("20250617")
    assert front.text("holidays-figure") == "2025-06-17" and "6월 17일 (화) – 쉬는 날로 셉니다" in front.seen()
    front.press("Enter")
    assert front.at == "sale+approval" and "공휴일 등록" in front.seen() and "2025-06-17" in front.seen()
    front.touch("approval-reason-0")
    front.press("2222", "Enter")
    assert front.at == "sale+holidays" and "공휴일로 등록했습니다" in front.seen()
    assert entered(front) == [date(2025, 6, 17)]
    assert "2025 · 6월 17일 (화)" in front.seen()


def test_typed_with_a_finger(front: Shopfront) -> None:
    for digit in "20250617":
        front.touch(f"pad-{digit}")
    front.touch("pad-Backspace")
    front.touch("pad-8")
    assert front.text("holidays-figure") == "2025-06-18"
    front.touch("holidays-enter")
    assert front.at == "sale+approval"


@pytest.mark.parametrize(
    ("typed", "said", "can"),
    [
        ("2025", "여덟 자리를 모두", False),
        ("20250231", "없는 날짜", False),
        ("20350101", "2020년부터 2030년까지", False),
        ("20250505", "이미 공휴일입니다", False),
        ("20250607", "주말이지만", True),
        ("20250402", "지난 날입니다", True),
        ("20250617", "쉬는 날로 셉니다", True),
    ],
)
def test_what_a_day_is_is_said_before_anybody_is_asked(front: Shopfront, typed: str, said: str, can: bool) -> None:
    front.press(typed)
    assert said in front.text("holidays-said")
    assert front.find("holidays-enter").isEnabled() is can


def test_the_same_again_is_said(front: Shopfront) -> None:
    front.till.past.holiday_list.add(date(2025, 6, 17))
    front.press("20250617")
    assert "이미 등록한 날" in front.text("holidays-said")


def test_without_the_manager_it_is_still_typed(front: Shopfront) -> None:
    front.press("20250617", "Enter", "Esc")
    assert front.at == "sale+holidays" and front.text("holidays-figure") == "2025-06-17" and not entered(front)
    front.press("Esc")
    assert "_" in front.text("holidays-figure") and front.at == "sale+holidays"
    front.press("Esc")
    assert front.at == "sale"


def test_in_english_in_the_dark_with_room_for_fingers(front: Shopfront) -> None:
    front.till.desk.wear("dark")
    front.till.desk.speak("en")
    front.window.resize(1920, 1080)
    front.press("20250617")
    assert "⟨" not in front.seen() and "Tue 17 Jun will count" in front.seen()
    buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
    assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)
