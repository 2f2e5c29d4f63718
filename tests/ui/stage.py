"""A window with the real sale and payment screens before the till in memory, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from pos.ui import theme
from pos.ui.desk import Actions
from pos.ui.keys import KeyUse
from pos.ui.rooms import Rooms
from pos.ui.screens.payment.actions import PaymentActions
from pos.ui.screens.sale.actions import SaleActions
from pos.ui.window import MainWindow
from tests.ui.fakes import Till

KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Tab": Qt.Key.Key_Tab,
    "PgUp": Qt.Key.Key_PageUp,
    "PgDn": Qt.Key.Key_PageDown,
    "Del": Qt.Key.Key_Delete,
    "Backspace": Qt.Key.Key_Backspace,
    "*": Qt.Key.Key_Asterisk,
    "+": Qt.Key.Key_Plus,
    "-": Qt.Key.Key_Minus,
    "/": Qt.Key.Key_Slash,
    **{f"F{number}": Qt.Key(Qt.Key.Key_F1 + number - 1) for number in range(1, 13)},
    **{str(digit): Qt.Key(Qt.Key.Key_0 + digit) for digit in range(10)},
}


class Blank:
    """A screen of another part: it remembers what reached it."""

    def __init__(self, name: str) -> None:
        self.screen = QWidget()
        self.screen.setObjectName(name)
        self.scans: list[str] = []
        self.pressed: list[str] = []
        self.times_opened = 0

    def opened(self) -> None:
        self.times_opened += 1

    def refresh(self, noun: str) -> None:
        pass

    def keys(self) -> Sequence[KeyUse]:
        return (KeyUse("F12", "key.paper", lambda: self.pressed.append("F12")),)

    def typed(self, digit: str) -> bool:
        return False

    def scanned(self, code: str) -> None:
        self.scans.append(code)


class Front:
    """The window and its till, and the hands before it."""

    def __init__(self, till: Till) -> None:
        self.till, self.counter = till, till.counter
        self.sale = SaleActions(till.desk)
        self.paid, self.held, self.help = Blank("paid"), Blank("held"), Blank("help")
        others = {name: Blank(name) for name in ("sign_in", "shift")}
        standing: dict[str, Actions] = {**others, "sale": self.sale, "paid": self.paid}
        self.screens: Mapping[str, Actions] = Rooms(
            {
                **{name: partial(standing.__getitem__, name) for name in standing},
                "payment": partial(PaymentActions, till.desk),
            }
        )
        self.window = MainWindow(
            till.desk,
            self.screens,
            {"held": self.held, "help": self.help, "paper": Blank("paper")},
        )
        self.window.resize(1024, 768)
        self.window.start()
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)

    @property
    def payment(self) -> PaymentActions:
        """The payment screen, made when it is first looked at."""
        found = self.screens["payment"]
        assert isinstance(found, PaymentActions)
        return found

    def close(self) -> None:
        """Everything that waits ends, and the window goes."""
        for lane in (
            self.till.cards,
            self.till.disk,
            self.till.paper,
            self.till.vault,
            self.till.network,
            self.till.files,
        ):
            lane.let_go()
        self.window.close()
        self.window.deleteLater()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop runs here that would do it

    def press(self, *names: str) -> None:
        """Keys by their names; digits may stand together ("270000")."""
        for name in names:
            for key in [name] if name in KEYS else list(name):
                QTest.keyClick(QApplication.focusWidget() or self.window, KEYS[key])

    def touch(self, name: str) -> None:
        """A finger on the middle of a visible widget, found by its object name."""
        QApplication.processEvents()
        widget = self.find(name)
        assert widget.isVisible(), f"{name} cannot be seen"
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(widget.width() // 2, widget.height() // 2))

    def find(self, name: str) -> QWidget:
        """The visible widget with an object name, or the only one."""
        found = self.window.findChildren(QWidget, name)
        assert found, f"there is no {name}"
        return next((widget for widget in found if widget.isVisible()), found[0])

    def text(self, name: str) -> str:
        """What a label or button says."""
        widget = self.find(name)
        assert isinstance(widget, (QLabel, QAbstractButton))
        return widget.text()

    @property
    def rows(self) -> list[str]:
        """The basket as it is shown: one text a row."""
        shown = self.sale.screen.basket.list.rows
        return [" ".join(part for part in (row.name, row.quantity, row.amount) if part) for row in shown]


def dressed() -> None:
    """Wear the light theme, once."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.dress(app)
