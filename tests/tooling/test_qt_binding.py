"""Faults of the Qt binding: lost references to None abort the interpreter after some hours, a lost screen at once."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractListModel, QEventLoop, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication

from tests.tooling.repository import ROOT, python_files, text_of

ROUNDS = 2_000
NOISE = ROUNDS // 10


class Mute(QAbstractListModel):
    """Answers None to everything, as a model does for the roles it does not know."""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return None


def lost_references(step: Callable[[], object]) -> int:
    """How many references to None are gone after many rounds; where None is immortal, always 0."""
    for _ in range(10):
        step()
    before = sys.getrefcount(None)
    for _ in range(ROUNDS):
        step()
    return before - sys.getrefcount(None)


@pytest.fixture
def bound() -> int:
    """The most references that may go for other reasons: none where None is immortal."""
    return 0 if sys.version_info >= (3, 12) else NOISE


def test_a_model_that_answers_none_keeps_every_reference(qapp: QApplication, bound: int) -> None:
    model = Mute()
    index = model.index(0)
    assert lost_references(lambda: index.data(Qt.ItemDataRole.ToolTipRole)) <= bound


def test_the_event_loop_keeps_every_reference(qapp: QApplication, bound: int) -> None:
    flags = QEventLoop.ProcessEventsFlag.AllEvents
    assert lost_references(lambda: QApplication.processEvents(flags)) <= bound


OPENINGS = """
import gc
from PySide6.QtWidgets import QApplication, QWidget
from pos.ui.opening import make_opening
app = QApplication(["till", "-platform", "offscreen"])
for time in range(30):
    opening = make_opening("ko")
    opening.knot = opening
    opening.show()
    app.processEvents()
    opening.close()
    if time % 2:
        opening.deleteLater()
    del opening
    app.processEvents()
    gc.collect()
print("they all went")
"""


def test_a_window_that_goes_leaves_the_screen_where_it_is() -> None:
    program = [sys.executable, "-c", OPENINGS]
    told = subprocess.run(program, check=False, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert told.stdout.strip() == "they all went", told.stderr


def test_no_widget_is_asked_for_its_screen() -> None:
    """The binding makes the screen its child, and the screen goes when the widget does: ask the application."""
    asked = [path.name for path in python_files("pos", "tests", "benchmarks") if ".screen()" in (text_of(path) or "")]
    assert asked == ["test_qt_binding.py"]
