"""What a sale costs the mall, taken in and read, as stored sales grow from ten thousand to ten million.

What is stored before is made by the database itself: journals and sales of many boutiques, as wide as real ones.
"""

from __future__ import annotations

from functools import partial
from itertools import count

from benchmarks.cluster import ask, cluster, database
from benchmarks.figures import Bench, Figure, median, seconds
from benchmarks.intake import A_REQUEST, peer
from benchmarks.pushers import PAYLOAD, Pusher, send_all
from pos.app.clock import SystemClock
from pos.mall.chain import Mall

A_TILL = 10_000
FLAT = 1.25
_numbers = count(1)


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures."""
    most = bench.pick(tiny=4, usual=6, long=7)
    figures: list[Figure] = []
    with cluster(bench.folder) as places:
        url = database(places, "mall")
        mall = Mall(url, clock=SystemClock())
        stored, first = 0, 0.0
        if bench.size != "tiny":
            _cost(bench, mall, url)  # the first is not counted
        for power in range(4, most + 1):
            _fill(url, stored, 10**power)
            stored = 10**power
            cost = _cost(bench, mall, url)
            first = first or cost
            what = "a sale taken in and read, with so many stored; with 10,000"
            size = int(str(ask(url, "SELECT pg_database_size(current_database())")[0][0])) / 2**30
            met = cost <= FLAT * first
            note = f"{size:.1f} GiB"
            figures.append(
                Figure(f"with {stored:,} sales", what, cost * 1e3, first * 1e3, "ms", f"≤ {FLAT} ×", met, note)
            )
        mall.close()
    return tuple(figures)


def _cost(bench: Bench, mall: Mall, url: str) -> float:
    """Seconds a sale, taken in and read: the middle of several runs."""
    seen = []
    with peer("1", url) as port:
        for _ in range(bench.pick(tiny=1, usual=9)):
            till = Pusher.enrolled(mall, 90_000 + next(_numbers))
            bodies = [till.sell(A_REQUEST) for _ in range(bench.pick(tiny=1, usual=5))]
            taken = seconds(partial(send_all, port, [(till, bodies)])) + seconds(mall.reading.read_behind)
            seen.append(taken / (till.seq - 1))
    return median(seen)


def _fill(url: str, before: int, until: int) -> None:
    """Sales of tills that nobody hears from again: as wide as real ones, and read."""
    for start in range(before, until, 500_000):
        end = min(start + 500_000, until)
        for statement in (_ENTRIES, _SALES):
            ask(url, statement.format(start=start, end=end, till=A_TILL, payload=PAYLOAD.decode()))
    ask(url, "ANALYZE")


_WHO = "'F' || lpad((n / {till})::text, 6, '0') AS boutique, '1' AS till"
_ENTRIES = f"""
INSERT INTO entry (boutique, till, epoch, seq, at, day, who, kind, payload, previous, hash, signature, received_at)
SELECT {_WHO}, 1, n % {{till}} + 1, '2026-01-01T12:00:00.000+09:00', '2026-01-01', 'C1', 'SaleCompleted',
    convert_to(replace('{{payload}}', 'sale-00000000', 'sale-' || n), 'UTF8'), decode(repeat(md5(n::text), 2), 'hex'),
    decode(repeat(md5((n + 1)::text), 2), 'hex'), decode(repeat(md5(n::text), 4), 'hex'), '2026-01-01T12:00:00+09:00'
FROM generate_series({{start}}, {{end}} - 1) AS n
"""
_SALES = f"""
INSERT INTO sale
    (boutique, till, id, epoch, seq, number, day, at, cashier, goods, discount, total, taxable, exempt, vat)
SELECT {_WHO}, 'sale-' || n, 1, n % {{till}} + 1, n % {{till}} + 1, '2026-01-01', '2026-01-01T12:00:00+09:00', 'C1',
    50000, 0, 50000, 50000, 0, 4545
FROM generate_series({{start}}, {{end}} - 1) AS n
"""
