"""What happens when we were wrong: it is logged without anything personal, the basket stays, and the till goes on."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from pos.domain.errors import TillError
from pos.till.counter import Counter, Notice

_log = logging.getLogger("pos")
_MOST_BYTES, _MOST_FILES = 1_000_000, 5


def log_to(folder: Path) -> None:
    """Write the program's log into the till's folder; old ones go."""
    folder.mkdir(parents=True, exist_ok=True)
    keeper = RotatingFileHandler(folder / "till.log", maxBytes=_MOST_BYTES, backupCount=_MOST_FILES, encoding="utf-8")
    keeper.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    _log.addHandler(keeper)
    _log.setLevel(logging.INFO)


class Crash:
    """Takes errors that nobody else takes. Mutable: the counter comes later than the first error can."""

    def __init__(self) -> None:
        self.counter: Counter | None = None

    def __call__(self, error: BaseException) -> None:
        """A person's error is said; one of ours is logged by its place, and said to be ours."""
        if isinstance(error, TillError):
            if self.counter:
                self.counter.failed(error)
            return
        # Only where it happened: the values in a traceback could be somebody's.
        _log.error("fault %s at %s", type(error).__name__, _place(error.__traceback__))
        if self.counter:
            self.counter.tell(Notice("till.fault", {"cause": type(error).__name__}, "error"))

    def watch_slots(self) -> Callable[[], None]:
        """Take what Qt's slots raise, too; returns how to stop."""
        before = sys.excepthook

        def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt):
                before(kind, error, trace)
            else:
                self(error.with_traceback(trace))

        sys.excepthook = hook

        def stop() -> None:
            sys.excepthook = before

        return stop


def _place(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{Path(code.co_filename).name}:{trace.tb_lineno}:{code.co_name}")
        trace = trace.tb_next
    return " > ".join(places[-6:])
