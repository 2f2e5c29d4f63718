"""The manager's page, by keys, by touch and for a screen reader: days, what stands out, people, tables."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from pos.domain.errors import Unavailable
from pos.domain.sums.figures import Figures
from pos.domain.sums.report import Row
from pos.ui import theme
from pos.ui.screens.figures import actions
from pos.ui.screens.figures.actions import FiguresActions
from pos.ui.widgets.bars import BarChart
from tests.ui import past_days
from tests.ui.fakes import Till
from tests.ui.past_days import TODAY, WEEK_BEFORE
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period
FRONT = Shopfront


def furnish(till: Till) -> None:
    """A manager, a Saturday and the one before it."""
    till.counter.staff = STAFF[1]
    till.ledgers.known[(TODAY, TODAY)] = past_days.day(TODAY, 200)
    till.ledgers.known[(WEEK_BEFORE, WEEK_BEFORE)] = past_days.day(WEEK_BEFORE, 180)


def look(front: Shopfront) -> FiguresActions:
    front.press(".", "/")
    assert front.at == "figures"
    page = front.window.screens["figures"]
    assert isinstance(page, FiguresActions)
    return page


def chart(front: Shopfront, place: int = 0) -> BarChart:
    found = front.find(f"figures-chart-{place}")
    assert isinstance(found, BarChart)
    return found


def test_two_keys_lead_to_today_against_the_same_weekday_before(front: Shopfront) -> None:
    look(front)
    assert front.text("figures-title") == "2025년 5월 3일 (토)"
    assert front.text("figures-against") == "2025년 4월 26일 (토) 대비"
    seen = front.seen()
    net = past_days.day(TODAY, 200).sums.net
    assert f"{net:,}원" in seen and "+8.9%" in seen


def test_a_cashier_is_refused_in_words_and_finds_the_tool_shut(front: Shopfront) -> None:
    front.counter.staff = STAFF[0]
    front.press(".", "/")
    assert front.at == "sale+tools"
    front.till.desk.go("figures")
    assert front.at == "sale"
    assert front.notices() == ["staff.not_allowed"]


def test_what_stands_out_is_first_and_each_has_its_reason(front: Shopfront) -> None:
    look(front)
    first = front.find("figures-odd-0")
    assert isinstance(first, QAbstractButton)
    assert first.accessibleName().startswith("결제 전 줄 삭제 김하늘 · 남들의 ")
    assert "27번" in first.accessibleName()
    assert "모두" in front.seen() or any(
        "모두" in one.accessibleName() for one in front.window.front.screen.findChildren(QAbstractButton)
    )


def test_days_and_weeks_are_gone_through_by_keys_up_to_today(front: Shopfront) -> None:
    look(front)
    front.press("Right")
    assert front.text("figures-title") == "2025년 5월 3일 (토)"
    front.press("Left")
    assert front.text("figures-title") == "2025년 5월 2일 (금)"
    assert "판매도 반품도 없습니다" in front.text("figures-message")
    front.press("Right", "PgUp")
    assert front.text("figures-title") == "2025년 4월 26일 (토)"
    front.press("PgDn", "PgDn")
    assert front.text("figures-title") == "2025년 5월 3일 (토)"


def test_days_are_gone_through_by_touch(front: Shopfront) -> None:
    look(front)
    assert not front.find("figures-after").isEnabled()
    front.touch("figures-before")
    assert front.text("figures-title") == "2025년 5월 2일 (금)"
    front.touch("figures-after")
    assert front.text("figures-title") == "2025년 5월 3일 (토)"
    front.touch("figures-close")
    assert front.at == "sale"


def test_a_day_without_anything_exports_nothing(front: Shopfront) -> None:
    look(front)
    front.press("Left", "F12")
    assert front.at == "figures"
    assert not front.find("figures-export").isEnabled()


def test_three_ways_to_look(front: Shopfront) -> None:
    look(front)
    front.press("2")
    people = front.find("figures-people")
    assert people.isVisible() and people.accessibleName() == "사람별"
    front.touch("figures-mode-tables")
    assert front.find("figures-table-0").isVisible()
    front.press("1")
    assert chart(front).isVisible()


def test_a_screen_reader_finds_every_figure_in_a_table(front: Shopfront) -> None:
    look(front)
    front.press("3")
    found = QAccessible.queryAccessibleInterface(front.find("figures-table-0"))
    cells = [found.child(place).text(QAccessible.Text.Name) for place in range(found.childCount())]
    assert {"순매출", "4월 26일 (토)", f"{past_days.day(TODAY, 200).sums.net:,}"} <= set(cells)
    assert found.text(QAccessible.Text.Name) == "5월 3일 (토)"


def test_a_picture_tells_its_values_to_the_arrow_keys(front: Shopfront) -> None:
    look(front)
    bars = chart(front)
    assert bars.accessibleName() == "시간별 매출"
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    assert bars.accessibleDescription().startswith("09 · 5월 3일 (토) ")
    front.press("Right", "Right", "Left")
    assert bars.accessibleDescription().startswith("10 · ") and "4월 26일 (토) " in bars.accessibleDescription()
    assert bars.accessibleDescription().endswith("건")
    front.press("Esc")
    assert not bars.hasFocus() and front.at == "figures"
    front.press("Left")
    assert front.text("figures-title") == "2025년 5월 2일 (금)"


@pytest.mark.parametrize("place", [0, 1])
def test_a_picture_tells_the_value_under_the_mouse(front: Shopfront, place: int) -> None:
    look(front)
    QApplication.processEvents()
    bars = chart(front, place)
    at = QPoint(bars.width() - 90, bars.height() // 2 + 20)
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), QPointF(bars.mapToGlobal(at)), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(bars, move)
    assert bars.chosen >= 0 and bars.value(bars.chosen) == bars.accessibleDescription()
    QApplication.sendEvent(bars, QEvent(QEvent.Type.Leave))
    assert bars.chosen == -1
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=at)
    assert bars.chosen >= 0


def test_rows_are_chosen_by_keys_and_lead_to_their_entries(front: Shopfront) -> None:
    front.till.ledgers.entries = past_days.entries()
    look(front)
    front.press("Down", "Up", "Enter")
    assert front.at == "figures+figures_entries"
    assert "김하늘 · 결제 전 줄 삭제" in front.seen()
    front.press("Esc", "2", "Down", "Enter")
    assert front.at == "figures+figures_entries" and "Alex Morgan의 기록" in front.seen()


def test_while_it_is_added_up_the_page_says_so_and_moves_on(
    front: Shopfront, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SOON_MS", 0)
    monkeypatch.setattr(actions, "SECOND_MS", 1)
    page = look(front)
    front.till.disk.is_held = True
    front.press("Left")
    qtbot.waitUntil(lambda: "집계하는 중" in front.text("figures-message"))
    qtbot.waitUntil(lambda: "초" in front.text("figures-message"))
    front.till.disk.let_go()
    QApplication.processEvents()
    assert "판매도 반품도 없습니다" in page.view().message


def test_an_answer_for_days_that_are_no_longer_looked_at_is_dropped(front: Shopfront) -> None:
    page = look(front)
    front.till.disk.is_held = True
    front.press("PgUp", "Right", "Left")
    assert front.text("figures-title") == "2025년 5월 3일 (토)" or page.view().title == "2025년 4월 26일 (토)"
    front.till.disk.let_go()
    QApplication.processEvents()
    assert front.text("figures-title") == page.view().title == "2025년 4월 26일 (토)"
    assert page.view().kpis[0].value == f"{past_days.day(WEEK_BEFORE, 180).sums.net:,}원"


def test_whoever_leaves_hears_nothing_more_of_it(front: Shopfront) -> None:
    page = look(front)
    front.till.disk.is_held = True
    front.press("Left", "Esc")
    assert front.at == "sale"
    front.till.disk.let_go()
    QApplication.processEvents()
    assert front.at == "sale" and page.view().message == ""


def test_a_disk_that_fails_is_said_and_can_be_tried_again(front: Shopfront, monkeypatch: pytest.MonkeyPatch) -> None:
    look(front)

    def fails(first: date, last: date) -> Figures:
        raise Unavailable("disk.full")

    with monkeypatch.context() as patched:
        patched.setattr(front.till.ledgers, "figures", fails)
        front.press("Left")
    assert "집계하지 못했습니다" in front.text("figures-message")
    assert front.notices() == ["disk.full"]
    front.press("Right")
    assert chart(front).isVisible()


def test_a_month_moves_by_months_and_is_drawn_by_days(front: Shopfront) -> None:
    april, march = (date(2025, 4, 1), date(2025, 4, 30)), (date(2025, 3, 1), date(2025, 3, 31))
    front.till.ledgers.known[april] = past_days.period(*april, 150)
    front.till.ledgers.known[march] = past_days.period(*march, 140)
    look(front)
    front.press("/", "6")
    assert front.text("figures-title") == "2025년 4월 1일 (화) – 4월 30일 (수)"
    assert chart(front).accessibleName() == "날짜별 순매출"
    front.press("Left")
    assert front.text("figures-title") == "2025년 3월 1일 (토) – 3월 31일 (월)"
    assert not front.find("figures-message").isVisible()


def test_nothing_is_sold_here(front: Shopfront) -> None:
    look(front)
    front.scan(front.barcode(0))
    front.press("7")
    assert front.at == "figures" and not front.rows
    assert front.notices() == ["overview.scanned"]


@pytest.mark.parametrize(("wide", "tall"), [(1024, 768), (1920, 1080)])
@pytest.mark.parametrize("mode", ["1", "2", "3"])
def test_in_english_with_names_and_room_for_fingers(front: Shopfront, wide: int, tall: int, mode: str) -> None:
    front.till.desk.speak("en")
    front.window.resize(wide, tall)
    look(front)
    front.press(mode)
    QApplication.processEvents()
    assert "⟨" not in front.seen()
    page = front.window.front.screen
    buttons = [
        one for one in page.findChildren(QAbstractButton) if one.isVisible() and not one.visibleRegion().isEmpty()
    ]
    inside = [one for one in buttons if type(one).__module__.startswith("pos.")]
    assert inside
    assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in inside)
    assert all(page.rect().contains(one.mapTo(page, one.rect().center())) for one in inside)


def test_help_knows_its_keys(front: Shopfront) -> None:
    look(front)
    front.press("F1")
    assert "⟨" not in front.seen() and "다른 날이나 기간 고르기" in front.seen()


def test_the_language_changes_names_and_days(front: Shopfront) -> None:
    look(front)
    front.till.desk.speak("en")
    assert front.text("figures-title") == "Sat 3 May 2025"
    assert timedelta(days=7) == TODAY - WEEK_BEFORE


def test_a_product_that_only_the_day_before_had_keeps_its_name_in_the_other_language(front: Shopfront) -> None:
    code = next(iter(front.till.memory.products))
    gone = Row(code, 72_000, 10)
    front.till.ledgers.known[(WEEK_BEFORE, WEEK_BEFORE)] = replace(past_days.day(WEEK_BEFORE, 180), products=(gone,))
    front.till.ledgers.known[(TODAY, TODAY)] = replace(past_days.day(TODAY, 200), products=())
    page = look(front)
    front.till.desk.speak("en")
    front.press("3")
    (table,) = (one for one in page.view().tables if front.till.desk.product_name(code) in {row[0] for row in one.rows})
    assert code not in {row[0] for row in table.rows}
