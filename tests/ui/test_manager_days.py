"""Which days are looked at: quick names, two touches in the calendar, the keyboard, and what is typed."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from pos.ui.screens.figures.actions import FiguresActions
from pos.ui.screens.figures.periods import Period, Quick, month_of, quick, read_day
from pos.ui.widgets.month import Month
from tests.ui.fakes import Till
from tests.ui.past_days import TODAY
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period
FRONT = Shopfront


def furnish(till: Till) -> None:
    till.counter.staff = STAFF[1]


def choose(front: Shopfront) -> None:
    front.press(".", "/", "/")
    assert front.at == "figures+figures_period"


def course(front: Shopfront) -> tuple[Period, Period | None]:
    page = front.window.screens["figures"]
    assert isinstance(page, FiguresActions)
    return page._course.period, page._course.against


def field(front: Shopfront, name: str, text: str) -> None:
    found = front.find(f"figures-{name}")
    assert isinstance(found, QLineEdit)
    found.setFocus()
    found.selectAll()
    QTest.keyClicks(found, text)


def touch_day(front: Shopfront, row: int, column: int) -> None:
    month = front.find("figures-month")
    assert isinstance(month, Month)
    side = month.width() // 7
    at = QPoint(column * side + side // 2, side * 3 // 5 + row * side + side // 2)
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("1", TODAY, TODAY),
        ("2", TODAY - timedelta(days=1), TODAY - timedelta(days=1)),
        ("3", date(2025, 4, 28), TODAY),
        ("4", date(2025, 4, 21), date(2025, 4, 27)),
        ("5", date(2025, 5, 1), TODAY),
        ("6", date(2025, 4, 1), date(2025, 4, 30)),
    ],
)
def test_one_key_for_what_people_call_it(front: Shopfront, key: str, first: date, last: date) -> None:
    choose(front)
    front.press(key)
    assert front.at == "figures"
    assert course(front)[0] == Period(first, last)


def test_quick_names_by_touch(front: Shopfront) -> None:
    choose(front)
    front.touch("figures-choose-last_month")
    assert course(front) == (Period(date(2025, 4, 1), date(2025, 4, 30)), Period(date(2025, 3, 1), date(2025, 3, 31)))


def test_two_touches_in_the_calendar_and_a_button(front: Shopfront) -> None:
    choose(front)
    touch_day(front, 0, 2)
    touch_day(front, 4, 0)  # the calendar has turned to April
    front.touch("figures-choose-show")
    assert course(front)[0] == Period(date(2025, 4, 28), date(2025, 4, 30))


def test_a_day_that_has_not_come_takes_no_touch(front: Shopfront) -> None:
    choose(front)
    touch_day(front, 3, 3)
    front.press("F9")
    assert course(front)[0] == Period(TODAY, TODAY)


def test_the_calendar_by_keys_alone(front: Shopfront) -> None:
    choose(front)
    front.press("PgUp", "Up", "Left", "Enter", "Right", "Down", "Enter")
    assert front.at == "figures"
    assert course(front)[0] == Period(date(2025, 3, 26), date(2025, 4, 3))


def test_the_cursor_never_stands_in_the_future(front: Shopfront) -> None:
    choose(front)
    front.press("Down", "PgDn", "Right", "Enter", "Enter")
    assert course(front)[0] == Period(TODAY, TODAY)


def test_days_are_typed_and_enter_shows_them(front: Shopfront) -> None:
    choose(front)
    field(front, "from", "2025-04-07")
    field(front, "to", "20250409")
    field(front, "against-from", "2025.3.31")
    field(front, "against-to", "2025-04-02")
    front.press("Enter")
    assert front.at == "figures"
    assert course(front) == (
        Period(date(2025, 4, 7), date(2025, 4, 9)),
        Period(date(2025, 3, 31), date(2025, 4, 2)),
    )


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("gestern", "2025-05-01", "날짜를 2025-05-03처럼"),
        ("2025-05-02", "2025-05-01", "날짜를 2025-05-03처럼"),
        ("2025-05-04", "2025-05-05", "아직 오지 않은"),
        ("2001-01-01", "2025-05-01", "5년까지"),
    ],
)
def test_what_are_no_days_is_said(front: Shopfront, first: str, last: str, said: str) -> None:
    choose(front)
    field(front, "from", first)
    field(front, "to", last)
    front.press("F9")
    assert front.at == "figures+figures_period"
    assert said in front.text("figures-choosing-message")


def test_held_against_nothing(front: Shopfront) -> None:
    choose(front)
    front.press("0", "2")
    assert course(front) == (quick("yesterday", TODAY), None)
    assert front.text("figures-against") == "비교 없음"
    front.press("Left")
    assert course(front)[1] is None
    front.press("/", "0", "F9")
    assert course(front)[1] is not None


def test_a_touched_field_is_what_the_calendar_fills(front: Shopfront) -> None:
    choose(front)
    front.find("figures-against-from").setFocus()
    touch_day(front, 0, 1)
    front.press("F9")
    assert course(front) == (Period(TODAY, TODAY), Period(date(2025, 4, 29), date(2025, 4, 29)))


def test_in_english(front: Shopfront) -> None:
    front.till.desk.speak("en")
    choose(front)
    assert "⟨" not in front.seen()
    front.press("Esc")
    assert front.at == "figures"


# --- periods ---


@pytest.mark.parametrize(
    ("period", "step", "moved"),
    [
        ((date(2025, 3, 1), date(2025, 3, 31)), -1, (date(2025, 2, 1), date(2025, 2, 28))),
        ((date(2025, 2, 1), date(2025, 2, 28)), 1, (date(2025, 3, 1), date(2025, 3, 31))),
        ((date(2025, 3, 1), date(2025, 3, 30)), -1, (date(2025, 2, 1), date(2025, 2, 28))),
        ((date(2025, 1, 1), date(2025, 1, 31)), -1, (date(2024, 12, 1), date(2024, 12, 31))),
        ((date(2025, 4, 21), date(2025, 4, 27)), 1, (date(2025, 4, 28), date(2025, 5, 4))),
        ((TODAY, TODAY), -1, (date(2025, 5, 2), date(2025, 5, 2))),
    ],
)
def test_a_period_moves_by_what_it_is(period: tuple[date, date], step: int, moved: tuple[date, date]) -> None:
    assert Period(*period).moved(step) == Period(*moved)


@pytest.mark.parametrize("name", ["today", "this_week", "last_week", "this_month", "last_month"])
def test_what_it_is_held_against_is_before_it(name: Quick) -> None:
    period = quick(name, TODAY)
    assert period.usual_against.last < period.last and period.usual_against.first < period.first


def test_days_are_read_in_any_spelling() -> None:
    assert {read_day(text) for text in ("2025-05-03", "20250503", "2025.5.3", "2025/5/3", "2025. 5. 3.")} == {TODAY}
    assert all(read_day(text) is None for text in ("", "2025-13-01", "5-3", "2025-02-30", "x", "2025-5-3-1"))
    assert month_of(date(2025, 1, 31), -1) == date(2024, 12, 1)
