"""What happens while a claim is made: files become photographs, and the return in hand becomes a claim that waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from pos.domain.back.returns import CLAIMS
from pos.domain.errors import Refused, TillError
from pos.till.back import claiming
from pos.till.changes import Touched
from pos.till.counter import Notice
from pos.ui.desk import Desk
from pos.ui.keys import KeyUse
from pos.ui.notices import explain
from pos.ui.screens.claims.claim_card import ClaimCard, ClaimView
from pos.ui.screens.claims.pictures import SIDE, thumbnail
from pos.ui.screens.claims.view import line_of
from pos.ui.screens.orders.view import Told
from pos.ui.words import Words

_SUFFIXES = "*.jpg *.jpeg *.png"

_LABELS = {
    QFileDialog.DialogLabel.LookIn: "look_in",
    QFileDialog.DialogLabel.FileName: "name",
    QFileDialog.DialogLabel.FileType: "type",
    QFileDialog.DialogLabel.Accept: "accept",
    QFileDialog.DialogLabel.Reject: "reject",
}


def file_dialog(holder: QWidget, words: Words) -> QFileDialog:
    """Where photographs are looked for: in the person's own language, and where pictures are kept."""
    pictures = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
    place = str(pictures if pictures.is_dir() else Path.home())
    dialog = QFileDialog(holder, words("claim.add"), place, f"{words('claim.files')} ({_SUFFIXES})")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setViewMode(QFileDialog.ViewMode.List)
    for label, key in _LABELS.items():
        dialog.setLabelText(label, words(f"claim.file.{key}"))
    return dialog


class Claiming:
    """The panel that makes a claim of the return in hand. The photographs are in memory until they are sealed.

    `choose_files` is asked for files; a test gives it others.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pictures: list[bytes] = []
        self._said: Notice | None = None
        self._is_writing, self._is_done = False, False
        self.choose_files: Callable[[], Sequence[Path]] = self._ask_for_files
        self.screen = ClaimCard()
        self.screen.make_pressed.connect(self.make)
        self.screen.add_pressed.connect(self.add)
        self.screen.close_pressed.connect(self.back)
        self.screen.pictures.removed.connect(self.remove)

    # --- what the window asks ---

    def opened(self) -> None:
        """Begin anew: no note, no photograph."""
        if not self._is_writing:
            self._pictures, self._said, self._is_done = [], None, False
            self.screen.note.clear()
        self.draw()
        self.screen.note.setFocus()

    def refresh(self, noun: Touched) -> None:
        """The return changed, or the language."""
        if noun in ("session", "returning"):
            self.draw()

    def keys(self) -> Sequence[KeyUse]:
        """Enter from the note goes on to the claim itself."""
        if self._is_done:
            return [KeyUse("Enter", "claim.done", self.close), KeyUse("Esc", "claim.done", self.close)]
        return [
            KeyUse("Enter", "claim.make", self.make),
            KeyUse("F2", "claim.add", self.add),
            KeyUse("F6", "claim.note", self.screen.note.setFocus),
            KeyUse("Esc", "key.back", self.back),
        ]

    def typed(self, digit: str) -> bool:  # noqa: ARG002 - digits are the note's while it has the focus
        """Digits mean nothing here, and go nowhere else."""
        return True

    def scanned(self, code: str) -> bool:  # noqa: ARG002 - what is being claimed must not change meanwhile
        """A scan means nothing here."""
        self._said = Notice("scan.refused")
        self._desk.toned.emit("bad")
        self.draw()
        return True

    # --- photographs ---

    def add(self) -> None:
        """More photographs, from files."""
        if self._is_writing or self._is_done:
            return
        self._said = None
        for path in self.choose_files():
            try:
                self._pictures.append(self._read(path))
            except Refused as refused:
                self._said = Notice(refused.code, refused.facts, "error")
                self._desk.toned.emit("bad")
        self.draw()

    def _read(self, path: Path) -> bytes:
        """A photograph out of a file. Raises Refused("claim.picture")."""
        refusal = Refused("claim.picture", most=claiming.MOST_PICTURES)
        if len(self._pictures) >= claiming.MOST_PICTURES:
            raise refusal
        try:
            raw = path.read_bytes() if path.stat().st_size <= claiming.MOST_PICTURE_BYTES else b""
        except OSError as error:
            raise refusal from error
        if thumbnail(raw, SIDE).isNull():
            raise refusal
        return raw

    def remove(self, place: int) -> None:
        """Not this one."""
        if not self._is_writing:
            del self._pictures[place]
            self._said = None
            self.draw()

    def _ask_for_files(self) -> Sequence[Path]:
        dialog = file_dialog(self.screen.window(), self._desk.words)
        return [Path(name) for name in dialog.selectedFiles()] if dialog.exec() else []

    # --- the claim ---

    def make(self) -> None:
        """Write it down; from the note it goes back to the claim first."""
        if self._is_done:
            self.close()
            return
        if self.screen.note.hasFocus():
            QGuiApplication.inputMethod().commit()
            self.screen.note.clearFocus()
            return
        if self._is_writing or not self._lines():
            self._desk.toned.emit("bad")
            return
        self._is_writing, self._said = True, None
        self.draw()
        story = claiming.make(self._desk.counter, *self._pictures, note=self.screen.note.text().strip())
        self._desk.do(story, then=lambda _: self._made(), otherwise=self._refused)

    def back(self) -> None:
        """One step back: from the note, then away."""
        if self._is_writing:
            return
        if self.screen.note.hasFocus():
            self.screen.note.clearFocus()
        else:
            self.close()

    def close(self) -> None:
        """Away; what is not claimed is forgotten."""
        self._pictures, self._is_done = [], False
        self._desk.close()

    def _made(self) -> None:
        self._is_writing, self._is_done, self._pictures = False, True, []
        self._desk.good()
        self.draw()

    def _refused(self, error: TillError) -> None:
        self._is_writing, self._said = False, self._desk.noted(error, self.screen)
        self.draw()

    # --- drawing ---

    def _lines(self) -> bool:
        hand = self._desk.counter.returning
        return hand is not None and bool(hand.wanted) and all(one.reason in CLAIMS for one in hand.wanted)

    def view(self) -> ClaimView:
        """What is to be seen now."""
        words, hand = self._desk.words, self._desk.counter.returning
        sale = hand.original.sale if hand is not None and hand.original is not None else None
        said = explain(self._said, words, tells_raw=False) if self._said else None
        why = "" if self._lines() or self._is_done else words("claim.nothing")
        done = Told("news", words("claim.made"), (words("claim.made_more"),)) if self._is_done else None
        return ClaimView(
            code=sale.code if sale else "",
            lines=tuple(line_of(self._desk.counter, sale.id, one, words) for one in hand.wanted)
            if hand is not None and sale is not None and self._lines()
            else (),
            pictures=tuple(self._pictures),
            most=claiming.MOST_PICTURES,
            said=f"{said.what} {said.do}" if said else why,
            told=done,
            is_writing=self._is_writing,
        )

    def draw(self) -> None:
        """Draw it."""
        self.screen.render(self.view(), self._desk.words)
