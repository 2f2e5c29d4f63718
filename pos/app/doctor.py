"""What a technician asks first: disk, database, key, devices, mall, clock. Each check is short and names its remedy."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from pos.app.clock import SystemClock
from pos.app.equipment import look_at_terminal, open_printer
from pos.app.records import open_to_read
from pos.app.room import LOW_BYTES, free_bytes
from pos.app.settings import Settings, read_authority, read_settings
from pos.domain.errors import Detail, TillError

_FLUSHES = 40
_LYING_BELOW_US = 50
_MOST_SKEW_SECONDS = 60


class Finding(msgspec.Struct, frozen=True):
    """One check: what was looked at, whether it passed, the code of its cause, and facts for its words.

    One that passed and names a cause is doubtful: somebody has to look, and nothing is proven.
    """

    check: str
    passed: bool
    code: str = ""
    facts: dict[str, Detail] = {}

    @property
    def verdict(self) -> Literal["passed", "doubtful", "failed"]:
        """What came of the check, in a word."""
        if not self.passed:
            return "failed"
        return "doubtful" if self.code else "passed"


def examine(folder: Path) -> Iterator[Finding]:
    """Every check in order; one that cannot be made is one that failed, and the others go on.

    It needs no till to be shut, and makes and changes nothing of the till's.
    """
    yield _guard("disk", lambda: _disk(folder))
    try:
        settings = read_settings(folder)
    except TillError as error:
        yield Finding("database", False, error.code, error.facts)
        return
    last: list[str] = []
    yield _guard("database", lambda: _database(folder, settings, last))
    yield _guard("printer", lambda: _printer(settings))
    yield _guard("terminal", lambda: _terminal(folder, settings))
    yield _guard("mall", lambda: _mall(folder, settings))
    yield _clock("".join(last))


def _guard(check: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except TillError as error:
        return Finding(check, False, error.code, error.facts)
    except OSError as error:
        return Finding(check, False, "disk.failed", {"cause": type(error).__name__})


def _disk(folder: Path) -> Finding:
    free = free_bytes(folder)
    if free < LOW_BYTES:
        return Finding("disk", False, "disk.low", {"free_mb": free // 1_000_000})
    micros = flush_micros(folder)
    # A disk that keeps its cache through a power cut may honestly be as quick, so that this is no failure.
    code = "disk.lying" if micros < _LYING_BELOW_US else ""
    return Finding("disk", True, code, {"free_mb": free // 1_000_000, "micros": micros})


def flush_micros(folder: Path) -> int:
    """The median time of a flush of 4 KB to the disk under `folder`, in microseconds."""
    path = folder / ".flush"
    times = []
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        for _ in range(_FLUSHES):
            os.pwrite(file, os.urandom(4096), 0)
            start = time.perf_counter_ns()
            os.fsync(file)
            times.append((time.perf_counter_ns() - start) // 1000)
    finally:
        os.close(file)
        path.unlink()
    return int(statistics.median(times))


def _database(folder: Path, settings: Settings, last: list[str]) -> Finding:
    from pos.storage.shelf import SqlShelf

    with open_to_read(folder, settings) as (_, database):
        shelf = SqlShelf(database, till=settings.till)
        waiting = shelf.waiting()
        last.append(shelf.last_time())
    return Finding("database", True, facts={"keys": settings.keys, "waiting": waiting.count})


def _printer(settings: Settings) -> Finding:
    state = open_printer(settings).state()
    return Finding("printer", not state.code, state.code, {"address": settings.printer})


def _terminal(folder: Path, settings: Settings) -> Finding:
    facts: dict[str, Detail] = {"terminal": settings.terminal, "address": settings.terminal_address}
    if settings.terminal == "none":  # a shop may do without
        return Finding("terminal", True, facts=facts)
    state = look_at_terminal(folder, settings)
    return Finding("terminal", not state.code, state.code, {**facts, "model": state.model})


def _mall(folder: Path, settings: Settings) -> Finding:
    from datetime import datetime

    from pos.sync.client import health

    found = datetime.fromisoformat(health(settings.mall, authority=read_authority(folder, settings)).time)
    skew = abs((SystemClock().now() - found).total_seconds())
    facts: dict[str, Detail] = {"url": settings.mall, "skew": int(skew)}
    return Finding("mall", skew <= _MOST_SKEW_SECONDS, "" if skew <= _MOST_SKEW_SECONDS else "mall.clock", facts)


def _clock(last: str) -> Finding:
    """`last` is the time of the newest entry, "" where it could not be read."""
    now = SystemClock().now().isoformat(timespec="milliseconds")
    return Finding("clock", now >= last, "" if now >= last else "clock.behind", {"clock": now, "last": last})
