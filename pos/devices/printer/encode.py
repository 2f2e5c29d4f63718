"""Text to CP949, the code of hangul printers. No control character of the text ever becomes a byte.

A line is its bytes and its width in columns is their number: one for ASCII, two for everything else. What CP949 lacks
and a font has is given a place in CP949's user area, two bytes that mean nothing to a printer, and its line is drawn as
a picture later.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from pos.devices.printer.fonts import can_draw

# ESC R 13 prints the won sign where ASCII has the backslash.
_INSTEAD = {
    "₩": "원", "\\": "＼", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "•": "·", "©": "(c)", "‚": ",",
    "„": '"', "«": '"', "»": '"', "‹": "'", "›": "'", "〜": "~", "⁄": "/",
}  # fmt: skip
_TRANSLATION = str.maketrans(_INSTEAD)
_PLACES = tuple(bytes((lead, trail)) for lead in (0xC9, 0xFE) for trail in range(0xA1, 0xFF))


def clean(text: str) -> str:
    """NFC, with line breaks, tabs and odd spaces as spaces, and without any other control or format character."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    return "".join(_tidy(character) for character in text)


def _tidy(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character in "\t\n\r\v\f\x85":
        return "\u3000" if character == "\u3000" else " "
    return "" if category in ("Cc", "Cf", "Cs") else character


@lru_cache(maxsize=4096)
def _whole(text: str) -> bytes | None:
    """The text in CP949, or None where a character has to be looked at alone."""
    text = clean(text)
    try:
        if "\\" not in text:
            return text.encode("cp949")
    except UnicodeEncodeError:
        pass
    try:
        return text.translate(_TRANSLATION).encode("cp949")
    except UnicodeEncodeError:
        return None


@lru_cache(maxsize=4096)
def _without_accents(character: str) -> bytes | None:
    """The character without its marks, taken apart where it is a ligature; empty for a mark that stands alone."""
    parts = unicodedata.normalize("NFKD", character)
    letters = "".join(part for part in parts if not unicodedata.category(part).startswith("M"))
    return _whole(letters)


class Encoder:
    """Encodes the texts of one document. Mutable: it gathers what is to be drawn and what was lost on the way."""

    __slots__ = ("_can_draw", "_place_of", "drawn", "lost")

    def __init__(self, can_draw: Callable[[str], bool] = can_draw) -> None:
        self._can_draw = can_draw
        self._place_of: dict[str, bytes] = {}
        self.drawn: dict[bytes, str] = {}
        """Bytes of the user area -> the character they stand for in this document."""
        self.lost: list[str] = []
        """The characters that became a question mark."""

    def __call__(self, text: str) -> bytes:
        """`text` in CP949, with places for what must be drawn and `?` for what cannot be shown at all."""
        if text.isascii() and text.isprintable() and "\\" not in text:
            return text.encode("ascii")
        whole = _whole(text)
        return whole if whole is not None else b"".join(map(self._one, clean(text)))

    def _one(self, character: str) -> bytes:
        for found in (_whole(character), _without_accents(character), self._place_of.get(character)):
            if found is not None:
                return found
        if self._can_draw(character) and len(self.drawn) < len(_PLACES):
            place = _PLACES[len(self.drawn)]
            self.drawn[place] = character
            self._place_of[character] = place
            return place
        self.lost.append(character)
        return b"?"
