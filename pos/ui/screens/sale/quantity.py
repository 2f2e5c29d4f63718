"""Asking how many of the selected line: the old figure is preselected, the first digit replaces it."""

from __future__ import annotations

from collections.abc import Callable

from pos.domain import basket as baskets
from pos.till import selling
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.widgets.quantity import QuantityPanel

LONGEST = 4


class Quantity:
    """Mutable while a figure is typed."""

    def __init__(self, desk: Desk, panel: QuantityPanel, *, leave: Callable[[], None]) -> None:
        self.desk, self.panel, self._leave = desk, panel, leave
        self.line: int | None = None
        self.text, self._is_fresh = "", True
        panel.touched.connect(self._touched)
        panel.taken.connect(self.take)
        panel.left.connect(leave)

    def begin(self) -> bool:
        """Ask for the selected line; False where none is selected."""
        counter = self.desk.counter
        self.line = counter.selected
        if counter.basket is None or self.line is None:
            return False
        line = baskets.line(counter.basket, self.line)
        self.text, self._is_fresh = str(line.quantity), True
        self.panel.about.setText(self.desk.product_name(line.product))
        self._show()
        return True

    def keys(self) -> tuple[KeyUse, ...]:
        """Enter sets it, Esc leaves it."""
        return (
            KeyUse("Enter", "key.set_quantity", self.take),
            KeyUse("Backspace", "key.erase", self.erase),
            KeyUse("Esc", "key.back", self._leave),
        )

    def typed(self, digit: str) -> None:
        """One digit more, or the first of a new figure."""
        self.text = digit if self._is_fresh else (self.text + digit)[:LONGEST]
        self._is_fresh = False
        self._show()

    def erase(self) -> None:
        """One digit less."""
        self.text, self._is_fresh = self.text[:-1], False
        self._show()

    def take(self) -> None:
        """So many; none takes the line out."""
        counter, line, text = self.desk.counter, self.line, self.text
        if line is not None and text:
            self.desk.attempt(lambda: selling.set_quantity(counter, line, int(text)))
        self._leave()

    def _touched(self, name: str) -> None:
        if name == "Backspace":
            self.erase()
        else:
            self.typed(name)

    def _show(self) -> None:
        self.panel.figure.setText(self.text or "0")
        self.panel.take_it.setEnabled(bool(self.text))
