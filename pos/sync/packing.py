"""Bodies made smaller for the wire (gzip) and whole again within a bound. Both ends import it, beside the contract.

A request is signed as it is sent, so that the mall unpacks nothing of a stranger's; see docs/contract.md.
"""

from __future__ import annotations

import gzip
import zlib
from typing import Final

CODING: Final = "gzip"
LEAST: Final = 1024
"""In bytes. What is smaller goes as it is: a packet carries it anyway."""
_LEVEL = 6
_GZIP_ONLY = 16 + zlib.MAX_WBITS


class TooLarge(ValueError):
    """More would come out than may."""


class Unpacking:
    """What is packed, unpacked part by part; never more than `most` bytes of it are made. Mutable: it goes along."""

    def __init__(self, most: int) -> None:
        self._inflate, self._left = zlib.decompressobj(wbits=_GZIP_ONLY), most

    def take(self, part: bytes) -> bytes:
        """What comes out of the next part. Raises TooLarge, and ValueError for what is not packed."""
        try:
            out = self._inflate.decompress(part, self._left + 1)
        except zlib.error as error:
            raise ValueError("not packed") from error
        self._left -= len(out)
        if self._left < 0:
            raise TooLarge
        return out

    def end(self) -> None:
        """Nothing more comes. Raises ValueError where something is missing, or more was there than one thing packed."""
        if not self._inflate.eof or self._inflate.unused_data:
            raise ValueError("not whole")


def pack(body: bytes) -> bytes:
    """A body, smaller."""
    return gzip.compress(body, _LEVEL, mtime=0)


def unpack(body: bytes, *, most: int) -> bytes:
    """A body, whole again. Raises TooLarge where it is over `most` bytes, and ValueError for what is not packed."""
    unpacking = Unpacking(most)
    whole = unpacking.take(body)
    unpacking.end()
    return whole


def takes(accepted: str) -> bool:
    """Whether `Accept-Encoding` names this coding and does not rule it out."""
    for wish in accepted.lower().split(","):
        name, _, weight = wish.strip().partition(";")
        if name.strip() == CODING:
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
