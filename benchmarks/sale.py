"""A sale of five lines, from "exact cash" until the counter says it is paid, against the same rows by plain `sqlite3`.

Ours: the till's verb, its lane, the encrypted database, chain, signature, views and print jobs. The floor: the standard
library's sqlite3, no key, prepared rows, WAL, `synchronous=FULL`, the same disk. Beside it a flush of the same bytes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.catalogue import products
from benchmarks.figures import Bench, Figure, quantile
from benchmarks.plain import SALE, Flushed, Plain, Rows
from benchmarks.shop import Hands, Till
from pos.till import selling
from pos.till.changes import Touched
from pos.till.paying import checkout

LINES = 5
BETWEEN_CHECKPOINTS = 50


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures."""
    till = Till(bench.place("sale"))
    stock = products(200)
    till.stock(stock)
    hands, known = Hands(till), Known()
    hands.counter.listeners.append(known)
    plain = Plain(bench.folder / "plain.db")
    flushed = Flushed(bench.folder / "flushed")
    whole: list[float] = []
    ours: list[float] = []
    theirs: list[float] = []
    flushes: list[float] = []
    for number in range(bench.pick(tiny=3, usual=1_500, long=10_000)):
        fill(hands, [stock[(number * LINES + place) % len(stock)].code for place in range(LINES)])
        start = time.perf_counter()
        hands.headless.play(checkout.pay_exact(hands.counter))
        whole.append(time.perf_counter() - start)
        ours.append(known.at - start)
        rows = rows_of(till, hands)
        hands.headless.settle()
        theirs.append(plain.write(rows))
        flushes.append(flushed.write(plain.last_bytes))
        if number % BETWEEN_CHECKPOINTS == 0:
            till.database.checkpoint()
            plain.checkpoint()
    till.close()
    return tuple(figures(ours, whole, theirs, flushes))


class Known:
    """Remembers when the counter last said that the payment is through. Mutable: it listens."""

    at = 0.0

    def __call__(self, noun: Touched) -> None:
        if noun == "payment":
            self.at = time.perf_counter()


def figures(ours: list[float], whole: list[float], theirs: list[float], flushes: list[float]) -> Iterator[Figure]:
    """The middle and the slowest, with what the disk alone takes."""
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        flush, end = quantile(flushes, share) * 1e3, quantile(whole, share) * 1e3
        mine, floor = quantile(ours, share) * 1e3, quantile(theirs, share) * 1e3
        note = f"the flush alone {flush:.2f} ms; with its first print job under way {end:.2f} ms"
        what = "five lines committed through the till; plain sqlite3, FULL, same rows"
        yield Figure(f"sale {name}", what, mine, floor, "ms", "≤ 2 ×", mine <= 2 * floor, note)


def fill(hands: Hands, codes: list[str]) -> None:
    """Ring up, and wait until the draft is on disk."""
    for code in codes:
        selling.add(hands.counter, code)
    hands.headless.settle()


def rows_of(till: Till, hands: Hands) -> Rows:
    """The rows that the newest sale wrote, table by table, read back from the till's own database."""
    sale = hands.counter.last_sale
    assert sale is not None
    chosen = {
        "journal": "* FROM journal WHERE seq >= (SELECT seq FROM sale WHERE id = ?)",
        "sale": "* FROM sale WHERE id = ?",
        "sale_line": "* FROM sale_line WHERE sale = ?",
        "payment": "* FROM payment WHERE sale = ?",
        "movement": "* FROM movement WHERE (epoch, seq) = (SELECT epoch, seq FROM sale WHERE id = ?)",
        "job": "NULL, id, kind, subject, state, code FROM job WHERE subject = ?",
    }
    assert set(chosen) == {table.name for table in SALE}
    with till.database.read() as connection:
        return [
            (name, [tuple(row) for row in connection.exec_driver_sql(f"SELECT {what}", (sale.id,))])
            for name, what in chosen.items()
        ]
