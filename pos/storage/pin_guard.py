"""The second place of the ledger of guesses: a small file beside the database, which only this till can write.

It holds no PIN and nobody's name. What was changed in it is taken for lost.
"""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Final

from pos.domain.errors import Unavailable
from pos.whole_file import OWNERS_ALONE, replace_whole

FILE: Final = "pins.guard"
_MAC_BYTES: Final = 32


class PinGuard:
    """Implements `pos.storage.pins.Keeper` in a file, under a key made from one of the till's own."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._path = folder / FILE
        self._key = hmac.digest(key, b"pos.pins.guard.1", "sha256")

    def load(self) -> bytes | None:
        """See `Keeper`. Raises Unavailable("disk.failed") where nobody can tell what it holds."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unavailable("disk.failed", cause=type(error).__name__) from error
        mac, ledger = content[:_MAC_BYTES], content[_MAC_BYTES:]
        return ledger if hmac.compare_digest(mac, self._mac(ledger)) else None

    def save(self, ledger: bytes) -> None:
        """See `Keeper`: beside it, flushed, then in its place."""
        try:
            replace_whole(self._path, self._mac(ledger) + ledger, mode=OWNERS_ALONE)
        except OSError as error:
            raise Unavailable("disk.failed", cause=type(error).__name__) from error

    def _mac(self, ledger: bytes) -> bytes:
        return hmac.digest(self._key, ledger, "sha256")
