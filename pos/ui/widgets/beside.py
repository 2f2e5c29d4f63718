"""What a screen is about at the left, with what is done about it beside it at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from pos.ui import theme
from pos.ui.widgets.panel import Panel

ON_PAGE, ON_CARD = 32, 24


def beside(main: QLayout, side: QWidget, *, gap: int) -> QHBoxLayout:
    """The room is the main one's; the side is as wide as it wants."""
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(gap)
    across.addLayout(main, 1)
    across.addWidget(side)
    return across


class SidePanel(Panel):
    """A panel of a width that does not change with what is in it; a pad has the keys' width on every screen."""

    def __init__(self, *, wide: int = 380, margin: int = 24, gap: int = 14) -> None:
        super().__init__(margin=margin, gap=gap)
        self.setFixedWidth(theme.current().px(wide))
