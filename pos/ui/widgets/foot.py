"""The foot of a screen: a bar of buttons for the whole width, what Enter does at the right; and what stands over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.widgets.button import Button, ButtonRole
from pos.ui.widgets.panel import Panel

TALL = 64


@dataclass(frozen=True, slots=True)
class FootButton:
    """A button of the foot, by its name; `gives_way` where the room that is left over comes after it."""

    name: str
    role: ButtonRole
    key: str = ""
    sign: str = ""
    gives_way: bool = False


OF_DAYS = (
    FootButton("close", "plain", key="Esc", gives_way=True),
    FootButton("before", "plain", key="←", sign="back"),
    FootButton("choose", "plain", key="/"),
    FootButton("after", "plain", key="→", sign="forward", gives_way=True),
    FootButton("export", "primary", key="F12"),
)
"""Of a page that shows days: away, the days before, which days, the days after, a file of it."""


class Foot(Panel):
    """`pressed` gives the name of a button; `area` is what its object name begins with."""

    pressed = Signal(str)

    def __init__(self, area: str, wanted: Sequence[FootButton]) -> None:
        super().__init__("foot", flow="row", margin=12, gap=8)
        self.buttons: dict[str, Button] = {}
        for one in wanted:
            self.buttons[one.name] = self._button(area, one)
            self.add(self.buttons[one.name])
            if one.gives_way:
                self.rows.addStretch(1)

    def _button(self, area: str, one: FootButton) -> Button:
        font: theme.Role = "title" if one.role == "primary" else "strong"
        button = Button("", one.role, key=one.key, sign=one.sign, font=font)
        button.setObjectName(f"{area}-{one.name}")
        button.setMinimumHeight(theme.current().px(TALL))
        button.clicked.connect(lambda: self.pressed.emit(one.name))
        return button

    def widen(self, name: str, *, least: int) -> None:
        """One button takes the room that is left over."""
        button = self.buttons[name]
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumWidth(theme.current().px(least))
        self.rows.setStretchFactor(button, 1)


def shares(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    """The room over a foot, divided so whatever is in the parts."""
    middle = QHBoxLayout()
    middle.setContentsMargins(12, 12, 12, 12)
    middle.setSpacing(12)
    for widget, part in parts:
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        middle.addWidget(widget, part)
    return middle


def put_on_foot(screen: QWidget, middle: QHBoxLayout, foot: QWidget) -> None:
    """Make this all that a screen shows: the foot at the bottom, the rest of the room over it."""
    column = QVBoxLayout(screen)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(middle, 1)
    column.addWidget(foot)
