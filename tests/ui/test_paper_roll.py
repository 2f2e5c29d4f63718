"""The demo's paper roll: papers come to it from any thread, and its buttons make the printer fail."""

import io
import threading

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pos.ui.paper_roll import FAULTS, MOST_PAPERS, PaperRoll
from pos.ui.widgets.button import Button
from pos.ui.words import Words
from tests.ui.stage import dressed


def png(width: int, height: int) -> bytes:
    """A white picture."""
    file = io.BytesIO()
    Image.new("L", (width, height), 255).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def roll(qtbot: QtBot) -> PaperRoll:
    dressed()
    made = PaperRoll(Words("ko"))
    qtbot.addWidget(made)
    made.show()
    return made


def press(roll: PaperRoll, name: str) -> None:
    button = roll.findChild(Button, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_says_what_will_come_before_anything_came(roll: PaperRoll) -> None:
    assert roll.empty.isVisible()
    assert roll.papers == []


def test_papers_come_one_below_the_other_and_the_newest_is_seen(roll: PaperRoll, qtbot: QtBot) -> None:
    for _ in range(4):
        roll.came.emit(png(576, 900), "")
    assert not roll.empty.isVisible()
    assert len(roll.papers) == 4
    bar = roll.roll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    assert roll.papers[0].y() < roll.papers[3].y()


def test_a_paper_keeps_its_shape(roll: PaperRoll) -> None:
    roll.add_paper(png(576, 1152))
    paper = roll.papers[0]
    assert paper.height() == 2 * paper.width()


def test_papers_may_come_from_any_thread(roll: PaperRoll, qtbot: QtBot) -> None:
    picture = png(576, 300)
    printer = threading.Thread(target=lambda: roll.came.emit(picture, ""))
    printer.start()
    printer.join()
    qtbot.waitUntil(lambda: len(roll.papers) == 1)


def test_what_is_no_picture_is_left_out(roll: PaperRoll) -> None:
    roll.add_paper(b"not a picture")
    assert roll.papers == []


def test_a_long_day_does_not_fill_the_memory(roll: PaperRoll) -> None:
    for _ in range(MOST_PAPERS + 5):
        roll.add_paper(png(64, 64))
    assert len(roll.papers) == MOST_PAPERS


def test_each_fault_is_chosen_and_taken_back_by_its_button(roll: PaperRoll) -> None:
    chosen: list[str] = []
    roll.fault_chosen.connect(chosen.append)
    for fault in FAULTS:
        press(roll, f"fault-{fault}")
        assert roll.buttons[fault].isChecked()
        assert [other for other in FAULTS if roll.buttons[other].isChecked()] == [fault]
    press(roll, f"fault-{FAULTS[-1]}")
    assert chosen == [*FAULTS, ""]
    assert not any(button.isChecked() for button in roll.buttons.values())


def test_the_drawer_is_shut_by_a_person(roll: PaperRoll) -> None:
    shut: list[bool] = []
    roll.drawer_shut_pressed.connect(lambda: shut.append(True))
    press(roll, "shut-drawer")
    assert shut == []
    roll.drawer_opened()
    assert roll.drawer.text() == "돈통 열림 – 닫기"
    press(roll, "shut-drawer")
    assert shut == [True]
    assert roll.drawer.text() == "돈통 닫힘"


def test_it_speaks_both_languages(roll: PaperRoll) -> None:
    roll.speak(Words("en"))
    assert roll.windowTitle() == "Demo printer"
    assert roll.buttons["paper_out"].text() == "Paper out"


def test_a_paper_that_is_touched_is_read_by_the_scanner(roll: PaperRoll) -> None:
    scanned: list[str] = []
    roll.scanned.connect(scanned.append)
    roll.add_paper(png(576, 900), "SEL01-1-000001")
    roll.add_paper(png(576, 900))
    for paper in roll.papers:
        QTest.mouseClick(paper, Qt.MouseButton.LeftButton)
    assert scanned == ["SEL01-1-000001"]
