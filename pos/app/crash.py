"""What happens when we were wrong: it is logged without anything personal, the basket stays, and the till goes on."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from pos.app.lanes import watch_threads
from pos.domain.errors import TillError, Unavailable
from pos.till.counter import Counter, Notice

_log = logging.getLogger("pos")
_MOST_BYTES, _MOST_FILES = 1_000_000, 5


class _Keeper(RotatingFileHandler):
    """The one file this process logs to."""


def log_to(folder: Path, *, mark: str = "") -> None:
    """Write the program's log into a till's folder, and into no other any more; old ones go. `mark` begins each line.

    Raises Unavailable("disk.unwritable"). Without the folder around it there is no till, and nothing is made.
    """
    stop_logging()
    if not folder.parent.is_dir():
        return
    try:
        folder.mkdir(exist_ok=True)
        keeper = _Keeper(folder / "till.log", maxBytes=_MOST_BYTES, backupCount=_MOST_FILES, encoding="utf-8")
    except OSError as error:
        raise Unavailable("disk.unwritable") from error
    keeper.setFormatter(logging.Formatter(f"{mark}%(asctime)s %(levelname)s %(name)s %(message)s"))
    _log.addHandler(keeper)
    _log.setLevel(logging.INFO)


def stop_logging() -> None:
    """Close the log, where one is kept."""
    for keeper in [one for one in _log.handlers if isinstance(one, _Keeper)]:
        _log.removeHandler(keeper)
        keeper.close()


def log_fault(error: BaseException) -> None:
    """Write down an error of ours: its kind and its place only, for values in a traceback could be somebody's."""
    _log.error("fault %s at %s", type(error).__name__, _place(error.__traceback__))


class Crash:
    """Takes errors that nobody else takes. Mutable: the counter comes later than the first error can."""

    def __init__(self) -> None:
        self.counter: Counter | None = None

    def __call__(self, error: BaseException) -> None:
        """A person's error is said; one of ours is logged by its place, and said to be ours."""
        if not isinstance(error, TillError):
            log_fault(error)
        self._say(error)

    def watch(self, post: Callable[[Callable[[], None]], None]) -> Callable[[], None]:
        """Take what Qt's slots raise and what ends a thread, too; returns how to stop.

        `post` hands a call to the counter's thread.
        """
        before = sys.excepthook

        def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt):
                before(kind, error, trace)
            else:
                self(error.with_traceback(trace))

        def ended(error: BaseException) -> None:
            log_fault(error)
            post(lambda: self._say(error))

        sys.excepthook = hook
        stop_threads = watch_threads(ended)

        def stop() -> None:
            sys.excepthook = before
            stop_threads()

        return stop

    def _say(self, error: BaseException) -> None:
        if self.counter is None:
            return
        if isinstance(error, TillError):
            self.counter.failed(error)
        else:
            self.counter.tell(Notice("till.fault", {"cause": type(error).__name__}, "error"))


def _place(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    return " > ".join(places[-6:])
