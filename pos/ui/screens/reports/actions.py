"""What happens with reports: one is looked at, and goes to paper: the open shift's as it stands, others as a copy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from pos.domain.errors import TillError
from pos.domain.sums.report import Report
from pos.till import printing
from pos.till.changes import Touched
from pos.till.day import closing, keeping
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.reports.card import ReportsCard
from pos.ui.screens.reports.view import ReportsView, ids, is_open, present, shift_in
from pos.ui.where import Where


class Reports:
    """Mutable: which one is chosen, what the open shift came to when it was asked, and what became of the paper."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._chosen, self._printed = "", ""
        self._interim: Report | None = None
        self._asked: object | None = None
        self.screen = ReportsCard()
        self.screen.touched.connect(self.choose)
        self.screen.print_pressed.connect(self.print)
        self.screen.save_pressed.connect(self.save)
        self.screen.close_pressed.connect(desk.close)
        self._where = Where(self.screen)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin at the shift it is about, or the first."""
        about = self._desk.about
        self._interim = None
        self.choose(about if isinstance(about, str) else "")

    def refresh(self, noun: Touched) -> None:
        """Paper came out, or somebody else is signed in."""
        if noun in ("paper", "session", "shift"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Which one, and its paper."""
        return [
            KeyUse("F12", "reports.key.print", self.print),
            KeyUse("F11", "reports.key.save", self.save),
            KeyUse("Up", "reports.key.move", partial(self._step, -1)),
            KeyUse("Down", "reports.key.move", partial(self._step, 1)),
            KeyUse("PgUp", "reports.key.scroll", partial(self.screen.turn, -1)),
            KeyUse("PgDn", "reports.key.scroll", partial(self.screen.turn, 1)),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - no digit means anything here
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> None:
        """A scan goes to the screen below."""

    # --- what the person does ---

    def choose(self, chosen: str) -> None:
        """Look at another one; the open shift is added up anew each time."""
        token = object()
        self._chosen, self._printed, self._interim, self._asked = chosen, "", None, token
        self.draw()
        if is_open(self.view().chosen):
            story = closing.interim(self._desk.counter, shift_in(self.view().chosen))
            self._desk.do(story, then=lambda report: self._added_up(token, report), otherwise=self._refused)

    def print(self) -> None:
        """Put it on paper."""
        view, counter, interim = self.view(), self._desk.counter, self._interim
        if not view.can_print:
            self._desk.toned.emit("bad")
            return
        self._chosen, self._printed = view.chosen, "printing"
        self.draw()
        if not is_open(view.chosen):
            self._desk.do(closing.reprint(counter, view.chosen), then=self._came_out, otherwise=self._refused)
        elif interim is not None:
            self._desk.do(printing.print_interim(counter, interim), then=self._came_out, otherwise=self._refused)

    def save(self) -> None:
        """The Z report that was kept, as a file."""
        view = self.view()
        if not view.can_save:
            self._desk.toned.emit("bad")
            return
        name = self._desk.words("reports.file", till=self._desk.counter.ports.till, number=view.number)
        self._where.ask(self._desk.words, name, kind="pdf", then=partial(self._save, view.chosen))

    def _save(self, shift: str, path: Path) -> None:
        story = keeping.save(self._desk.counter, shift, to=path)
        self._desk.do(story, then=self._saved, otherwise=self._desk.refused)

    def _saved(self, path: Path) -> None:
        self._desk.news("export.written", path=str(path))
        self._desk.good()

    @property
    def dialog(self) -> QFileDialog | None:
        """The dialog while it is open."""
        return self._where.dialog

    def _step(self, step: int) -> None:
        known, at = ids(self._desk.counter), self.view().chosen
        if known:
            self.choose(known[max(0, min(known.index(at) + step, len(known) - 1))])

    def _added_up(self, token: object, report: Report) -> None:
        """What was asked last is what is shown: meanwhile the person may look at somebody else's."""
        if token is self._asked:
            self._interim = report
            self.draw()

    def _came_out(self, _: None) -> None:
        is_stopped = not is_open(self._chosen) and printing.stopped_at(self._desk.counter) is not None
        self._printed = "stopped" if is_stopped else "printed"
        self.draw()

    def _refused(self, error: TillError) -> None:
        self._printed = "stopped" if self._printed else ""
        self._desk.counter.failed(error)
        self.draw()

    # --- drawing ---

    def view(self) -> ReportsView:
        """What is to be seen now."""
        return present(self._desk.counter, self._desk.words, self._chosen, interim=self._interim, printed=self._printed)

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
