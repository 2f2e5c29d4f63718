"""Keeps what belongs together close together: on a wide screen its content stays in the middle."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from pos.ui import theme

WIDEST, TALLEST = 1240, 860


class Page(QWidget):
    """A room for a screen's content, no wider and taller than a person takes in at arm's length."""

    def __init__(self, laid_out: QLayout, *, narrowest: int = 0) -> None:
        super().__init__()
        look, content = theme.current(), QWidget()
        content.setLayout(laid_out)
        content.setMinimumWidth(look.px(narrowest))
        content.setMaximumSize(look.px(WIDEST), look.px(TALLEST))
        column = QVBoxLayout()
        column.addStretch(0)
        column.addWidget(content, 1)
        column.addStretch(0)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 24, 32, 24)
        row.addStretch(0)
        row.addLayout(column, 1)
        row.addStretch(0)


def fill(screen: QWidget, laid_out: QLayout, *, narrowest: int = 0) -> None:
    """Make this all that a screen shows, as a page."""
    whole = QVBoxLayout(screen)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(Page(laid_out, narrowest=narrowest))
