"""Search as somebody types, over 100,000 products, against LIKE over the same names ranked the same way.

Ours asks the till's encrypted database through its shelf. LIKE has the names ready in four columns, without a key, all
in memory. Each text is asked three times and the middle counts, so that p99 is over texts, not over a busy machine.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from functools import partial

from benchmarks.catalogue import products
from benchmarks.figures import Bench, Figure, median, quantile, seconds
from benchmarks.shop import stocked
from pos.domain.catalogue import Product, initials
from pos.storage.names import search_key

MOST = 30
TIMES = 3
AIM_MS = 5.0
AIM_TIMES = 10
LIKE = (
    "SELECT body FROM product WHERE ko LIKE :inside OR en LIKE :inside OR code LIKE :inside OR initials LIKE :inside "
    f"ORDER BY CASE WHEN code = :key THEN 0 WHEN ko LIKE :start THEN 1 ELSE 2 END, "
    f"CASE WHEN ko LIKE :start THEN ko END, place LIMIT {MOST}"
)


def queries(stock: Sequence[Product], many: int) -> dict[str, list[str]]:
    """What people type, by kind; each beginning, as they type it."""
    chance = random.Random(7)
    names = [chance.choice(stock).name.ko for _ in range(many)]
    words = [name.split(" ")[0] for name in names]
    return {
        "two syllables": [word[:2] for word in words],
        "inside a name": [name.replace(" ", "")[2:5] for name in names],
        "a whole word": words,
        "initials": [initials(name.replace(" ", ""))[: 2 + place % 3] for place, name in enumerate(names)],
        "one letter": [name[0] for name in names],
        "English": [chance.choice(stock).name.en[:4] for _ in range(many)],
        "nothing found": [chance.choice("쀍뛟휅") + word[:2] for word in words],
    }


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures: over everything typed, and each kind beside it."""
    stock = products(bench.pick(tiny=500, usual=100_000))
    till = stocked(bench, stock)
    like = plain_table(stock)
    ours: dict[str, list[float]] = {}
    theirs: list[float] = []
    for kind, texts in queries(stock, bench.pick(tiny=2, usual=200, long=2_000)).items():
        for place, text in enumerate(texts):
            find, find_plainly = partial(till.shelf.search, text, most=MOST), partial(like_search, like, text)
            ours.setdefault(kind, []).append(median(seconds(find) for _ in range(TIMES)))
            if place % 10 == 0:
                theirs.append(median(seconds(find_plainly) for _ in range(TIMES)))
    till.close()
    everything = [taken for seen in ours.values() for taken in seen]
    mine, floor = quantile(everything, 0.99) * 1e3, quantile(theirs, 0.99) * 1e3
    kinds = "; ".join(f"{kind} {quantile(seen, 0.99) * 1e3:.2f}" for kind, seen in ours.items())
    note = f"p50 {median(everything) * 1e3:.2f} against {median(theirs) * 1e3:.1f} ms; p99 by kind in ms: {kinds}"
    aim, met = f"≤ {AIM_MS:.0f} ms, LIKE ≥ {AIM_TIMES} ×", mine <= AIM_MS and floor >= AIM_TIMES * mine
    what = f"search as you type over {len(stock):,} products; LIKE"
    return (Figure("search p99", what, mine, floor, "ms", aim, met, note),)


def plain_table(stock: Sequence[Product]) -> sqlite3.Connection:
    """The same names in a table without a key, in memory."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE product (place INTEGER PRIMARY KEY, ko, en, code, initials, body)")
    rows = (
        (search_key(one.name.ko), search_key(one.name.en), search_key(one.code), initials(search_key(one.name.ko)), "")
        for one in stock
    )
    connection.executemany("INSERT INTO product (ko, en, code, initials, body) VALUES (?, ?, ?, ?, ?)", rows)
    return connection


def like_search(connection: sqlite3.Connection, text: str) -> list[object]:
    """The same search, the plain way."""
    key = search_key(text)
    return connection.execute(LIKE, {"key": key, "start": key + "%", "inside": f"%{key}%"}).fetchall()
