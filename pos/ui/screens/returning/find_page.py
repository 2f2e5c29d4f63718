"""How it looks before a sale is found: scan the receipt, or one of the other ways, with what was found under it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from pos.ui import theme
from pos.ui.find.field import SearchField
from pos.ui.screens.returning.find_view import WAYS, FindView
from pos.ui.screens.returning.stepper import DayStepper
from pos.ui.widgets.button import Button
from pos.ui.widgets.chip import Chip
from pos.ui.widgets.foot import Foot, FootButton, put_on_foot, shares
from pos.ui.widgets.icon import icon
from pos.ui.widgets.label import Label
from pos.ui.widgets.panel import Panel
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

MOST = 20


class Sign(QWidget):
    """One of our signs, large."""

    def __init__(self, name: str, side: int) -> None:
        super().__init__()
        self._name, self._side = name, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = theme.current().px(self._side)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colour = theme.current().tokens.accent
        QPainter(self).drawPixmap(0, 0, icon(self._name, colour, self.width(), self.devicePixelRatioF()))


_FOOT = (FootButton("leave", "quiet", "Esc", gives_way=True), FootButton("unproven", "plain", "F6"))


class FindPage(QWidget):
    """`way_touched` gives a way's name, `taken` the place of a hit, `sought` what is written."""

    way_touched = Signal(str)
    sought = Signal(str)
    taken = Signal(int)
    stepped = Signal(int)
    go_pressed = Signal()
    unproven_pressed = Signal()
    back_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title, self.more = Label("", "large", wraps=True), Label("", "body", tone="muted", wraps=True)
        self.basket = Label("", "body", tone="accent", wraps=True)
        self.other = Label("", "strong")
        self.ways = {name: self._way(name, key) for name, key in WAYS}
        self.field = SearchField()
        self.field.setObjectName("return-field")
        self.field.sought.connect(self.sought)
        self.go = Button("", "primary", key="Enter")
        self.go.setObjectName("return-go")
        self.go.clicked.connect(self.go_pressed)
        self.day = DayStepper("sale")
        self.day.stepped.connect(self.stepped)
        self.whose = Label("", "strong", wraps=True)
        self.said = Label("", "body", tone="muted", wraps=True)
        self.said.setObjectName("return-found-none")
        self._rows: list[ChoiceRow] = []
        foot = Foot("return", _FOOT)
        self.back, self.unproven = foot.buttons["leave"], foot.buttons["unproven"]
        self.back.clicked.connect(self.back_pressed)
        self.unproven.clicked.connect(self.unproven_pressed)
        put_on_foot(self, shares((self._invitation(), 42), (self._search(), 58)), foot)

    def _way(self, name: str, key: str) -> Chip:
        chip = Chip("", key=key)
        chip.setObjectName(f"return-way-{name}")
        chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        chip.clicked.connect(lambda: self.way_touched.emit(name))
        return chip

    def _invitation(self) -> QWidget:
        panel = Panel("panel", margin=32, gap=18)
        panel.rows.addStretch()
        panel.rows.addWidget(Sign("return", 128), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.more, self.basket):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            panel.add(label)
        panel.rows.addStretch()
        return panel

    def _search(self) -> QWidget:
        panel = Panel("panel", margin=16, gap=10)
        panel.add(self.other)
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, chip in enumerate(self.ways.values()):
            grid.addWidget(chip, place // 2, place % 2)
        panel.rows.addLayout(grid)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(self.go)
        panel.rows.addLayout(line)
        panel.add(self.day, self.whose, self.said)
        found = rows(gap=6)
        for place in range(MOST):
            row = ChoiceRow("")
            row.setObjectName(f"return-hit-{place}")
            row.clicked.connect(lambda _=False, at=place: self.taken.emit(at))
            row.hide()
            self._rows.append(row)
            found.addWidget(row)
        self._area = Scroll(found)
        panel.rows.addWidget(self._area, 1)
        return panel

    def speak(self, words: Words, *, basket: str) -> None:
        """Say what does not change with what is sought; `basket` is what is said of the customer who waits."""
        self.title.setText(words("returning.scan"))
        self.more.setText(words("returning.scan_more"))
        self.basket.setText(basket)
        self.basket.setVisible(bool(basket))
        self.other.setText(words("returning.other_ways"))
        for name, chip in self.ways.items():
            chip.set_words(words(f"returning.way.{name}"))
        self.unproven.set_words(words("returning.no_receipt"), words("returning.no_receipt_manager"))
        self.back.set_words(words("returning.leave"))

    def render(self, view: FindView, words: Words) -> None:  # type: ignore[override]  # a screen's word, not Qt's
        """Show what was found."""
        for name, chip in self.ways.items():
            chip.choose(name == view.way)
        self.field.setAccessibleName(words(f"returning.way.{view.way}"))
        self.field.setPlaceholderText(words(f"returning.hint.{view.way}"))
        self.go.set_words(words("returning.take" if view.hits else "returning.search"))
        self.go.setEnabled(not view.is_busy)
        self.day.render(view.day, words)
        self.whose.setText(view.whose)
        self.whose.setVisible(bool(view.whose))
        self.said.setText(view.said)
        self.said.setVisible(bool(view.said))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(view.hits))
            if place < len(view.hits):
                hit = view.hits[place]
                row.take(hit.title, detail=hit.detail, trailing=hit.amount)
                row.set_marked(place == view.at)
        if view.hits:
            self._area.ensureWidgetVisible(self._rows[view.at], 0, 8)
