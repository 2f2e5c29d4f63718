"""Where the hangul font for raster lines and pictures of receipts is; it installs and downloads nothing."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

OVERRIDE = "POS_FONT_DIR"
"""An environment variable that names the directory to look in first."""

_PLACES = ("/usr/share/fonts/truetype/nanum", "/usr/share/fonts/nanum", "C:/Windows/Fonts")
_REGULAR = ("NanumGothicCoding.ttf", "NanumGothic.ttf", "malgun.ttf")
_BOLD = ("NanumGothicCodingBold.ttf", "NanumGothicBold.ttf", "malgunbd.ttf")
_MISSING = "\U0010ffff"


def font_file(*, bold: bool = False) -> Path | None:
    """The font with letters of one width where there is one, since receipts stand in columns."""
    places = (os.environ.get(OVERRIDE), *_PLACES)
    for place in places:
        for name in _BOLD if bold else _REGULAR:
            if place and (path := Path(place) / name).is_file():
                return path
    return None


@lru_cache(maxsize=16)
def hangul_font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont | None:
    """The font at `size` dots, or None on a machine without one."""
    path = font_file(bold=bold)
    return ImageFont.truetype(str(path), size) if path else None


@lru_cache(maxsize=4096)
def can_draw(character: str) -> bool:
    """Whether the font has a shape of its own for `character`: a box with a cross says nothing to a customer."""
    font = hangul_font(24)
    if font is None:
        return False
    mask, missing = font.getmask(character), font.getmask(_MISSING)
    return mask.size[0] > 0 and (mask.size != missing.size or bytes(mask) != bytes(missing))
