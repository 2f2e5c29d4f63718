"""What the mall says about its own work: a line of JSON for each request, or one that people read; never who or what.

A till is named, a member is not: the route stands for the path, and of an error its kind and place, not its words, for
a database's words may quote a row.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from typing import Any, Literal

from pos.till.ports import Clock

Form = Literal["json", "plain"]
_OWN = "told"


class _Lines(logging.Formatter):
    """A record as one line."""

    def __init__(self, form: Form, clock: Clock) -> None:
        super().__init__()
        self._form, self._clock = form, clock

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = getattr(record, _OWN, {})
        line = {
            "at": self._clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": record.process,
            "what": record.getMessage(),
            **told,
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        if self._form == "json":
            return json.dumps(line, ensure_ascii=False, default=str)
        rest = " ".join(f"{name}={value}" for name, value in line.items() if name not in ("at", "level", "what"))
        return f"{line['at']} {line['level']:7} {line['what']} {rest}"


def _where(trace: Any) -> list[str]:
    """The places of ours that an error came through, innermost last."""
    frames = traceback.extract_tb(trace)
    return [
        f"{one.filename.rpartition('/pos/')[2]}:{one.lineno} {one.name}" for one in frames if "/pos/" in one.filename
    ]


def log_to(stream: Any, *, form: Form, clock: Clock, level: int = logging.INFO) -> None:
    """Let all of this process's logging go to `stream`, a line each; libraries are heard from a warning on."""
    lines = logging.StreamHandler(stream)
    lines.setFormatter(_Lines(form, clock))
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(logging.WARNING)
    logging.getLogger("pos").setLevel(level)


def log_to_stderr(*, form: Form, clock: Clock) -> None:
    """As a service does."""
    log_to(sys.stderr, form=form, clock=clock)


def told(**facts: object) -> dict[str, dict[str, object]]:
    """Facts beside a record's words, for `extra=`."""
    return {_OWN: facts}
