"""Frames on the line of a TL3600: bytes to frames and back, strictly. It knows nothing of what a frame says.

STX, terminal id 16, time 14, job 1, answer 1, length 2 (little endian), content, ETX, and the XOR of all before it.
Between frames stand single bytes, ACK and NAK. The 35 bytes of a header, as they are described, begin with the STX.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Literal, TypeAlias

STX, ETX, ACK, NAK = 0x02, 0x03, 0x06, 0x15
HEADER = 35
TAIL = 2
MOST = 4096
"""No frame that is described comes near this; a length beyond it is a damaged one."""

ID_LENGTH = 16
_TIME = 14
_JOB = 31

Signal: TypeAlias = Literal["ack", "nak"]
FaultCode: TypeAlias = Literal["rubbish", "header", "end", "check", "truncated"]


class Unreadable(Exception):
    """Bytes that are no frame, or content that is no answer; `code` says what is wrong with them, and no more."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, repr=False)
class Frame:
    """One frame. Its content may name a card or a person, so that its repr has none of it."""

    job: str
    time: str
    content: bytes = b""
    terminal: str = ""

    def __repr__(self) -> str:
        return f"Frame({self.job!r}, {self.time!r}, {len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class Fault:
    """Bytes on the line that are nothing: what was wrong with them."""

    code: FaultCode


Heard: TypeAlias = Frame | Signal | Fault


def encode(frame: Frame) -> bytes:
    """The bytes of a frame. Raises ValueError for one that cannot be sent."""
    terminal = frame.terminal.encode("ascii")
    if len(terminal) > ID_LENGTH or len(frame.job) != 1 or not frame.job.isascii():
        raise ValueError("header")
    if len(frame.time) != _TIME or not (frame.time.isascii() and frame.time.isdigit()):
        raise ValueError("time")
    if len(frame.content) > MOST:
        raise ValueError("content")
    header = (
        bytes([STX]) + terminal.ljust(ID_LENGTH, b"\0") + frame.time.encode("ascii") + frame.job.encode("ascii") + b"\0"
    )
    body = header + len(frame.content).to_bytes(2, "little") + frame.content + bytes([ETX])
    return body + bytes([reduce(xor, body)])


def decode(frame: bytes) -> Frame:
    """The frame that these bytes are, no more and no less. Raises Unreadable."""
    if len(frame) < HEADER + TAIL:
        raise Unreadable("truncated")
    if frame[0] != STX or not _is_header(frame):
        raise Unreadable("header")
    total = _total(frame)
    if len(frame) != total:
        raise Unreadable("truncated" if len(frame) < total else "rubbish")
    if frame[-2] != ETX:
        raise Unreadable("end")
    if reduce(xor, frame[:-1]) != frame[-1]:
        raise Unreadable("check")
    terminal, time = (part.decode("ascii", "replace").rstrip("\0 ") for part in (frame[1:17], frame[17:_JOB]))
    return Frame(chr(frame[_JOB]), time, bytes(frame[HEADER:-TAIL]), terminal)


class Reader:
    """Takes the bytes of a line as they come. Mutable: it holds what is not complete, and whether it is lost.

    Where a frame was damaged nothing counts until the next that is whole, or until the line was silent: an ACK may be
    a byte of the damaged one.
    """

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._is_lost = False

    def feed(self, heard: bytes) -> tuple[Heard, ...]:
        """What has become complete with these bytes, in order."""
        self._waiting += heard
        found: list[Heard] = []
        while self._waiting:
            if self._waiting[0] != STX:
                found += self._between()
                continue
            one = self._frame()
            if one is None:
                break
            found.append(one)
        return tuple(found)

    def silence(self) -> tuple[Heard, ...]:
        """The line has been silent for longer than there may be between two bytes of a frame."""
        was_open = bool(self._waiting)
        self._waiting.clear()
        self._is_lost = False
        return (Fault("truncated"),) if was_open else ()

    def _between(self) -> tuple[Heard, ...]:
        first = self._waiting[0]
        if first in (ACK, NAK):
            del self._waiting[0]
            return () if self._is_lost else ("ack" if first == ACK else "nak",)
        stops = STX, ACK, NAK
        length = next((at for at, byte in enumerate(self._waiting) if byte in stops), len(self._waiting))
        del self._waiting[:length]
        return () if self._is_lost else (Fault("rubbish"),)

    def _frame(self) -> Heard | None:
        if len(self._waiting) < HEADER:
            return None
        if not _is_header(self._waiting):
            return self._lose(1, "header")
        total = _total(self._waiting)
        if len(self._waiting) < total:
            return None
        try:
            frame = decode(bytes(self._waiting[:total]))
        except Unreadable as unreadable:
            return self._lose(total, "check" if unreadable.code == "check" else "end")
        del self._waiting[:total]
        self._is_lost = False
        return frame

    def _lose(self, count: int, code: FaultCode) -> Fault:
        del self._waiting[:count]
        self._is_lost = True
        return Fault(code)


def _total(frame: bytes | bytearray) -> int:
    return HEADER + int.from_bytes(frame[HEADER - 2 : HEADER], "little") + TAIL


def _is_header(frame: bytes | bytearray) -> bool:
    job = chr(frame[_JOB])
    return (job == "@" or (job.isascii() and job.isalnum())) and _total(frame) <= HEADER + MOST + TAIL
