"""The Qt binding may not lose references to None: where it does, the interpreter aborts after some hours."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QAbstractListModel, QEventLoop, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication

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
