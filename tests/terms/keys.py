"""Keys by the names the scenarios give them."""

from PySide6.QtCore import Qt

KEYS = {
    **{f"F{number}": Qt.Key(Qt.Key.Key_F1 + number - 1) for number in range(1, 13)},
    "Enter": Qt.Key.Key_Enter,
    "Esc": Qt.Key.Key_Escape,
}
