"""Members found as somebody types, over 100,000 of them, against the same query where nothing is encrypted or sealed.

Ours asks the till's books: an encrypted file, marks instead of texts, each person's fields under a key of their own.
The floor has the beginnings themselves beside the members as plain rows in a plain file, reached through the same layer
with the same cache. Each text is asked seven times and the middle counts, so that p99 is over texts, not over a busy
machine.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import QueuePool

from benchmarks.figures import Bench, Figure, median, quantile, seconds
from benchmarks.shop import Till
from pos.app import tidying
from pos.domain.delivery import Recipient
from pos.domain.members import phone_digits
from pos.domain.spelling import plain
from pos.storage.books import SqlBooks
from pos.storage.engine import cursor_of
from pos.till.feed import FeedPage, Member

MOST = 10
TIMES = 7
PAGE = 5_000
AIM_MS = 10.0
AIM_TIMES = 3.0
_SURNAMES = (
    "김" * 40 + "이" * 15 + "박" * 8 + "최" * 5 + "정" * 5 + "강조윤장임한오서신권황안송전홍유고문양손배백허남심노하"
)
_GIVEN = "서민지예수현우준은혜진영도윤하채원시아주연정태성호경재승유나다라미선희철광동기상용인찬"
_FIND = (
    "SELECT member.body FROM (SELECT number FROM beginning WHERE text = ? ORDER BY number LIMIT ?) "
    "JOIN member USING (number)"
)
_member = msgspec.json.Decoder(Member)


def people(many: int) -> tuple[Member, ...]:
    """Members as a chain has them: two in five with the same surname, everybody with a mobile and most at home."""
    chance = random.Random(20261102)
    return tuple(_person(chance, place) for place in range(many))


def _person(chance: random.Random, place: int) -> Member:
    name = chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN)
    mobile = f"010{chance.randrange(10**8):08d}"
    home = Recipient(name, mobile, f"{chance.randrange(10**5):05d}", "서울특별시 중구 세종대로 110", f"{place}호")
    return Member(f"M{place:07d}", name, mobile, addresses=(home,) if place % 3 else (), email=f"m{place}@example.com")


def typed(known: Sequence[Member], many: int) -> dict[str, list[str]]:
    """What people type, by kind; each text as it grows."""
    chance = random.Random(7)
    some = [chance.choice(known) for _ in range(many)]
    spelt = [f"{one.mobile[:3]}-{one.mobile[3:7]}-{one.mobile[7:]}" for one in some]
    return {
        "a name": [text for one in some for text in _growing(one.name, 1)],
        "last digits": [text for one in some for text in _growing(one.mobile[-4:], 2)],
        "a mobile": [text for one in spelt for text in _growing(one, 6)],
        "a number": [text for one in some for text in _growing(one.number, 3)],
        "the commonest surname": ["김"] * many,
        "nobody": [f"뷁{one.name}" for one in some],
    }


def _growing(text: str, shortest: int) -> Iterator[str]:
    return (text[:end] for end in range(shortest, len(text) + 1))


@dataclass(slots=True)
class Plain:
    """The same members in a plain file, under every beginning they are found by. Mutable: it holds the file open."""

    engine: Engine

    @classmethod
    def of(cls, path: Path, known: Iterable[Member]) -> Plain:
        """A file of these members."""
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE member (number TEXT PRIMARY KEY, body BLOB)")
        connection.execute("CREATE TABLE beginning (text TEXT, number TEXT, PRIMARY KEY (text, number)) WITHOUT ROWID")
        connection.executemany(
            "INSERT INTO member VALUES (?, ?)", ((one.number, msgspec.json.encode(one)) for one in known)
        )
        rows = sorted({(text, one.number) for one in known for text in _beginnings(one)})
        connection.executemany("INSERT INTO beginning VALUES (?, ?)", rows)
        connection.commit()
        connection.close()
        return cls(create_engine("sqlite://", creator=lambda: _opened(path), poolclass=QueuePool))

    def find(self, text: str) -> list[Member]:
        """The same ten."""
        digits = phone_digits(text)
        wanted = digits if digits and len(plain(text).replace("-", "")) == len(digits) else text
        with self.engine.connect() as connection:
            rows = cursor_of(connection).execute(_FIND, (wanted, MOST)).fetchall()
        return [_member.decode(body) for (body,) in rows]


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA cache_size = -16384")
    return connection


def _beginnings(member: Member) -> Iterator[str]:
    for text, shortest in ((member.name, 1), (member.mobile[-4:], 2), (member.mobile, 5), (member.number, 1)):
        yield from _growing(text, shortest)


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figure: over everything typed, and each kind beside it."""
    known = people(bench.pick(tiny=300, usual=100_000))
    till = Till(bench.place(f"members-{len(known)}"))
    for start in range(0, len(known), PAGE):
        till.outbox.arrive(FeedPage(2 + start, members=known[start : start + PAGE]))
    till.database.checkpoint()
    floor = Plain.of(bench.folder / f"members-{len(known)}.db", known)
    tidying.begin()  # as the program does: rubbish is taken out in idle moments
    try:
        figures = _measured(till, floor, known, bench.pick(tiny=2, usual=200, long=2_000))
    finally:
        tidying.end()
    floor.engine.dispose()
    till.close()
    return figures


def _measured(till: Till, floor: Plain, known: Sequence[Member], many: int) -> tuple[Figure, ...]:
    books = SqlBooks(till.database, till="1")
    ours: dict[str, list[float]] = {}
    theirs: list[float] = []
    for kind, texts in typed(known, many).items():
        for text in texts:
            find, find_plainly = partial(books.find_members, text, most=MOST), partial(floor.find, text)
            _check(find, find_plainly)
            ours.setdefault(kind, []).append(median(seconds(find) for _ in range(TIMES)))
            theirs.append(median(seconds(find_plainly) for _ in range(TIMES)))
    everything = [taken for seen in ours.values() for taken in seen]
    mine, their = quantile(everything, 0.99) * 1e3, quantile(theirs, 0.99) * 1e3
    kinds = "; ".join(f"{kind} {quantile(seen, 0.99) * 1e3:.2f}" for kind, seen in ours.items())
    note = f"p50 {median(everything) * 1e3:.2f} against {median(theirs) * 1e3:.2f} ms; p99 by kind in ms: {kinds}"
    aim = f"≤ {AIM_MS:.0f} ms, ≤ {AIM_TIMES:.0f} ×"
    what = f"member look-up as you type over {len(known):,}; the same on a plain database"
    return (Figure("members p99", what, mine, their, "ms", aim, mine <= AIM_MS and mine <= AIM_TIMES * their, note),)


def _check(find: Callable[[], Sequence[Member]], find_plainly: Callable[[], Sequence[Member]]) -> None:
    """Both find the same, or one of them would measure something else."""
    if list(find()) != list(find_plainly()):
        raise RuntimeError("the two ways of finding a member found different ones")
