"""How it looks: what to know at the left, the buttons under it; in the training, what was printed at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.till.practice import PracticePaper
from pos.ui import theme
from pos.ui.paper_roll import PAPER_WIDTH, Paper
from pos.ui.screens.training.view import BEFORE, WITHIN, TrainingView
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.scroll import Scroll
from pos.ui.words import Words


class TrainingCard(Panel):
    """`scanned` gives the code of a paper that was touched."""

    begin_pressed = Signal()
    afresh_pressed = Signal()
    back_pressed = Signal()
    close_pressed = Signal()
    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=28, gap=20)
        self.setObjectName("training-panel")
        look = theme.current()
        self._shown: tuple[PracticePaper, ...] = ()
        self.setMinimumWidth(look.px(860))
        across = QHBoxLayout()
        across.setSpacing(24)
        across.addLayout(self._telling(), 1)
        across.addWidget(self._roll())
        self.rows.addLayout(across, 1)
        self.rows.addLayout(self._ways())

    def _telling(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(14)
        self.title = Label("", "large")
        self.title.setObjectName("training-title")
        column.addWidget(self.title)
        self.lines = {name: Label("", "body", wraps=True) for name in (*BEFORE, *WITHIN)}
        for line in self.lines.values():
            column.addWidget(line)
        column.addStretch(1)
        return column

    def _roll(self) -> QWidget:
        self.roll = QWidget()
        self.roll.setFixedWidth(theme.current().px(PAPER_WIDTH) + 24)
        self.roll.setMinimumHeight(theme.current().px(440))
        column = QVBoxLayout(self.roll)
        column.setContentsMargins(0, 0, 0, 0)
        self.papers_title = Label("", "strong")
        self._strip = QVBoxLayout()
        self._strip.setContentsMargins(0, 0, 8, 0)
        self._strip.setSpacing(12)
        self._strip.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = Scroll(self._strip)
        bar = scroll.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, _most: bar.setValue(0))
        column.addWidget(self.papers_title)
        column.addWidget(scroll, 1)
        return self.roll

    def _ways(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.begin = self._button("begin", "Enter", self.begin_pressed)
        self.begin.set_role("primary")
        self.back = self._button("back", "Home", self.back_pressed)
        self.back.set_role("primary")
        self.afresh = self._button("afresh", "F7", self.afresh_pressed)
        self.away = self._button("close", "Esc", self.close_pressed)
        for button in (self.away, self.afresh, self.begin, self.back):
            row.addWidget(button, 1)
        return row

    def _button(self, name: str, key: str, pressed: object) -> Button:
        button = Button("", "plain", key=key)
        button.setObjectName(f"training-{name}")
        button.clicked.connect(pressed)
        return button

    # --- drawing ---

    def render(self, view: TrainingView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Draw everything the view says."""
        self.title.setText(words("training.title_within" if view.is_on else "training.title"))
        for name, line in self.lines.items():
            line.setVisible(name in view.lines)
            line.setText(words(f"training.line.{name}"))
        self.begin.set_words(words("training.go_on" if view.is_begun else "training.begin"))
        self.afresh.set_words(words("training.afresh"))
        self.back.set_words(words("training.back"))
        self.away.set_words(words("key.close"))
        self.begin.setVisible(not view.is_on)
        self.afresh.setVisible(not view.is_on and view.is_begun)
        self.back.setVisible(view.is_on)
        for button in (self.begin, self.afresh):
            button.setEnabled(view.may_begin)
        self.roll.setVisible(view.is_on)
        self.papers_title.setText(words("training.papers" if view.papers else "training.no_papers"))
        self._lay(view.papers, words)

    def _lay(self, papers: tuple[PracticePaper, ...], words: Words) -> None:
        """The newest is on top, where it is seen at once."""
        if papers == self._shown:
            return
        self._shown = papers
        while old := self._strip.takeAt(0):
            if widget := old.widget():
                widget.hide()
                widget.deleteLater()
        for place, one in reversed(tuple(enumerate(papers, start=1))):
            paper = Paper(QImage.fromData(one.picture), one.code)
            paper.setAccessibleName(words("paper.piece", number=place))
            paper.setToolTip(words("paper.touch") if one.code else "")
            paper.touched.connect(self.scanned)
            self._strip.addWidget(paper)
