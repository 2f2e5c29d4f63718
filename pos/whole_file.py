"""A file that is replaced whole, or stays as it was: whatever stops in the middle, one of the two is there.

It belongs to no room: whoever keeps something small beside the database writes it this way.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

OWNERS_ALONE, EVERYBODYS = 0o600, 0o666


def replace_whole(path: Path, content: bytes, *, mode: int = EVERYBODYS) -> None:
    """Put `content` in the place of what stands at `path`, flushed, with its name. Raises OSError, nothing changed."""
    beside = path.with_name(path.name + ".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make the names in a folder last. Raises OSError; Windows opens no folders, and needs none."""
    with contextlib.suppress(PermissionError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
