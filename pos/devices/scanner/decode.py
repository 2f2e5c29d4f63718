"""From the bytes of a serial scanner, with the times they came at, to codes. Pure: it reads no port and no clock.

A code ends at CR or LF, or at 60 ms of silence. Garbage is told with a reason, and never passed on.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec
from biip import ParseConfig, ParseError, parse

SILENCE_MS = 60
MOST_CHARACTERS = 1_600
_ENDS = b"\r\n"
_GS = "\x1d"


class Scanned(msgspec.Struct, frozen=True):
    """A code as the shop knows it. `symbology` is the AIM id it came with ("]E0"), "" where it had none.

    `batch`, `serial` and `expires` come from a GS1 code that says them.
    """

    code: str
    symbology: str = ""
    batch: str = ""
    serial: str = ""
    expires: str = ""


class Unreadable(msgspec.Struct, frozen=True):
    """What a scanner sent and no code is: "scan.too_long", "scan.garbage"."""

    reason: Literal["scan.too_long", "scan.garbage"]


Reading: TypeAlias = Scanned | Unreadable


def read_code(frame: bytes) -> Reading | None:
    """One code from one frame; None for an empty one."""
    if len(frame) > MOST_CHARACTERS:
        return Unreadable("scan.too_long")
    try:
        text = frame.decode("utf-8").strip(" ")
    except UnicodeDecodeError:
        return Unreadable("scan.garbage")
    if not text:
        return None
    symbology, content = _split_aim(text)
    if not content.replace(_GS, "").isprintable() or (_GS in content and not symbology):
        return Unreadable("scan.garbage")
    if symbology:
        return _read_with_aim(symbology, content)
    return Scanned(content)


def _split_aim(text: str) -> tuple[str, str]:
    """`]` with a letter and a digit or letter begins what a scanner says of the kind of code."""
    if len(text) > 3 and text[0] == "]" and text[1].isalpha() and text[2].isalnum() and text[:3].isascii():
        return text[:3], text[3:]
    return "", text


def _read_with_aim(symbology: str, content: str) -> Reading:
    plain = content.replace(_GS, "")
    try:
        result = parse(symbology + content, config=ParseConfig(gs1_element_strings_verify_date=False))
    except (ParseError, ValueError):
        return Scanned(plain, symbology)
    message = result.gs1_message
    elements = {element.ai.ai: element.value for element in message.element_strings} if message else {}
    number = elements.get("01", "")
    if not number:
        return Scanned(plain, symbology)
    # The shop's codes have thirteen digits; the fourteenth is a packing level, nought for the thing itself.
    return Scanned(
        number[1:] if number.startswith("0") else number,
        symbology,
        elements.get("10", ""),
        elements.get("21", ""),
        elements.get("17", ""),
    )


class FrameReader:
    """Gathers bytes into frames. Mutable: it keeps the unfinished one."""

    def __init__(self) -> None:
        self._rest = b""
        self._last_ms = 0
        self._is_overlong = False

    def feed(self, received: bytes, at_ms: int) -> list[Reading]:
        """The readings complete with what came at `at_ms`."""
        readings = self.tick(at_ms)
        self._last_ms = at_ms
        for byte in received:
            if byte in _ENDS:
                readings += self._finish()
            elif len(self._rest) > MOST_CHARACTERS:
                self._is_overlong = True
            else:
                self._rest += bytes((byte,))
        return readings

    def tick(self, at_ms: int) -> list[Reading]:
        """The reading that silence has completed by `at_ms`, if any."""
        if self._rest and at_ms - self._last_ms >= SILENCE_MS:
            return self._finish()
        return []

    def _finish(self) -> list[Reading]:
        frame, self._rest = self._rest, b""
        overlong, self._is_overlong = self._is_overlong, False
        reading = Unreadable("scan.too_long") if overlong else read_code(frame)
        return [reading] if reading is not None else []
