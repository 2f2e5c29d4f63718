"""One till, one program: a lock on a folder that the kernel lets go of when its holder ends, however it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import IO

from pos.domain.errors import Unavailable


class FolderLock:
    """The lock of one folder, in its file `lock`. Mutable: it is held or not."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._file: IO[bytes] | None = None

    @property
    def is_held(self) -> bool:
        """Whether it is held by this one."""
        return self._file is not None

    def take(self) -> None:
        """Hold it until `release`.

        Raises Unavailable("till.already_open") where anybody else does, ("settings.missing") without a folder,
        ("disk.unwritable"), ("disk.failed").
        """
        try:
            file = self._path.open("ab")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise Unavailable("settings.missing", path=str(self._path.parent)) from error
        except OSError as error:
            raise Unavailable("disk.unwritable") from error
        try:
            _lock(file)
        except (BlockingIOError, PermissionError) as error:
            file.close()
            raise Unavailable("till.already_open", folder=str(self._path.parent)) from error
        except OSError as error:
            file.close()
            raise Unavailable("disk.failed", cause=type(error).__name__) from error
        self._file = file

    def release(self) -> None:
        """Let go of it, where it is held. The file stays: another may be opening it."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> FolderLock:
        self.take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        # flock, not lockf: that one belongs to the process, so that a second till in it would be let in.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
