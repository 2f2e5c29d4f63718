"""How much room the disk has left, and what follows for the counter."""

from __future__ import annotations

import shutil
from pathlib import Path

from pos.till.counter import Counter, Notice

LOW_BYTES, FULL_BYTES = 1_000_000_000, 100_000_000


def free_bytes(folder: Path) -> int:
    """What the disk under `folder` still takes."""
    return shutil.disk_usage(folder).free


def look_at_room(counter: Counter, folder: Path) -> None:
    """Warn under 1 GB of free disk; under 100 MB the open basket is finished and none is begun."""
    free = free_bytes(folder)
    counter.no_new_sale = "disk.nearly_full" if free < FULL_BYTES else ""
    for code in ("disk.low", "disk.nearly_full"):
        counter.hush(code)
    if free < LOW_BYTES:
        counter.tell(Notice(counter.no_new_sale or "disk.low", {"free_mb": free // 1_000_000}))
