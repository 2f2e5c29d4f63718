"""Keys by the names the scenarios give them."""

from PySide6.QtCore import Qt

KEYS = {
    **{f"F{number}": Qt.Key(Qt.Key.Key_F1 + number - 1) for number in range(1, 13)},
    "Enter": Qt.Key.Key_Enter,
    "Esc": Qt.Key.Key_Escape,
    "Del": Qt.Key.Key_Delete,
    "Backspace": Qt.Key.Key_Backspace,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "*": Qt.Key.Key_Asterisk,
    "+": Qt.Key.Key_Plus,
    "-": Qt.Key.Key_Minus,
    **{str(digit): Qt.Key(Qt.Key.Key_0 + digit) for digit in range(10)},
}
