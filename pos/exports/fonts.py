"""The hangul fonts that go into a PDF, found by file as the screens find theirs; it installs and downloads nothing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from pos.domain.errors import Unavailable

PLACES = (
    Path("/usr/share/fonts/truetype/nanum"),
    Path("/usr/share/fonts/nanum"),
    Path("C:/Windows/Fonts"),
)
_FILES = {"pos": ("NanumGothic.ttf", "malgun.ttf"), "pos-bold": ("NanumGothicBold.ttf", "malgunbd.ttf")}
REGULAR, BOLD = "pos", "pos-bold"


@lru_cache(maxsize=4)
def load(places: tuple[Path, ...] = PLACES) -> None:
    """Make both fonts known. Raises Unavailable("export.no_font") where one is missing or cannot be read."""
    for name, files in _FILES.items():
        path = next((place / file for file in files for place in places if (place / file).is_file()), None)
        if path is None:
            raise Unavailable("export.no_font")
        try:
            pdfmetrics.registerFont(TTFont(name, str(path)))
        except (TTFError, OSError) as error:
            raise Unavailable("export.no_font") from error


def width(text: str, font: str, size: float) -> float:
    """How wide a text is, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def shortened(text: str, font: str, size: float, room: float) -> str:
    """The text, with an ellipsis where there is no room for all of it."""
    if width(text, font, size) <= room:
        return text
    while text and width(f"{text}…", font, size) > room:
        text = text[:-1]
    return f"{text}…"


def wrapped(text: str, font: str, size: float, room: float) -> list[str]:
    """The text in lines that fit; a word is broken only where it is wider than a line."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if width(longer, font, size) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _broken(word, font, size, room)
            lines += full
        lines.append(line)
    return lines


def _broken(word: str, font: str, size: float, room: float) -> list[str]:
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, font, size) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
