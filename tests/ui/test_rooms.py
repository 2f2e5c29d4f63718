"""Screens and panels are made when they are first shown; who has to listen before that is made at once."""

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from pos.ui.desk import Actions, Desk
from pos.ui.front import AT_ONCE, PANELS, SCREENS
from pos.ui.rooms import Rooms
from tests.ui.fakes import Till
from tests.ui.shopfront import Shopfront
from tests.ui.stage import Blank

FRONT = Shopfront


def made_of(front: Shopfront) -> set[str]:
    """The names of all that stands."""
    screens, panels = front.window.screens, front.window.panels
    assert isinstance(screens, Rooms) and isinstance(panels, Rooms)
    return set(screens.made | panels.made)


class Shown(QObject):
    """Remembers what was shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(watched.objectName())
        return False


def offers_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes of the notices that get a button from now on."""
    offered: list[str] = []
    monkeypatch.setattr(Desk, "offer", lambda desk, code, *_: offered.append(code))
    return offered


def listeners(desk: Desk) -> list[int]:
    """How many listen to each signal of a desk."""
    words, silent = ("touched", "toned", "gone", "opened", "turned"), ("language_changed", "look_changed", "closed")
    signals = [f"2{name}(QString)" for name in words] + [f"2{name}()" for name in silent]
    return [desk.receivers(signal) for signal in signals]


def test_a_room_is_made_once_and_only_when_it_is_asked_for() -> None:
    made: list[str] = []

    def make(name: str) -> Actions:
        made.append(name)
        return Blank(name)

    rooms = Rooms({name: partial(make, name) for name in ("a", "b", "c")}, at_once=["c"])
    assert made == ["c"]
    assert "a" in rooms and "z" not in rooms and list(rooms) == ["a", "b", "c"] and len(rooms) == 3
    assert rooms.get("z") is None and made == ["c"]
    assert rooms["a"] is rooms["a"] and made == ["c", "a"] and rooms.made == {"a", "c"}


def test_a_panel_nobody_opened_was_not_made(front: Shopfront) -> None:
    assert "help" not in made_of(front) and "reports" not in made_of(front)
    front.press("F1")
    assert "help" in made_of(front) and front.at == "sale+help"
    assert front.window.isAncestorOf(front.window.panels["help"].screen)


@pytest.mark.parametrize("name", sorted({*SCREENS, *PANELS} - set(AT_ONCE)))
def test_what_is_made_late_is_heard_of_by_nobody_until_it_is_shown(
    qapp: object, till: Till, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shown = Shown()
    QCoreApplication.instance().installEventFilter(shown)  # type: ignore[union-attr]  # qapp is there
    offered, before = offers_of(monkeypatch), listeners(till.desk)
    made = {**SCREENS, **PANELS}[name](till.desk)
    assert shown.names == []  # a part that is shown before it has its place takes the keys from the window
    assert offered == [] and listeners(till.desk) == before
    made.screen.deleteLater()


@pytest.mark.parametrize("name", AT_ONCE)
def test_what_is_made_at_once_has_a_reason_to_be(
    qapp: object, till: Till, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    offered = offers_of(monkeypatch)
    made = {**SCREENS, **PANELS}[name](till.desk)
    assert offered
    made.screen.deleteLater()
