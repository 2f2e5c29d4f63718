"""Figures become a file: which kind, then where, in a dialog that keys alone can drive. What came of it is a notice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from pos.domain.errors import TillError
from pos.till import overview
from pos.till.changes import Touched
from pos.till.exporting import Format
from pos.ui import theme
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.screens.figures.asking import ToFile
from pos.ui.screens.figures.export_card import FORMS, ExportCard


class Export:
    """Mutable: what is to be written, the dialog while it is open, and whether it is being written."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._about: ToFile | None = None
        self._is_writing = False
        self._folder = ""
        self.dialog: QFileDialog | None = None
        self.screen = ExportCard()
        self.screen.form_touched.connect(self.choose)
        self.screen.close_pressed.connect(desk.close)

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
        if self._about is None or self._is_writing or self.dialog is not None:
            return
        words, about = self._desk.words, self._about
        dialog = QFileDialog(self.screen.window(), words("export.dialog"), self._place())
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is: the new file gets a number
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{words(f'export.form.{form}')} (*.{form})")
        dialog.setDefaultSuffix(form)
        dialog.selectFile(f"{about.stem}.{form}")
        for label, key in (
            ("LookIn", "place"),
            ("FileName", "name"),
            ("FileType", "kind"),
            ("Accept", "save"),
            ("Reject", "cancel"),
        ):
            dialog.setLabelText(QFileDialog.DialogLabel[label], words(f"export.{key}"))
        dialog.fileSelected.connect(lambda path: self._write(about, form, Path(path)))
        dialog.finished.connect(lambda _: self._dialog_closed())
        look = theme.current()
        dialog.resize(look.px(820), look.px(560))
        self.dialog = dialog
        dialog.open()

    def _dialog_closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
            self.screen.window().activateWindow()  # the keys are the page's again

    def _place(self) -> str:
        """Where the last one went, otherwise where documents are."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self._folder or documents or str(Path.home())

    def _write(self, about: ToFile, form: Format, path: Path) -> None:
        self._folder, self._is_writing = str(path.parent), True
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
