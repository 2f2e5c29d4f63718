"""The bytes of a TL3600 as the emulator reads and writes them, made from the description and not from the driver.

Who makes the driver's mistakes is no judge of it.
"""

from __future__ import annotations

from dataclasses import dataclass

_ANSWER = (
    ("kind", 1), ("medium", 1), ("card", 20), ("amount", 10), ("vat", 8), ("tip", 8), ("instalments", 2),
    ("approval", 12), ("day", 8), ("time", 6), ("unique", 12), ("merchant", 15), ("terminal", 14),
    ("issuer", 20), ("acquirer", 20),
)  # fmt: skip
_FROM_THE_RIGHT = {"card", "amount", "vat", "tip", "instalments"}
_MERCHANT, _CAT_ID, _ACQUIRER = "000000000000001", "T0000001", "9900시험매입"


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A request frame, cut into its fields; the repr has nothing of its content."""

    job: str
    time: str
    content: bytes

    def __repr__(self) -> str:
        return f"Asked({self.job}, {self.time})"

    def text(self, start: int, length: int) -> str:
        """Bytes of the content as text."""
        return self.content[start : start + length].decode("ascii", "replace").strip()

    def number(self, start: int, length: int) -> int:
        """Bytes of the content as a number, -1 where they are none."""
        digits = self.content[start : start + length]
        return int(digits) if len(digits) == length and digits.isdigit() else -1


def checksum(frame: bytes) -> int:
    """The exclusive or of all bytes."""
    result = 0
    for byte in frame:
        result ^= byte
    return result


def length_of(begun: bytes) -> int | None:
    """How long the frame that begins here is, None before its header is there."""
    return None if len(begun) < 35 else 35 + begun[33] + 256 * begun[34] + 2


def fault_of(frame: bytes) -> str:
    """What is wrong with a request, "" where nothing is."""
    if frame[-2] != 3:
        return "no end"
    if checksum(frame[:-1]) != frame[-1]:
        return "check byte"
    if not frame[17:31].isdigit():
        return "time"
    return "" if frame[32] == 0 else "answer byte"


def asked_of(frame: bytes) -> Asked:
    """The fields of a sound request."""
    return Asked(chr(frame[31]), frame[17:31].decode("ascii"), frame[35:-2])


def frame_of(job: str, time: str, content: bytes) -> bytes:
    """An answer as it goes over the line."""
    count = len(content)
    frame = b"\x02" + b"EMULATOR".ljust(16, b"\x00") + time.encode() + job.encode() + b"\x00"
    frame += bytes((count % 256, count // 256)) + content + b"\x03"
    return frame + bytes((checksum(frame),))


def approval_of(values: dict[str, str]) -> bytes:
    """The 157 bytes that say yes."""
    told = {"merchant": _MERCHANT, "terminal": _CAT_ID, "acquirer": _ACQUIRER, "tip": "", **values}
    parts = []
    for name, width in _ANSWER:
        value = told.get(name, "").encode("cp949")[:width]
        parts.append(value.rjust(width, b"0") if name in _FROM_THE_RIGHT else value.ljust(width))
    return b"".join(parts)


def refusal_of(code: str, message: str) -> bytes:
    """The 157 bytes that say no, and why."""
    why = b"-" + code.encode() + message.encode("cp949")
    return b"X".ljust(117) + why[:40].ljust(40)
