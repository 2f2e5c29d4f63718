"""The options of the selected line (F6): how many, a serial number, units for nothing, a manager's word; and why."""

from __future__ import annotations

from collections.abc import Sequence

from pos.till import selling
from pos.till.changes import Touched
from pos.ui.desk import Desk, FreeUnits
from pos.ui.keys import KeyUse
from pos.ui.screens.sale.line_panel import LinePanel
from pos.ui.screens.sale.line_view import LineView, present
from pos.ui.screens.sale.serials import Serials


class LineSide:
    """Mutable: which option is marked, and whether a serial number is being typed."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self.screen = desk, LinePanel()
        self._view: LineView | None = None
        self._marked, self._writes = 0, False
        self._serials = Serials(desk)
        self.screen.chosen.connect(self.take)
        self.screen.written.connect(self.write)
        self.screen.left.connect(self.leave)

    # --- as the sale screen knows it ---

    def opened(self) -> None:
        """Begin with the selected line and the first of its options."""
        self._marked, self._writes = 0, False
        self._draw()

    def closed(self) -> None:
        """Nothing is typed any more."""
        self._writes = False
        self.screen.field.clear()
        self.screen.field.clearFocus()

    def refresh(self, noun: Touched) -> None:
        """The line has changed, or is gone."""
        if noun in ("basket", "session", "stock"):
            self._draw()

    def keys(self) -> Sequence[KeyUse]:
        """Options by arrows; digits are its new quantity."""
        enter = self._write_it if self._writes else lambda: self.take(self._marked)
        return (
            KeyUse("Enter", "sale.key.do", enter),
            KeyUse("Up", "sale.key.option", lambda: self._move(-1)),
            KeyUse("Down", "sale.key.option", lambda: self._move(1)),
            KeyUse("F6", "key.options", self.leave),
            KeyUse("Esc", "key.back", self.leave),
        )

    def typed(self, digit: str) -> bool:
        """A digit is the first of a new quantity."""
        self._desk.aside("quantity", about=digit)
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - every scan is the basket's, serial numbers among them
        """The basket knows what to do with serial numbers."""
        return False

    def leave(self) -> None:
        """The favourites again."""
        self._desk.aside("")

    # --- what the person does ---

    def take(self, place: int) -> None:
        """Do what stands at a place."""
        view = self._view
        if view is None or not 0 <= place < len(view.choices):
            return
        self._marked, choice = place, view.choices[place]
        if choice.deed == "quantity":
            self._desk.aside("quantity")
        elif choice.deed == "serial":
            self._writes = True
            self._draw()
            self.screen.field.setFocus()
        elif choice.deed == "free":
            line = self._line()
            self._desk.open("approval", about=FreeUnits(line, 1))
        else:
            self._desk.open("approval", about=choice.block)

    def write(self, text: str) -> None:
        """This is the serial number of the machine."""
        counter, view = self._desk.counter, self._view
        if view is None or not text.strip():
            self._desk.toned.emit("bad")
            return
        before = self._serials.now()
        self._desk.attempt(lambda: selling.set_serial(counter, view.line, text))
        if self._serials.now() != before:
            self._desk.good()
            self.leave()
            self._serials.confirm(but=before)

    def _write_it(self) -> None:
        self.write(self.screen.field.text())

    def _line(self) -> str:
        counter, view = self._desk.counter, self._view
        assert counter.quote is not None and view is not None
        return next(line.product for line in counter.quote.lines if line.id == view.line)

    def _move(self, step: int) -> None:
        most = len(self._view.choices) - 1 if self._view else 0
        self._marked = max(0, min(self._marked + step, most))
        self._draw()

    def _draw(self) -> None:
        counter = self._desk.counter
        selected = counter.selected
        self._view = present(counter, selected, self._desk.words) if selected is not None else None
        if self._view is None:
            self.leave()
            return
        self._marked = min(self._marked, len(self._view.choices) - 1)
        self.screen.render(self._view, self._desk.words, marked=self._marked, writes=self._writes)
