"""What a technician asks first: database, key, disk, printer, mall, clock. Each check is short and names its remedy."""

from __future__ import annotations

import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from pos.app.bootstrap import House, open_house
from pos.app.clock import SystemClock
from pos.app.room import LOW_BYTES
from pos.domain.errors import Detail, TillError

_FLUSHES = 40
_LYING_BELOW_US = 50
_MOST_SKEW_SECONDS = 60


class Finding(msgspec.Struct, frozen=True):
    """One check: what was looked at, whether it passed, the code of its cause, and facts for its words."""

    check: str
    passed: bool
    code: str = ""
    facts: dict[str, Detail] = {}


def examine(folder: Path) -> Iterator[Finding]:
    """Every check in order; one that cannot be made is one that failed, and the others go on."""
    yield _guard("disk", lambda: _disk(folder))
    house: list[House] = []
    yield _guard("database", lambda: _database(folder, house))
    if not house:
        return
    try:
        yield from _devices(house[0])
    finally:
        house[0].close()


def _guard(check: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except TillError as error:
        return Finding(check, False, error.code, error.facts)
    except OSError as error:
        return Finding(check, False, "disk.failed", {"cause": type(error).__name__})


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    if free < LOW_BYTES:
        return Finding("disk", False, "disk.low", {"free_mb": free // 1_000_000})
    micros = flush_micros(folder)
    if micros < _LYING_BELOW_US:
        return Finding("disk", False, "disk.lying", {"micros": micros})
    return Finding("disk", True, facts={"free_mb": free // 1_000_000, "micros": micros})


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


def _database(folder: Path, house: list[House]) -> Finding:
    house.append(open_house(folder))
    waiting = house[0].shelf.waiting()
    keys = house[0].settings.keys
    return Finding("database", True, facts={"keys": keys, "waiting": waiting.count})


def _devices(house: House) -> Iterator[Finding]:
    yield _guard("printer", lambda: _printer(house))
    yield _guard("mall", lambda: _mall(house))
    yield _guard("clock", lambda: _clock(house))


def _printer(house: House) -> Finding:
    state = house.printer.state()
    return Finding("printer", not state.code, state.code, {"address": house.settings.printer})


def _mall(house: House) -> Finding:
    from datetime import datetime

    from pos.sync.client import health

    found = datetime.fromisoformat(health(house.settings.mall).time)
    skew = abs((SystemClock().now() - found).total_seconds())
    facts: dict[str, Detail] = {"url": house.settings.mall, "skew": int(skew)}
    return Finding("mall", skew <= _MOST_SKEW_SECONDS, "" if skew <= _MOST_SKEW_SECONDS else "mall.clock", facts)


def _clock(house: House) -> Finding:
    last = house.shelf.last_time()
    now = SystemClock().now().isoformat(timespec="milliseconds")
    return Finding("clock", now >= last, "" if now >= last else "clock.behind", {"clock": now, "last": last})
