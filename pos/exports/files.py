"""Writes a file whole or not at all: beside its place first, flushed, then renamed into it."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from pos.domain.errors import Unavailable
from pos.whole_file import flush_folder

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO}


def put(path: Path, content: bytes) -> Path:
    """Write a file and say where it is; what stood there stays, and the new one gets a number.

    Raises Unavailable("export.no_room"), ("export.not_allowed"), ("export.no_folder") or ("export.not_written").
    """
    beside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        _write(beside, content)
        place = _free(path)
        beside.rename(place)
    except OSError as error:
        raise Unavailable(_code(error)) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # some sticks and shares cannot, and the file is there all the same
        flush_folder(path.parent)
    return place


def _free(path: Path) -> Path:
    """The path, or the first one like it where nothing is: "figures (2).csv"."""
    place, number = path, 2
    while os.path.lexists(place):  # a link that leads nowhere stands there, too
        place = path.with_stem(f"{path.stem} ({number})")
        number += 1
    return place


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _code(error: OSError) -> str:
    if error.errno in _NO_ROOM:
        return "export.no_room"
    if error.errno in _NOT_ALLOWED:
        return "export.not_allowed"
    return "export.no_folder" if error.errno in _NO_FOLDER else "export.not_written"
