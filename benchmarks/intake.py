"""Sales taken in a second by the mall on PostgreSQL, against an endpoint that does nothing and one that only copies.

Durable; a hundred sales of five lines in a request; request, chain and the last signature verified while it is taken
in, every signature when it is read. All of them get the same bytes over the same kind of client, which shares the
machine with server and database; one reader's rate stands beside it, for in the long run it has to keep up.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from benchmarks.cluster import ask, cluster, database
from benchmarks.figures import Bench, Figure, median, seconds
from benchmarks.pushers import Pusher, send_all
from pos.app.clock import SystemClock
from pos.mall.chain import Mall

A_REQUEST = 100
CONNECTIONS = 4
OF_NOTHING, OF_COPIED, OF_TWO = 0.3, 0.6, 1.7
_TARGETS = ("nothing", "copied", "1", "2", "2+")
_numbers = count(1)


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures."""
    with cluster(bench.folder) as places:
        own, plain = database(places, "mall"), database(places, "plain")
        Mall(plain, clock=SystemClock()).close()
        mall = Mall(own, clock=SystemClock())
        try:
            return _measured(bench, mall, own, plain)
        finally:
            mall.close()


def _measured(bench: Bench, mall: Mall, own: str, plain: str) -> tuple[Figure, ...]:
    rates: dict[str, list[float]] = {name: [] for name in _TARGETS}
    each = bench.pick(tiny=1, usual=25, long=100)
    for number in range(bench.pick(tiny=0, usual=5, long=9) + 1):
        for name in _TARGETS:
            with peer(name, plain if name == "copied" else own) as port:
                rate = _rate(mall, port, each)
            if number or bench.size == "tiny":  # the first round is not counted
                rates[name].append(rate)
        mall.reading.read_behind()
    read = _read_rate(mall, own, bench.pick(tiny=1, usual=25, long=100))
    return tuple(_figures({name: median(seen) for name, seen in rates.items()}, read))


def _rate(mall: Mall, port: int, each: int) -> float:
    """Sales a second: four tills send so many requests each, one after the other."""
    tills = [Pusher.enrolled(mall, next(_numbers)) for _ in range(CONNECTIONS)]
    told = [(till, [till.sell(A_REQUEST) for _ in range(each)]) for till in tills]
    return CONNECTIONS * each * A_REQUEST / seconds(lambda: send_all(port, told))


def _read_rate(mall: Mall, own: str, each: int) -> float:
    """Sales a second that one reader reads, of what is stored."""
    with peer("1", own) as port:
        _rate(mall, port, each)
    before = _sales(own)
    taken = seconds(mall.reading.read_behind)
    return (_sales(own) - before) / taken


def _sales(url: str) -> int:
    return int(str(ask(url, "SELECT count(*) FROM sale")[0][0]))


def _figures(rates: dict[str, float], read: float) -> Iterator[Figure]:
    what = "sales of five lines, 100 a request, durable on PostgreSQL"
    one, two = rates["1"], rates["2"]
    nothing, copied = rates["nothing"], rates["copied"]
    yield Figure(
        *("intake", f"{what}; the same request to an endpoint that does nothing", one, nothing, "/s"),
        *(f"≥ {OF_NOTHING} ×", one >= OF_NOTHING * nothing),
    )
    yield Figure(
        *("intake, copied", f"{what}; decoded and copied unchecked", one, copied, "/s"),
        *(f"≥ {OF_COPIED} ×", one >= OF_COPIED * copied),
    )
    note = "client and PostgreSQL share the two cores with the workers"
    yield Figure(
        "intake, two workers", f"{what}; one worker", two, one, "/s", f"≥ {OF_TWO} ×", two >= OF_TWO * one, note
    )
    note = f"one reader alone: {read:,.0f} sales/s, every signature verified"
    yield Figure("intake, read beside", f"{what}, read meanwhile; not read", rates["2+"], two, "/s", "-", None, note)


@contextmanager
def peer(which: str, url: str) -> Iterator[int]:
    """One of `mall_peers`, by its port."""
    command = [sys.executable, "-m", "benchmarks.mall_peers", which, url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
