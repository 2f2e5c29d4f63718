"""A thousand tills come back at once, each with a day's backlog: until all is in, and what a till that sells notices.

The selling till sends each sale as it is made; its pushes are timed before, and while the others send theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from threading import Event, Thread

from benchmarks.cluster import cluster, database
from benchmarks.figures import Bench, Figure, quantile, seconds
from benchmarks.intake import A_REQUEST, peer
from benchmarks.pushers import Pusher, Wire, send_all
from pos.app.clock import SystemClock
from pos.mall.chain import Mall

BACKLOG = 250
BETWEEN_SALES = 0.5
NOTICED = 2.0
"""Seconds until a till says of the mall that it is slow, where somebody waits."""


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures."""
    with cluster(bench.folder) as places:
        url = database(places, "mall")
        mall = Mall(url, clock=SystemClock())
        try:
            count = bench.pick(tiny=3, usual=200, long=1_000)
            tills = [Pusher.enrolled(mall, number) for number in range(1, count + 1)]
            seller = Pusher.enrolled(mall, 0)
            told = [(till, list(_backlog(till, bench.pick(tiny=2, usual=BACKLOG)))) for till in tills]
            with peer("2+", url) as port:
                return tuple(_measured(bench, port, seller, told))
        finally:
            mall.close()


def _backlog(till: Pusher, entries: int) -> Iterator[bytes]:
    while entries:
        yield till.sell(min(entries, A_REQUEST))
        entries -= min(entries, A_REQUEST)


def _measured(bench: Bench, port: int, seller: Pusher, told: list[tuple[Pusher, list[bytes]]]) -> Iterator[Figure]:
    quiet = list(_sold(port, seller, bench.pick(tiny=2, usual=20)))
    over, busy = Event(), list[float]()
    selling = Thread(target=lambda: busy.extend(_sold_until(port, seller, over)))
    selling.start()
    taken = seconds(lambda: send_all(port, told))
    over.set()
    selling.join()
    entries = sum(till.seq - 1 for till, _ in told)
    note = f"{entries / taken:,.0f} sales/s; {len(told)} connections at once, two workers and their reader"
    yield Figure(
        "backlog", f"{len(told):,} tills with a day's backlog each, all at once", taken, 0, "s", "-", None, note
    )
    slow = max(busy)
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        mine, before = quantile(busy, share) * 1e3, quantile(quiet, share) * 1e3
        met = slow < NOTICED if share > 0.5 else None
        aim = f"slowest < {NOTICED:.0f} s" if share > 0.5 else "-"
        yield Figure(f"a sale meanwhile {name}", "a till's push of one sale; before", mine, before, "ms", aim, met)


def _sold(port: int, seller: Pusher, count: int) -> Iterator[float]:
    """Seconds of each push of one sale."""
    wire = Wire(port)
    for _ in range(count):
        body = seller.sell(1)
        yield seconds(partial(wire.ask, seller.request(body)))
    wire.close()


def _sold_until(port: int, seller: Pusher, over: Event) -> Iterator[float]:
    while True:
        yield from _sold(port, seller, 1)
        if over.wait(BETWEEN_SALES):
            return
