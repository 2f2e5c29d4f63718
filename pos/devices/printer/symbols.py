"""QR codes and CODE128 barcodes as commands, in a size that fits the paper; one that cannot fit is refused, not cut."""

from __future__ import annotations

import re

from pos.devices.printer import commands
from pos.devices.printer.picture import raster_strips
from pos.devices.printer.profile import PrinterProfile

MOST_QR_BYTES = 660
MOST_QR_LETTERS = 970
_SIZES = ((62, 90, 6), (213, 311, 5), (412, 600, 4), (MOST_QR_BYTES, MOST_QR_LETTERS, 3))
"""Up to so many bytes, or letters and digits: modules of so many dots. Versions 4, 10, 15 and 20 at level M.

Capital letters and digits take five and a half bits each. A printer that sets them as bytes all the same makes of 970 a
version 25, which is 351 dots wide and fits the smallest paper, too.
"""
_LETTERS = re.compile(rb"[0-9A-Z $%*+\-./:]+")
_QUIET_MODULES = 20


def qr(payload: str, profile: PrinterProfile) -> bytes | None:
    """The QR code of `payload`, or None where it would be too fine to print or to scan."""
    content = payload.encode("utf-8", "replace")
    if not content:
        return None
    is_letters = _LETTERS.fullmatch(content) is not None
    for most_bytes, most_letters, module in _SIZES:
        if len(content) <= (most_letters if is_letters else most_bytes):
            size = module if profile.dots >= 512 else max(module - 1, 3)
            if profile.native_qr:
                return commands.CENTRE + commands.native_qr(content, size) + commands.LEFT
            return _drawn_qr(content, size, profile.dots)
    return None


def _drawn_qr(content: bytes, module: int, dots: int) -> bytes:
    import segno  # most printers draw codes themselves
    from PIL import Image

    code = segno.make(content, error="m", micro=False, boost_error=False)
    rows = [bytes(row) for row in code.matrix_iter(scale=module, border=0)]
    side = len(rows)
    symbol = Image.frombytes("L", (side, side), b"".join(rows)).point(lambda dot: 255 * dot)
    paper = Image.new("L", (dots, side))
    paper.paste(symbol, ((dots - side) // 2, 0))
    return raster_strips(paper.convert("1"))


def code128(payload: str, profile: PrinterProfile) -> bytes | None:
    """The barcode of `payload`, or None where it has other characters than ASCII or is too wide for the paper."""
    if not payload or not payload.isascii() or not payload.isprintable():
        return None
    content, symbols = _code_sets(payload)
    modules = 11 * (symbols + 2) + 13 + _QUIET_MODULES
    module = min(profile.dots // modules, 3)
    if module < 2 or len(content) > 255:
        return None
    return commands.CENTRE + commands.code128(content, module) + commands.LEFT


def _code_sets(payload: str) -> tuple[bytes, int]:
    """The content with its code sets, and its number of symbols: digits go in pairs where all are digits."""
    text = payload.encode("ascii")
    if not (payload.isdigit() and len(text) >= 4):
        return b"{B" + text.replace(b"{", b"{{"), len(text)
    odd = len(text) % 2
    pairs = bytes(int(text[at : at + 2]) for at in range(odd, len(text), 2))
    if odd:
        return b"{B" + text[:1] + b"{C" + pairs, len(pairs) + 2
    return b"{C" + pairs, len(pairs)
