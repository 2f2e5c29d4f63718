"""Where a file goes: one dialog for everything that leaves the till, which keys alone can drive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QIcon, QTransform
from PySide6.QtWidgets import QFileDialog, QSplitter, QToolButton, QWidget

from pos.ui import theme
from pos.ui.widgets.icon import icon
from pos.ui.words import Words

_LABELS = (("LookIn", "place"), ("FileName", "name"), ("FileType", "kind"), ("Accept", "save"), ("Reject", "cancel"))

_SIGNS = (("backButton", "back", 0), ("forwardButton", "forward", 0), ("toParentButton", "back", 90))
"""Qt's own arrows are black in the dark, too."""


class Where:
    """Mutable: the dialog while it is open, and where the last file went."""

    def __init__(self, beside: QWidget) -> None:
        """`beside` is what the dialog stands before; the keys are its window's again afterwards."""
        self._beside, self._folder = beside, ""
        self.dialog: QFileDialog | None = None

    def ask(self, words: Words, name: str, *, kind: str, then: Callable[[Path], None]) -> None:
        """Ask for the place of a file; `kind` is its ending, and what it is is in the words. Once at a time."""
        if self.dialog is not None:
            return
        dialog = QFileDialog(self._beside.window(), words("export.dialog"), self._place())
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is: the new file gets a number
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{words(f'export.form.{kind}')} (*.{kind})")
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"{name}.{kind}")
        for label, key in _LABELS:
            dialog.setLabelText(QFileDialog.DialogLabel[label], words(f"export.{key}"))
        dialog.fileSelected.connect(lambda path: self._chosen(Path(path), then))
        dialog.finished.connect(lambda _: self._closed())
        _dress(dialog)
        self.dialog = dialog
        dialog.open()

    def _chosen(self, path: Path, then: Callable[[Path], None]) -> None:
        self._folder = str(path.parent)
        then(path)

    def _closed(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
            self._beside.window().activateWindow()

    def _place(self) -> str:
        """Where the last one went, otherwise where documents are."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return self._folder or documents or str(Path.home())


def _dress(dialog: QFileDialog) -> None:
    look = theme.current()
    dialog.resize(look.px(820), look.px(560))
    for name, sign, turn in _SIGNS:
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            picture = icon(sign, look.tokens.ink, look.px(20), dialog.devicePixelRatioF())
            button.setIcon(QIcon(picture.transformed(QTransform().rotate(turn))))
    sides = dialog.findChild(QSplitter)
    if sides is not None:
        sides.setSizes([look.px(200), look.px(600)])
