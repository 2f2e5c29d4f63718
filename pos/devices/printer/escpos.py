"""A document to the bytes of one print job. It talks to no printer, and writes no byte of data that is a command."""

from __future__ import annotations

import re

import msgspec

from pos.devices.printer import commands
from pos.devices.printer.encode import Encoder
from pos.devices.printer.layout import BOLD, INVERSE, LARGE, UNDERLINED, Knife, Line, Symbol, set_document
from pos.devices.printer.profile import PrinterProfile
from pos.domain.papers.paper import Document

_USER_AREA = re.compile(rb"[\xc9\xfe][\xa1-\xfe]")
_ON_OFF = {
    BOLD: (b"\x1bE\x01", b"\x1bE\x00"),
    LARGE: (b"\x1d!\x11", b"\x1d!\x00"),
    UNDERLINED: (b"\x1b-\x01\x1c-\x01", b"\x1b-\x00\x1c-\x00"),
    INVERSE: (b"\x1dB\x01", b"\x1dB\x00"),
}


def _dress(marks: int) -> tuple[bytes, bytes]:
    chosen = [pair for mark, pair in _ON_OFF.items() if marks & mark]
    return b"".join(on for on, _ in chosen), b"".join(off for _, off in reversed(chosen)) + b"\n"


_DRESSES = tuple(_dress(marks) for marks in range(16))


class Rendered(msgspec.Struct, frozen=True):
    """A print job's bytes; `lost` are the characters that became a question mark or a code that could not be drawn."""

    body: bytes
    lost: tuple[str, ...] = ()


def render(document: Document, profile: PrinterProfile) -> Rendered:
    """The bytes that put `document` on the paper of `profile`, from a reset printer on; the fence is not among them."""
    encode = Encoder()
    out = [commands.START]
    add = out.append
    for printed in set_document(document, encode, profile.columns):
        if type(printed) is Line:
            text = printed.text
            if encode.drawn and _needs_drawing(text, encode):
                add(_drawn(printed, encode, profile))
            elif printed.marks:
                on, off = _DRESSES[printed.marks]
                add(b" " * printed.pad + on + text + off)
            else:
                add(b" " * printed.pad + text + b"\n")
        else:
            add(_other(printed, encode, profile))
    return Rendered(b"".join(out), tuple(encode.lost))


def _needs_drawing(text: bytes, encode: Encoder) -> bool:
    """A trail byte and the lead after it may look like a place of the user area, so cells are counted from the left."""
    if not _USER_AREA.search(text):
        return False
    from pos.devices.printer.layout import cells

    return any(cell in encode.drawn for cell in cells(text))


def _drawn(line: Line, encode: Encoder, profile: PrinterProfile) -> bytes:
    from pos.devices.printer.picture import draw_line  # Pillow is loaded where a line needs it

    return draw_line(line, encode.drawn, profile.dots)


def _other(printed: Symbol | Line | Knife, encode: Encoder, profile: PrinterProfile) -> bytes:
    if not isinstance(printed, Symbol):
        return commands.CUT
    from pos.devices.printer import symbols

    make = symbols.qr if printed.kind == "qr" else symbols.code128
    made = make(printed.payload, profile)
    if made is None:
        encode.lost.append(printed.kind)
        return b""
    return commands.GAP + made + commands.GAP
