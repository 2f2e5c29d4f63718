"""The bytes of the ESC/POS commands that are used, each under a name; it decides nothing."""

from __future__ import annotations

RESET = b"\x1b@"
# Latin table 0, the Korean set of national characters, and two-byte characters on.
HANGUL = b"\x1bt\x00\x1bR\x0d\x1c&"
START = RESET + HANGUL

CENTRE, LEFT = b"\x1ba\x01", b"\x1ba\x00"
GAP = b"\x1bJ\x18"
"""24 dots of paper: readers want some white around a code."""
CUT = b"\x1dVB\x00"

FENCE = b"\x1dr\x01"
STATUS_PRINTER, STATUS_OFFLINE, STATUS_PAPER = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"
ASB_ON, ASB_OFF = b"\x1da\xff", b"\x1da\x00"
ASK_MAKER, ASK_MODEL = b"\x1dIB", b"\x1dIC"


def kick(pin: int) -> bytes:
    """The drawer's pulse, in its turn among the other commands."""
    return b"\x1bp" + bytes((pin == 5, 25, 250))


def kick_now(pin: int) -> bytes:
    """The same pulse in real time, which a printer that waits for paper obeys too."""
    return b"\x10\x14\x01" + bytes((pin == 5, 2))


def raster(bits: bytes, *, width_bytes: int, rows: int) -> bytes:
    """A picture of `rows` rows of `width_bytes` bytes, a set bit is black."""
    return b"\x1dv0\x00" + width_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little") + bits


def native_qr(payload: bytes, module: int) -> bytes:
    """A QR code that the printer draws itself: model 2, level M, `module` dots a module."""
    return (
        b"\x1d(k\x04\x001A2\x00"
        b"\x1d(k\x03\x001C" + bytes((module,)) + b"\x1d(k\x03\x001E1"
        b"\x1d(k" + (len(payload) + 3).to_bytes(2, "little") + b"1P0" + payload + b"\x1d(k\x03\x001Q0"
    )


def code128(content: bytes, module: int) -> bytes:
    """A CODE128 barcode of 80 rows without text of its own; `content` begins with its code set."""
    return b"\x1dh\x50\x1dw" + bytes((module,)) + b"\x1dH\x00\x1dkI" + bytes((len(content),)) + content
