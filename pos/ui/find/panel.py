"""The search on the sale screen: what is written is sought at once; Enter, or a finger, takes what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.ui.find.field import SearchField
from pos.ui.find.hits import Hit, Hits
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
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
        self._hits = Hits("found", most=MOST)
        self._hits.chosen.connect(self.chosen)
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
        column.addWidget(self._hits, 1)

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
        self._hits.take([Hit(one.code, one.name, one.detail, one.price) for one in self.found])
        nothing = bool(self.field.wish.strip()) and not self.found
        self.none.setText(words("find.nothing") + "\n" + words("find.nothing_more"))
        self.none.setVisible(nothing)

    def step(self, steps: int) -> None:
        """Mark another of the rows."""
        self._hits.step(steps)

    @property
    def marked(self) -> str | None:
        """The code of the marked row."""
        return self._hits.marked
