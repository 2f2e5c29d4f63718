"""Where the hangul fonts for raster lines and pictures of receipts are; it installs and downloads nothing."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

OVERRIDE = "POS_FONT_DIR"
"""An environment variable that names the directory to look in first."""

_PLACES = (
    "/usr/share/fonts/truetype/nanum",
    "/usr/share/fonts/nanum",
    "/usr/share/fonts/opentype/noto",
    "C:/Windows/Fonts",
)
# Letters of one width first, since receipts stand in columns; the others have hanja that it lacks.
_REGULAR = ("NanumGothicCoding.ttf", "NanumGothic.ttf", "malgun.ttf", "NotoSansCJK-Regular.ttc")
_BOLD = ("NanumGothicCodingBold.ttf", "NanumGothicBold.ttf", "malgunbd.ttf", "NotoSansCJK-Bold.ttc")
_MISSING = "\U0010ffff"


def font_files(*, bold: bool = False) -> tuple[Path, ...]:
    """The fonts of this machine in the order in which they are asked for a character."""
    places = [Path(place) for place in (os.environ.get(OVERRIDE), *_PLACES) if place]
    names = (*_BOLD, *_REGULAR) if bold else _REGULAR
    return tuple(path for name in names for place in places if (path := place / name).is_file())


@lru_cache(maxsize=8)
def _fonts(size: int, *, bold: bool) -> tuple[ImageFont.FreeTypeFont, ...]:
    return tuple(ImageFont.truetype(str(path), size) for path in font_files(bold=bold))


@lru_cache(maxsize=8192)
def font_for(character: str, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont | None:
    """The first font that has `character`, or None: a box with a cross says nothing to a customer."""
    for font in _fonts(size, bold=bold):
        if character == " " or _has(font, character):
            return font
    return None


def _has(font: ImageFont.FreeTypeFont, character: str) -> bool:
    mask, missing = font.getmask(character), font.getmask(_MISSING)
    return mask.size[0] > 0 and (mask.size != missing.size or bytes(mask) != bytes(missing))


def can_draw(character: str) -> bool:
    """Whether any font has a shape for `character`."""
    return font_for(character, 22) is not None
