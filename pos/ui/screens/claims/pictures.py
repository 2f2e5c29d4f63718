"""Photographs, small, side by side. What cannot be drawn has an empty place; nothing is kept once they are put away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from pos.ui import theme
from pos.ui.screens.refunds.two_panes import clear
from pos.ui.widgets.button import Button
from pos.ui.widgets.label import Label
from pos.ui.words import Words

SIDE = 92
_MOST_PIXELS = 12_000
_FORMATS = (b"jpeg", b"png")


def thumbnail(raw: bytes, side: int) -> QImage:
    """A JPEG or PNG of at most `side` pixels each way, upright; a null one for anything else."""
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size() if bytes(reader.format().data()) in _FORMATS else QSize()
    if not size.isValid() or max(size.width(), size.height()) > _MOST_PIXELS:
        return QImage()
    reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Pictures(QWidget):
    """`removed` gives the place of a picture that is not wanted after all; without `can_remove` none can be removed."""

    removed = Signal(int)

    def __init__(self, name: str, *, columns: int, can_remove: bool) -> None:
        super().__init__()
        self._name, self._columns, self._can_remove = name, columns, can_remove
        self._shown: tuple[bytes, ...] = ()
        self._language = ""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.hide()

    def take(self, pictures: Sequence[bytes], words: Words) -> None:
        """Show these and no others."""
        self.setVisible(bool(pictures))
        if tuple(pictures) == self._shown and words.language == self._language:
            return
        self._shown, self._language = tuple(pictures), words.language
        clear(self._grid)
        for place, raw in enumerate(pictures):
            self._grid.addWidget(self._one(place, raw, words), place // self._columns, place % self._columns)

    def _one(self, place: int, raw: bytes, words: Words) -> QWidget:
        look = theme.current()
        side = look.px(SIDE)
        holder, picture = QWidget(), QLabel()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        small = thumbnail(raw, side)
        picture.setFixedSize(side, side)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setObjectName(f"{self._name}-picture-{place}")
        picture.setAccessibleName(words("claims.picture", number=place + 1))
        if small.isNull():
            picture.setText("–")
        else:
            picture.setPixmap(QPixmap.fromImage(small))
        column.addWidget(picture)
        holder.setMinimumHeight(side + (look.px(theme.TOUCH) + 4 if self._can_remove else 0))
        if self._can_remove:
            away = Button("", "quiet", sign="bin")
            away.setObjectName(f"{self._name}-remove-{place}")
            away.setAccessibleName(words("claims.remove", number=place + 1))
            away.clicked.connect(lambda: self.removed.emit(place))
            column.addWidget(away)
        return holder


class PicturesOf(QWidget):
    """Photographs under a title, or the sentence that there are none."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.title, self.pictures = Label("", "small", tone="muted"), Pictures(name, columns=4, can_remove=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.pictures)

    def take(self, pictures: Sequence[bytes], words: Words, *, gone: int) -> None:
        """Show them; `gone` counts those that were destroyed since."""
        key = "claims.pictures" if pictures else "claims.pictures_gone" if gone else "claims.no_pictures"
        self.title.setText(words(key, count=len(pictures) or gone))
        self.pictures.take(pictures, words)
