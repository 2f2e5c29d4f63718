"""Our few signs, drawn from SVG in the colour of the text beside them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parents[3] / "resources" / "icons"


@lru_cache(maxsize=256)
def icon(name: str, colour: str, side: int, ratio: float = 1.0) -> QPixmap:
    """The sign `name` in a square of `side` pixels."""
    drawing = (FOLDER / f"{name}.svg").read_text("utf-8").replace("currentColor", colour)
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
