"""What keeping the sums of days costs a sale: the same till with and without, in turn, over one database.

Each pair sells the same five products. The sums are left out by leaving out their writer, so that such a database is
good for nothing afterwards.
"""

from __future__ import annotations

import time
from unittest.mock import patch

from benchmarks.catalogue import products
from benchmarks.figures import Bench, Figure, median
from benchmarks.sale import BETWEEN_CHECKPOINTS, LINES, Known, fill
from benchmarks.shop import Hands, Till
from pos.domain.facts import Fact
from pos.domain.journal import Entry
from pos.storage import sums
from pos.storage.statements import Rows
from pos.till.paying import checkout

MOST = 1.05
STOCK = 200


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figure."""
    till = Till(bench.place("upkeep"))
    stock = products(STOCK)
    till.stock(stock)
    hands, known = Hands(till), Known()
    hands.counter.listeners.append(known)
    pairs: list[tuple[float, float]] = []
    for number in range(bench.pick(tiny=3, usual=1_500, long=6_000)):
        codes = [stock[(number * LINES + place) % STOCK].code for place in range(LINES)]
        first = _sell(hands, known, codes, kept=number % 2 == 0)
        second = _sell(hands, known, codes, kept=number % 2 == 1)
        pairs.append((first, second) if number % 2 == 0 else (second, first))
        if number % BETWEEN_CHECKPOINTS == 0:
            till.database.checkpoint()
    till.close()
    without = median([bare for _, bare in pairs]) * 1e3
    more = median([kept - bare for kept, bare in pairs]) * 1e3
    note = f"the middle of {len(pairs):,} differences is {more:.3f} ms, {more / without:.1%} of a sale"
    what = "five lines committed through the till; the same without the sums"
    ours = without + more
    return (Figure("sums of days, a sale", what, ours, without, "ms", "≤ 1.05 ×", ours <= MOST * without, note),)


def _sell(hands: Hands, known: Known, codes: list[str], *, kept: bool) -> float:
    fill(hands, codes)
    start = time.perf_counter()
    if kept:
        hands.headless.play(checkout.pay_exact(hands.counter))
    else:
        with patch.object(sums, "write_rows", _nothing):
            hands.headless.play(checkout.pay_exact(hands.counter))
    taken = known.at - start
    hands.headless.settle()
    return taken


def _nothing(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Keep no sums."""
    del rows, entry, fact
