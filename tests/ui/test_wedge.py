"""A scanner that types like a keyboard: every code is caught, nothing of it reaches a field, nothing typed is lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos.devices.scanner.wedge import GAP_MS, KeyEvent, WedgeCatcher
from pos.ui.wedge import Wedge

EVDEV = 8
MAIN = (
    {sign: 2 + place for place, sign in enumerate("1234567890")}
    | {sign: 16 + place for place, sign in enumerate("qwertyuiop")}
    | {sign: 30 + place for place, sign in enumerate("asdfghjkl")}
)
PAD = dict(zip("7894561230", (71, 72, 73, 75, 76, 77, 79, 80, 81, 82), strict=True))
ENTER, SHIFT = 28, 42
# What the two-set Korean keyboard makes of the letters.
HANGUL = dict(zip("qwertyuiopasdfghjkl", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣ", strict=True))


class Keyboard:
    """Sends native key events to a window, with times of its own."""

    def __init__(self, window: QWidget) -> None:
        self.window, self.at_ms = window, 1_000

    def _send(self, kind: QEvent.Type, scan_code: int, text: str, key: int) -> None:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, scan_code + EVDEV, 0, 0, text)
        event.setTimestamp(self.at_ms)
        QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def strike(self, scan_code: int, text: str, *, key: int = 0, after_ms: int = 1) -> None:
        """Press and release."""
        self.at_ms += after_ms
        self._send(QEvent.Type.KeyPress, scan_code, text, key or (ord(text.upper()) if text else 0))
        self._send(QEvent.Type.KeyRelease, scan_code, "", key)

    def scan(self, code: str, *, gap_ms: int = 1, hangul: bool = False) -> None:
        """What a scanner sends: letters and digits of the main block, then Enter."""
        for sign in code:
            self.strike(MAIN[sign], HANGUL.get(sign, sign) if hangul else sign, after_ms=gap_ms)
        self.strike(ENTER, "\r", key=Qt.Key.Key_Return, after_ms=gap_ms)

    def pad(self, text: str, *, gap_ms: int) -> None:
        """What a person types on the number pad."""
        for sign in text:
            self.strike(PAD[sign], sign, after_ms=gap_ms)


class Shop:
    """A window with a field that has the focus, and a wedge that listens."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window, self.field = QWidget(), QLineEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        qtbot.waitUntil(self.field.hasFocus)
        self.keyboard = Keyboard(self.window)
        self.wedge = Wedge(WedgeCatcher("x11"), KeyEvent)
        self.codes: list[str] = []
        self.wedge.scanned.connect(self.codes.append)


@pytest.fixture
def shop(qtbot: QtBot, qapp: QApplication) -> Iterator[Shop]:
    made = Shop(qtbot)
    qapp.installEventFilter(made.wedge)
    yield made
    qapp.removeEventFilter(made.wedge)


def test_a_code_is_caught_and_the_field_with_the_focus_gets_nothing(shop: Shop) -> None:
    shop.keyboard.scan("8801234000017")
    assert shop.codes == ["8801234000017"]
    assert shop.field.text() == ""


def test_the_input_method_does_not_change_a_code(shop: Shop) -> None:
    shop.keyboard.scan("kas123", hangul=True)
    assert shop.codes == ["kas123"]
    assert shop.field.text() == ""


def test_fifty_codes_in_a_second_are_all_received_in_order(shop: Shop) -> None:
    sent = [f"88012340{number:05d}" for number in range(50)]
    for code in sent:
        shop.keyboard.scan(code)
    assert shop.codes == sent
    assert shop.field.text() == ""


def test_the_same_code_twice_is_two_codes(shop: Shop) -> None:
    shop.keyboard.scan("8801234000017")
    shop.keyboard.scan("8801234000017")
    assert shop.codes == ["8801234000017"] * 2


def test_the_number_pad_is_a_persons_and_is_never_held(shop: Shop) -> None:
    shop.keyboard.pad("50000", gap_ms=90)
    assert shop.field.text() == "50000"
    assert shop.codes == []


def test_what_a_person_types_arrives_whole_and_in_order(shop: Shop, qtbot: QtBot) -> None:
    for sign in "last sale":
        shop.keyboard.strike(MAIN.get(sign, 57), sign, after_ms=GAP_MS * 4)
    qtbot.waitUntil(lambda: shop.field.text() == "last sale")
    assert shop.codes == []


def test_a_last_key_is_given_back_after_a_moment_of_silence(shop: Shop, qtbot: QtBot) -> None:
    shop.keyboard.strike(MAIN["a"], "a")
    assert shop.field.text() == ""
    qtbot.waitUntil(lambda: shop.field.text() == "a")


def test_a_scan_between_two_keys_of_a_person_leaves_both(shop: Shop, qtbot: QtBot) -> None:
    shop.keyboard.strike(MAIN["a"], "a", after_ms=200)
    shop.keyboard.at_ms += 200
    shop.keyboard.scan("8801234000017")
    shop.keyboard.strike(MAIN["s"], "s", after_ms=200)
    qtbot.waitUntil(lambda: shop.field.text() == "as")
    assert shop.codes == ["8801234000017"]


def test_a_key_without_a_native_code_is_let_through(shop: Shop) -> None:
    QTest.keyClicks(shop.field, "aria 7")
    assert shop.field.text() == "aria 7"


def test_held_keys_of_a_window_that_is_gone_are_forgotten(shop: Shop, qtbot: QtBot) -> None:
    shop.keyboard.strike(MAIN["a"], "a")
    shop.window.close()
    shop.window.destroy()
    qtbot.waitUntil(lambda: not shop.wedge.is_holding)
    assert shop.codes == []


def test_without_the_wedge_the_field_would_have_the_code(shop: Shop, qapp: QApplication) -> None:
    qapp.removeEventFilter(shop.wedge)
    shop.keyboard.scan("8801234000017")
    assert shop.field.text() == "8801234000017"
    assert shop.codes == []


def test_the_wedge_of_a_closed_window_catches_nothing(shop: Shop, qapp: QApplication) -> None:
    qapp.removeEventFilter(shop.wedge)
    closed = QWidget()
    qapp.installEventFilter(Wedge(WedgeCatcher("x11"), KeyEvent, parent=closed))
    shop.keyboard.scan("8801234000017")
    assert shop.field.text() == "8801234000017"
    closed.deleteLater()
