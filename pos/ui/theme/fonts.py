"""The one type family, loaded by file so that it is the same on every machine, and its sizes by role."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtGui import QFont, QFontDatabase

Role: TypeAlias = Literal["tiny", "small", "body", "strong", "title", "figure", "large", "total"]

FOLDER = Path("/usr/share/fonts/truetype/nanum")
FILES = ("NanumSquareR.ttf", "NanumSquareB.ttf", "NanumGothic.ttf", "NanumGothicBold.ttf")
# The second one has the accented letters that the first lacks. Both have digits of one width.
FAMILIES = ("NanumSquare", "NanumGothic")

SIZES: dict[Role, tuple[int, bool]] = {
    "tiny": (13, False),
    "small": (15, False),
    "body": (18, False),
    "strong": (18, True),
    "title": (22, True),
    "figure": (22, True),
    "large": (32, True),
    "total": (54, True),
}


@lru_cache
def load(folder: Path = FOLDER, files: Iterable[str] = FILES) -> tuple[str, ...]:
    """Make the font files known to Qt; returns the names of those that could not be loaded."""
    paths = [folder / name for name in files]
    return tuple(path.name for path in paths if QFontDatabase.addApplicationFont(str(path)) < 0)


def font(role: Role, zoom: int = 100) -> QFont:
    """The font of a role, in pixels at `zoom` per cent."""
    size, bold = SIZES[role]
    made = QFont(FAMILIES[0])
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(size * zoom // 100)
    made.setBold(bold)
    return made
