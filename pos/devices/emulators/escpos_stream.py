"""Cuts a stream of bytes into ESC/POS commands, strictly: what it does not know it reports, and never guesses.

It shares nothing with the driver's own table of commands, so that the two can contradict each other.
"""

from __future__ import annotations

from typing import NamedTuple

ESC, GS, FS, DLE = 0x1B, 0x1D, 0x1C, 0x10

_FIXED: dict[bytes, tuple[str, int]] = {
    b"\x00": ("nothing", 0),
    b"\x0a": ("line feed", 0),
    b"\x0d": ("carriage return", 0),
    b"\x1b@": ("reset", 0),
    b"\x1bt": ("code table", 1),
    b"\x1bR": ("national set", 1),
    b"\x1bE": ("bold", 1),
    b"\x1b-": ("underline", 1),
    b"\x1ba": ("align", 1),
    b"\x1bd": ("feed lines", 1),
    b"\x1bJ": ("feed dots", 1),
    b"\x1b2": ("line spacing", 0),
    b"\x1b3": ("line spacing", 1),
    b"\x1bM": ("font", 1),
    b"\x1bp": ("drawer", 3),
    b"\x1c&": ("two bytes on", 0),
    b"\x1c.": ("two bytes off", 0),
    b"\x1c-": ("underline hangul", 1),
    b"\x1d!": ("size", 1),
    b"\x1dB": ("inverse", 1),
    b"\x1dh": ("barcode height", 1),
    b"\x1dw": ("barcode module", 1),
    b"\x1dH": ("barcode text", 1),
    b"\x1da": ("automatic status", 1),
    b"\x1dr": ("status", 1),
    b"\x1dI": ("identity", 1),
    b"\x10\x04": ("status now", 1),
    b"\x10\x05": ("recover now", 1),
}
REAL_TIME = frozenset({"status now", "recover now", "drawer now"})


class Command(NamedTuple):
    """One command: its name, and its parameters as they came. Text is a command too."""

    name: str
    content: bytes = b""


class EscPosStream:
    """A cutter of one stream. Mutable: it keeps the command that is not complete."""

    def __init__(self) -> None:
        self._rest = b""

    @property
    def is_waiting(self) -> bool:
        """Whether a command has begun that is not complete."""
        return bool(self._rest)

    def feed(self, received: bytes) -> list[Command]:
        """The commands complete with `received`; one called "unknown" is a fault of who sent it."""
        rest = self._rest + received
        commands: list[Command] = []
        at = 0
        while at < len(rest):
            command, used = _first(rest, at)
            if not used:
                break
            at += used
            if command is not None:
                commands.append(command)
        self._rest = rest[at:]
        return commands


def _first(stream: bytes, at: int) -> tuple[Command | None, int]:
    """The command at `at` and its length, which is 0 where it is not complete."""
    first = stream[at]
    if first >= 0x20 and first != 0x7F:
        end = at
        while end < len(stream) and stream[end] >= 0x20 and stream[end] != 0x7F:
            end += 1
        return Command("text", stream[at:end]), end - at
    for length in (1, 2):
        if (fixed := _FIXED.get(stream[at : at + length])) is not None:
            name, parameters = fixed
            end = at + length + parameters
            return (Command(name, stream[at + length : end]), end - at) if end <= len(stream) else (None, 0)
    if first in (ESC, GS, FS, DLE) and len(stream) < at + 3:
        return None, 0
    longer = _longer(stream, at)
    if longer is None:
        return Command("unknown", stream[at : at + 2]), 2 if first in (ESC, GS, FS, DLE) else 1
    name, skip, length = longer
    if length < 0 or at + skip + length > len(stream):
        return None, 0
    return Command(name, stream[at + 2 : at + skip + length]), skip + length


def _longer(stream: bytes, at: int) -> tuple[str, int, int] | None:
    """Name, header length and parameter length (-1: not yet known) of a command that says its own length."""
    head = stream[at : at + 8]
    match head[:2]:
        case b"\x1dV":
            return "cut", 3, 1 if head[2] in (65, 66) else 0
        case b"\x1d(" if head[2:3] == b"k":
            return "code", 5, int.from_bytes(head[3:5], "little") if len(head) >= 5 else -1
        case b"\x1dk" if head[2] >= 65:
            return "barcode", 4, head[3] if len(head) >= 4 else -1
        case b"\x1dv" if head[2:3] == b"0":
            if len(head) < 8:
                return "raster", 8, -1
            return "raster", 8, int.from_bytes(head[4:6], "little") * int.from_bytes(head[6:8], "little")
        case b"\x10\x14" if head[2] == 1:
            return "drawer now", 3, 2
    return None
