"""What a search found: rows for a finger, one of them marked for the keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from pos.ui.widgets.row import ChoiceRow
from pos.ui.widgets.scroll import Scroll, rows


@dataclass(frozen=True, slots=True)
class Hit:
    """One of them: what it is chosen by, and what its row says; `sign` stands before the detail and warns."""

    id: str
    name: str
    detail: str
    trailing: str = ""
    sign: str = ""


class Hits(Scroll):
    """`chosen` gives the id of a hit; `name` is what a row's object name begins with."""

    chosen = Signal(str)

    def __init__(self, name: str, *, most: int) -> None:
        column = rows(gap=6)
        super().__init__(column)
        self._found: tuple[Hit, ...] = ()
        self._at = 0
        self._rows: list[ChoiceRow] = []
        for place in range(most):
            row = ChoiceRow("")
            row.setObjectName(f"{name}-{place}")
            row.clicked.connect(lambda _=False, at=place: self.chosen.emit(self._found[at].id))
            row.hide()
            self._rows.append(row)
            column.addWidget(row)

    def take(self, found: Sequence[Hit], *, marked: str | None = None) -> None:
        """Show as many as there are rows, best first; the first is marked where `marked` is not among them."""
        self._found = tuple(found[: len(self._rows)])
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(self._found))
            if place < len(self._found):
                one = self._found[place]
                row.take(one.name, detail=one.detail, trailing=one.trailing, sign=one.sign)
        self._mark(next((at for at, one in enumerate(self._found) if one.id == marked), 0))

    def step(self, steps: int) -> None:
        """Mark another of the rows."""
        if self._found:
            self._mark(max(0, min(self._at + steps, len(self._found) - 1)))

    @property
    def marked(self) -> str | None:
        """The id of the marked one."""
        return self._found[self._at].id if self._at < len(self._found) else None

    def _mark(self, at: int) -> None:
        self._at = at
        for place, row in enumerate(self._rows):
            row.set_marked(place == at)
        if self._found:
            self.ensureWidgetVisible(self._rows[at], 0, 8)
