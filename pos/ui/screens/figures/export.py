"""Figures become a file: which kind, then where, in a dialog that keys alone can drive. What came of it is a notice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from pos.domain.errors import TillError
from pos.till.changes import Touched
from pos.till.day import overview
from pos.till.day.exporting import Format
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.figures.asking import ToFile
from pos.ui.screens.figures.export_card import FORMS, ExportCard
from pos.ui.where import Where


class Export:
    """Mutable: what is to be written, and whether it is being written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._about: ToFile | None = None
        self._is_writing = False
        self.screen = ExportCard()
        self._where = Where(self.screen)
        self.screen.form_touched.connect(self.choose)
        self.screen.close_pressed.connect(desk.close)

    @property
    def dialog(self) -> QFileDialog | None:
        """The dialog while it is open."""
        return self._where.dialog

    # --- what the window asks ---

    def opened(self) -> None:
        """Ask for the kind."""
        about = self._desk.about
        self._about = about if isinstance(about, ToFile) else None
        self.draw()

    def refresh(self, noun: Touched) -> None:
        """The language changed."""
        if noun == "session":
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """A digit each."""
        return [
            *(KeyUse(str(at), f"export.form.{form}", partial(self.choose, form)) for at, form in enumerate(FORMS, 1)),
            KeyUse("Esc", "key.close", self._desk.close),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - those that mean something are keys
        """Other digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - a page for looking takes no goods
        """Nothing is sold here."""
        return True

    # --- what the person does ---

    def choose(self, form: Format) -> None:
        """This kind; where it goes is asked next."""
        if self._about is None or self._is_writing:
            return
        about = self._about
        self._where.ask(self._desk.words, about.stem, kind=form, then=lambda path: self._write(about, form, path))

    def _write(self, about: ToFile, form: Format, path: Path) -> None:
        self._is_writing = True
        self.draw()
        story = overview.export(self._desk.counter, about.tables, about.pictures, to=path, form=form)
        self._desk.do(story, then=self._written, otherwise=self._refused)

    def _written(self, path: Path) -> None:
        was_here, self._is_writing = self.screen.isVisible(), False
        if was_here:
            self._desk.close()
        self._desk.news("export.written", path=str(path))
        self._desk.good()

    def _refused(self, error: TillError) -> None:
        self._is_writing = False
        self._desk.refused(error)
        self.draw()

    # --- drawing ---

    def draw(self) -> None:
        """Draw it."""
        title = self._about.title if self._about else ""
        self.screen.show_choice(title, self._desk.words, is_writing=self._is_writing)
