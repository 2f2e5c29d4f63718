"""Says quietly that the till is about to be locked, over whatever is seen; no finger meets it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos.ui import theme
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel

TOP, TALL = 80, 52


class IdleBar(Panel):
    """Under the line at the top, in the middle."""

    def __init__(self, room: QWidget) -> None:
        super().__init__("marked", margin=10, parent=room)
        self._room = room
        self.setObjectName("idle-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = Label("", "strong")
        self.text.setObjectName("idle-text")
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.add(self.text)
        self.hide()

    def say(self, text: str) -> None:
        """Say it in front of everything."""
        look, room = theme.current(), self._room
        self.text.setText(text)
        self.setAccessibleName(text)
        wide = min(self.sizeHint().width() + look.px(48), room.width())
        self.setGeometry((room.width() - wide) // 2, look.px(TOP), wide, look.px(TALL))
        self.raise_()
        self.show()
