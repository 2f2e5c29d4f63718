"""What the customer looks at before the last key: what was typed and ticked, large, and nothing to change in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.joining.view import JoiningView, Shown
from pos.ui.widgets.button import Button
from pos.ui.widgets.feet import feet
from pos.ui.widgets.icon import icon
from pos.ui.widgets.label import Label
from pos.ui.widgets.page import fill
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll
from pos.ui.words import Words

_TOP = Qt.AlignmentFlag.AlignTop
_SIGNS = {"yes": "check", "no": "minus"}


class CheckPage(QWidget):
    """`left` goes back to the fields, `joined` is the last key."""

    left = Signal()
    joined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("joining-check")
        self.title, self.lead = Label("", "large", wraps=True), Label("", "body", tone="muted", wraps=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(14)
        self._grid.setColumnStretch(2, 1)
        self._grid.setAlignment(_TOP)
        self.back, self.join = Button("", "plain", key="Esc", font="body"), Button("", "primary", key="Enter")
        self.back.setObjectName("joining-check-back")
        self.join.setObjectName("joining-check-join")
        self.back.clicked.connect(self.left)
        self.join.clicked.connect(self.joined)
        sheet = Panel("panel", margin=24, gap=8)
        sheet.add(Scroll(self._grid), stretch=1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        column.addWidget(sheet, 1)
        column.addLayout(feet(self.back, self.join))
        fill(self, column)

    def render(self, view: JoiningView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show what was typed; nothing of it stays here once it is not looked at."""
        self.title.setText(words("joining.check"))
        self.lead.setText(words("joining.check_lead"))
        self.back.set_words(words("joining.correct"))
        self.join.set_words(words("joining.joining" if view.is_joining else "joining.join"))
        self.join.setEnabled(not view.is_joining)
        while old := self._grid.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for at, line in enumerate(view.lines):
            self._put(at, line)

    def _put(self, at: int, line: Shown) -> None:
        name = Label(line.name, "title" if line.answer else "body", tone="ink" if line.answer else "muted", wraps=True)
        text = Label(line.text, "title" if line.answer else "large", wraps=True)
        if line.answer:
            self._grid.addWidget(self._sign(line), at, 0, _TOP)
            self._grid.addWidget(name, at, 2, _TOP)
            self._grid.addWidget(text, at, 1, _TOP)
            text.setWordWrap(False)
            text.set_tone("accent" if line.answer == "yes" else "muted")
            return
        name.setWordWrap(False)
        self._grid.addWidget(name, at, 0, 1, 2, _TOP)
        self._grid.addWidget(text, at, 2, _TOP)

    def _sign(self, line: Shown) -> QLabel:
        look = theme.current()
        sign, side = QLabel(), look.px(22)
        colour = look.tokens.accent if line.answer == "yes" else look.tokens.muted
        sign.setPixmap(icon(_SIGNS[line.answer], colour, side, self.devicePixelRatioF()))
        return sign
