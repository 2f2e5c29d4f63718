"""The search on the sale screen: what is written is sought at once; Enter, or a finger, takes what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui.find.field import SearchField
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows
from pos.ui.words import Words

MOST = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A product that was found: what its row says."""

    code: str
    name: str
    detail: str
    price: str


class FindPanel(QWidget):
    """Signals: `sought` with what is written, `chosen` with a product's code, `left` for back."""

    sought = Signal(str)
    chosen = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("find")
        self.found: tuple[Found, ...] = ()
        self.at = 0
        self._rows: list[ChoiceRow] = []
        self.purpose = Label("", "strong", tone="danger", wraps=True)
        self.field = SearchField()
        self.field.sought.connect(self.sought)
        self.back = Button("", "quiet", sign="close")
        self.back.setObjectName("find-back")
        self.back.clicked.connect(self.left)
        self.none = Label("", "body", tone="muted", wraps=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self.field, 1)
        line.addWidget(self.back)
        column.addLayout(line)
        column.addWidget(self.purpose)
        column.addWidget(self.none)
        found = rows(gap=6)
        for place in range(MOST):
            row = ChoiceRow("")
            row.setObjectName(f"found-{place}")
            row.clicked.connect(lambda _=False, at=place: self.chosen.emit(self.found[at].code))
            row.hide()
            self._rows.append(row)
            found.addWidget(row)
        self._area = Scroll(found)
        column.addWidget(self._area, 1)

    def begin(self, words: Words, *, purpose: str = "", text: str = "") -> None:
        """Empty, ready to be written in. `purpose` says what is being looked for, where that is not clear."""
        self.field.setAccessibleName(words("find.field"))
        self.field.setPlaceholderText(words("find.hint"))
        self.back.setAccessibleName(words("find.back"))
        self.purpose.setText(purpose)
        self.purpose.setVisible(bool(purpose))
        self.field.setText(text)
        self.field.setFocus()
        self.sought.emit(self.field.wish)

    def end(self) -> None:
        """Put away."""
        self.field.clear()
        self.field.clearFocus()

    def take(self, found: Sequence[Found], words: Words) -> None:
        """Show what was found, best first."""
        self.found = tuple(found[:MOST])
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(self.found))
            if place < len(self.found):
                one = self.found[place]
                row.take(one.name, detail=one.detail, trailing=one.price)
        nothing = bool(self.field.wish.strip()) and not self.found
        self.none.setText(words("find.nothing") + "\n" + words("find.nothing_more"))
        self.none.setVisible(nothing)
        self._mark(0)

    def step(self, steps: int) -> None:
        """Mark another of the rows."""
        if self.found:
            self._mark(max(0, min(self.at + steps, len(self.found) - 1)))

    @property
    def marked(self) -> str | None:
        """The code of the marked row."""
        return self.found[self.at].code if self.found else None

    def _mark(self, at: int) -> None:
        self.at = at
        for place, row in enumerate(self._rows):
            row.set_marked(place == at)
        if self.found:
            self._area.ensureWidgetVisible(self._rows[at], 0, 8)
