"""Behind a figure: its entries with their papers, and all of it as a file, by keys alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QSplitter, QToolButton

from pos.domain.errors import Unavailable
from pos.domain.sums.figures import Told
from pos.ui.screens.figures.entries import Entries
from pos.ui.screens.figures.export import Export
from tests.ui import past_days
from tests.ui.dialogs import name_it
from tests.ui.fakes import Till
from tests.ui.past_days import TODAY, WEEK_BEFORE
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period
FRONT = Shopfront


def furnish(till: Till) -> None:
    till.counter.staff = STAFF[1]
    till.ledgers.known[(TODAY, TODAY)] = past_days.day(TODAY, 200)
    till.ledgers.known[(WEEK_BEFORE, WEEK_BEFORE)] = past_days.day(WEEK_BEFORE, 180)


def sell(front: Shopfront) -> str:
    front.scan(front.barcode(0))
    front.press("F10", "Enter")
    front.till.desk.go("sale")
    return front.till.memory.sales[-1].id


def entries(front: Shopfront) -> Entries:
    front.press(".", "/", "Enter")
    assert front.at == "figures+figures_entries"
    panel = front.window.panels["figures_entries"]
    assert isinstance(panel, Entries)
    return panel


def export(front: Shopfront, key: str) -> QFileDialog:
    """The dialog where a file of that kind goes."""
    front.press(".", "/", "F12", key)
    panel = front.window.panels["figures_export"]
    assert isinstance(panel, Export) and panel.dialog is not None
    return panel.dialog


def test_the_paper_of_a_sale_is_beside_its_entry(front: Shopfront) -> None:
    front.till.ledgers.entries = past_days.entries(sell(front))
    panel = entries(front)
    view = panel.view()
    assert view.paper is not None and "아침 숲" in str(view.paper.blocks)
    assert view.facts == ("기록 900번", "판매", "5월 3일 (토) 17:40 · 김하늘")
    front.press("Down")
    assert panel.view().paper is None
    assert "종이가 없습니다" in front.seen()
    front.touch("figures-entry-2")
    assert panel.view().facts[0] == "기록 898번"
    front.press("Up", "Up", "Up", "PgDn", "PgUp")
    assert panel.view().facts[0] == "기록 900번"


def test_an_entry_says_what_it_is_about_and_who_allowed_it(front: Shopfront) -> None:
    at = past_days.entries()[0].at
    front.till.ledgers.entries = (
        Told(12, at, "p1", "LineVoided", 0, "C001", units=2),
        Told(11, at, "p1", "ApprovalGiven", 0, "s", code="line.free", by="p2", note="시음"),
        Told(10, at, "p1", "DrawerMoved", -5_000, code="safe", note="낮 입금"),
    )
    panel = entries(front)
    assert "아침 숲 × 2" in panel.view().facts
    front.press("Down")
    assert {"시음", "승인: Alex Morgan"} <= set(panel.view().facts)
    assert "line.free" not in panel.view().facts
    front.press("Down")
    assert {"금고로", "낮 입금"} <= set(panel.view().facts)


def test_no_entries_are_said(front: Shopfront) -> None:
    entries(front)
    assert "그런 기록이 없습니다" in front.text("figures-entries-message")
    front.press("Down", "3")
    front.scan(front.barcode(0))
    front.press("Esc")
    assert front.at == "figures" and front.notices() == []


def test_entries_that_cannot_be_read_are_said(front: Shopfront, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise Unavailable("disk.full")

    monkeypatch.setattr(front.till.ledgers, "told", fails)
    entries(front)
    assert front.notices() == ["disk.full"]


def test_while_they_are_looked_for_the_card_says_so(front: Shopfront) -> None:
    front.till.ledgers.entries = past_days.entries()
    front.press(".", "/")
    front.till.disk.is_held = True
    front.press("Enter")
    assert "기록을 찾는 중" in front.text("figures-entries-message")
    front.till.disk.let_go()
    QApplication.processEvents()
    assert not front.find("figures-entries-message").isVisible()


@pytest.mark.parametrize(("key", "form"), [("1", "xlsx"), ("2", "csv"), ("3", "pdf")])
def test_a_file_goes_where_it_is_said(front: Shopfront, key: str, form: str, tmp_path: Path) -> None:
    dialog = export(front, key)
    assert f"매출_2025-05-03.{form}" in dialog.selectedFiles()[0]
    name_it(dialog, tmp_path / "a")
    assert list(front.till.exporter.written) == [tmp_path / f"a.{form}"]
    assert front.at == "figures" and front.notices() == ["export.written"]
    titles = [table.title for table in front.till.exporter.tables]
    assert titles[0] == "성수 부티크 1번 계산대 · 2025년 5월 3일 (토)"
    assert titles[1:3] == ["눈여겨볼 일", "사람별"] and "많이 팔린 상품" in titles
    assert bool(front.till.exporter.charts) == (form == "pdf")


def test_the_places_and_the_way_to_them_are_seen_in_the_dark(front: Shopfront) -> None:
    front.till.desk.wear("dark")
    dialog = export(front, "2")
    arrows = [dialog.findChild(QToolButton, name) for name in ("backButton", "forwardButton", "toParentButton")]
    for arrow in arrows:
        assert arrow is not None
        picture = arrow.icon().pixmap(20, 20).toImage()
        drawn = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
        assert max(colour.lightness() for colour in drawn if colour.alpha() > 200) > 180
    sides = dialog.findChild(QSplitter)
    assert sides is not None and sides.sizes()[0] >= 180
    dialog.reject()
    front.till.desk.wear("light")


def test_the_next_file_begins_where_the_last_one_went(front: Shopfront, tmp_path: Path) -> None:
    name_it(export(front, "2"), tmp_path / "a")
    front.press("Esc")
    dialog = export(front, "2")
    assert Path(dialog.directory().path()) == tmp_path
    dialog.reject()


def test_esc_in_the_dialog_leads_back_and_nothing_is_written(front: Shopfront) -> None:
    dialog = export(front, "3")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert front.at == "figures+figures_export" and not front.till.exporter.written
    front.press("Esc")
    assert front.at == "figures"


def test_why_it_was_not_written_is_said_and_it_can_be_tried_again(front: Shopfront, tmp_path: Path) -> None:
    front.till.exporter.refuse_with = Unavailable("export.no_room")
    name_it(export(front, "1"), tmp_path / "a")
    assert front.notices() == ["export.no_room"]
    assert front.at == "figures+figures_export" and front.find("export-xlsx").isEnabled()


def test_while_it_is_written_nothing_else_is_chosen_and_nobody_waits(front: Shopfront, tmp_path: Path) -> None:
    front.till.files.is_held = True
    name_it(export(front, "1"), tmp_path / "a")
    assert front.text("export-about") == "쓰는 중…" and not front.find("export-csv").isEnabled()
    front.press("Esc", "Esc", "Esc")
    assert front.at == "sale"
    sell(front)
    front.till.files.let_go()
    QApplication.processEvents()
    assert front.at == "sale" and "export.written" in front.notices()


def test_in_english(front: Shopfront) -> None:
    front.till.desk.speak("en")
    front.till.ledgers.entries = past_days.entries()
    entries(front)
    assert "⟨" not in front.seen()
    front.press("Esc", "F12")
    assert "⟨" not in front.seen()
