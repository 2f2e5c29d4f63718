"""What the emulated printer says of itself, bit by bit; written apart from how the driver reads it."""

from __future__ import annotations

from typing import NamedTuple

_OFFLINE_CAUSES = frozenset({"paper_out", "cover_open", "offline", "error"})
_NAMES = {65: b"1.0", 66: b"POS", 67: b"EMULATED", 68: b"0001", 69: b"KOREA", 111: b"0"}


class Condition(NamedTuple):
    """The faults it admits."""

    faults: frozenset[str]

    def bit(self, fault: str, value: int) -> int:
        """`value` where the fault is there."""
        return value if fault in self.faults else 0

    @property
    def is_offline(self) -> bool:
        """Whether it prints nothing."""
        return bool(_OFFLINE_CAUSES & self.faults)


def real_time(n: int, condition: Condition) -> bytes:
    """DLE EOT n. Bits 1 and 4 are always set."""
    bit = condition.bit
    told = {
        1: (0 if "drawer_open" in condition.faults else 0x04) | (0x08 if condition.is_offline else 0),
        2: bit("cover_open", 0x04) | bit("paper_out", 0x20) | bit("error", 0x40),
        3: bit("error", 0x08),
        4: bit("paper_low", 0x0C) | bit("paper_out", 0x6C),
    }
    return bytes((0x12 | told[n],)) if n in told else b""


def automatic(condition: Condition) -> bytes:
    """The four bytes of GS a. Bit 4 of the first is always set."""
    bit = condition.bit
    first = 0x10 | (0 if "drawer_open" in condition.faults else 0x04) | (0x08 if condition.is_offline else 0)
    return bytes((first | bit("cover_open", 0x20), bit("error", 0x08), _paper(condition), 0))


def on_request(n: int, condition: Condition) -> bytes:
    """GS r n: 1 the paper, 2 the drawer."""
    if n in (1, 49):
        return bytes((_paper(condition),))
    return b"\x00" if "drawer_open" in condition.faults else b"\x01"


def identity(n: int) -> bytes:
    """GS I n: a byte for 1 to 3, otherwise a name between an underline and a zero."""
    if n in _NAMES:
        return b"_" + _NAMES[n] + b"\0"
    return b"\x20" if n in (1, 2, 3, 49, 50, 51) else b""


def _paper(condition: Condition) -> int:
    return condition.bit("paper_low", 0x03) | condition.bit("paper_out", 0x0F)
