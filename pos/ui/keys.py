"""The keys of the program by name: "F9", "Enter", "*", "7". The number pad and the main block are the same to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_NAMED: dict[int, str] = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Delete: "Del",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Asterisk: "*",
    Qt.Key.Key_Plus: "+",
    Qt.Key.Key_Minus: "-",
    Qt.Key.Key_Slash: "/",
    Qt.Key.Key_Period: ".",
    Qt.Key.Key_PageUp: "PgUp",
    Qt.Key.Key_PageDown: "PgDn",
    Qt.Key.Key_Home: "Home",
    **{Qt.Key(Qt.Key.Key_F1 + number - 1): f"F{number}" for number in range(1, 13)},
    **{Qt.Key(Qt.Key.Key_0 + digit): str(digit) for digit in range(10)},
}

# Keys that write or move in a text field; they are the field's while it has the focus.
WRITING = frozenset("0123456789*+-/.") | {"Left", "Right", "Del", "Backspace", "Home"}

_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class KeyUse:
    """What a key does here. `label` is a key of the words; help shows it."""

    key: str
    label: str
    press: Callable[[], object]


def name_of(event: QKeyEvent) -> str | None:
    """The name of the key, or None for letters and chords, which mean nothing here."""
    if event.modifiers() & _CHORDS:
        return None
    if event.key() == Qt.Key.Key_Home and event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return None  # the 7 of a pad whose digits are off
    return _NAMED.get(event.key())
