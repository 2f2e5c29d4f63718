"""Reports of shifts: the open one for a manager, closed ones as sheets, and copies of them on paper."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.facts import Reprinted, decode_fact
from pos.till.ports import PrintResult
from pos.ui import theme
from pos.ui.screens.reports.actions import Reports
from tests.ui.dialogs import name_it
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period


FRONT = Shopfront


def look(front: Shopfront) -> None:
    front.press(".", "-")
    assert front.at.endswith("+reports")


def sheet(front: Shopfront) -> str:
    panel = front.window.panels["reports"]
    assert isinstance(panel, Reports)
    return panel.screen.paper.sheet.text() if panel.screen.paper.isVisible() else ""


def sell(front: Shopfront) -> None:
    front.scan(front.barcode(0))
    front.press("F10", "Enter")


def close(front: Shopfront) -> None:
    """Close the shift with nothing missing, and open the next."""
    front.press(".", "+", "4", *["Enter"] * 10)
    front.press("Enter", "200000", "Enter")
    assert front.at == "sale"


def test_before_the_first_closing_a_cashier_is_told_so(front: Shopfront) -> None:
    look(front)
    assert "아직 마감한 근무가 없습니다" in front.text("reports-message")
    row = front.find("report-now")
    assert isinstance(row, QAbstractButton) and not row.isEnabled()
    assert "점장이 로그인하면" in row.accessibleName()
    assert not front.find("reports-print").isEnabled()
    assert sheet(front) == ""
    front.press("F12", "Down")
    assert front.till.printer.papers == []


def test_a_manager_sees_the_open_shift_and_prints_it(front: Shopfront) -> None:
    sell(front)
    front.counter.staff = STAFF[1]
    look(front)
    assert "중간 정산 (X)" in sheet(front) and "6,900" in sheet(front)
    papers = len(front.till.printer.papers)
    front.press("F12")
    assert len(front.till.printer.papers) == papers + 1
    assert front.text("reports-message") in ("출력했습니다.", "It was printed.")


def test_the_open_shift_that_did_not_come_out_says_why(front: Shopfront) -> None:
    front.counter.staff = STAFF[1]
    look(front)
    front.till.printer.result = PrintResult("not_started", "printer.paper_out")
    front.touch("reports-print")
    assert front.notices() == ["printer.paper_out"]


def test_the_newest_closed_shift_is_first_and_opens_as_a_sheet(front: Shopfront) -> None:
    close(front)
    sell(front)
    close(front)
    look(front)
    assert "마감 정산 (Z) 2" in sheet(front)
    assert "Z 2번" in front.seen() and "Z 1번" in front.seen()
    assert front.find("report-shift-1").accessibleName().endswith("차이 없음 0원")
    front.press("Down")
    assert "마감 정산 (Z) 1" in sheet(front)
    front.press("Up")
    front.touch("report-shift-1")
    assert "마감 정산 (Z) 1" in sheet(front)


def test_on_paper_again_it_is_a_copy_and_an_entry(front: Shopfront) -> None:
    close(front)
    look(front)
    front.press("F12")
    assert "재발행" in str(front.till.printer.papers[-1].blocks)
    facts = [decode_fact(entry.payload) for entry in front.till.memory.entries]
    assert Reprinted("shift-1") in facts
    assert front.text("reports-message") == "출력했습니다."


def test_a_copy_that_did_not_come_out_is_said(front: Shopfront) -> None:
    close(front)
    look(front)
    front.till.printer.result = PrintResult("not_started", "printer.paper_out")
    front.press("F12")
    assert "출력되지 않았습니다" in front.text("reports-message")


def test_a_long_sheet_goes_up_and_down_by_keys(front: Shopfront) -> None:
    sell(front)
    close(front)
    look(front)
    panel = front.window.panels["reports"]
    assert isinstance(panel, Reports)
    QApplication.processEvents()
    bar = panel.screen.paper.verticalScrollBar()
    front.press("PgDn")
    assert bar.value() > 0
    front.press("PgUp")
    assert bar.value() == 0


def test_a_scan_goes_to_the_sale_and_esc_away(front: Shopfront) -> None:
    look(front)
    front.scan(front.barcode(0))
    assert (front.at, len(front.rows)) == ("sale", 1)
    look(front)
    front.press("Esc")
    assert front.at == "sale"


def test_in_english_with_names_and_room_for_fingers(front: Shopfront) -> None:
    close(front)
    front.till.desk.speak("en")
    look(front)
    QApplication.processEvents()
    assert "⟨" not in front.seen()
    buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
    assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)


def test_a_closed_shift_is_saved_as_the_pdf_that_was_kept(front: Shopfront, tmp_path: Path) -> None:
    sell(front)
    close(front)
    look(front)
    front.press("Down", "F11")
    panel = front.window.panels["reports"]
    assert isinstance(panel, Reports) and panel.dialog is not None
    assert panel.dialog.selectedFiles()[0].endswith("Z-1-1.pdf")
    name_it(panel.dialog, tmp_path / "ours")
    shift = front.till.memory.reports()[0].shift
    assert front.till.exporter.written == {tmp_path / "ours.pdf": front.till.memory.kept_paper(shift)}
    assert "export.written" in front.notices()


def test_what_is_still_open_is_not_saved(front: Shopfront) -> None:
    front.counter.staff = STAFF[1]
    look(front)
    assert not front.find("reports-save").isEnabled()
    front.press("F11")
    panel = front.window.panels["reports"]
    assert isinstance(panel, Reports) and panel.dialog is None
