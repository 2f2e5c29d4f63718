"""What a day and a period came to, in a till with a long past: the till's sums, plain SQL on its tables, and DuckDB.

All three have to find the same won, or it stops. DuckDB runs in a venv of its own (`installer/setup.sh peers`); where
there is none it is left out. The past has rows and sums and no journal, the day has all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.figures import Bench, Figure, median, seconds
from benchmarks.long_past import Past, write_out
from benchmarks.peer import PEER_PYTHON, PeerProcess
from benchmarks.report_queries import JOINED, Answer, ask
from benchmarks.shop import BOUTIQUE, Till
from pos.app.clock import SystemClock
from pos.domain.calendar import KST, korean_day
from pos.domain.facts import ShiftOpened, decode_fact
from pos.domain.sums.figures import Figures
from pos.domain.sums.report import Report, Row
from pos.domain.sums.summing import figures_of
from pos.domain.sums.tally import Tally
from pos.storage.engine import cursor_of
from pos.storage.journal import entries
from pos.storage.ledgers import SqlLedgers
from pos.storage.store import SqlStore
from pos.till.ports import Commit

SHIFT = "today"
TIMES_PEER = 3


class Peer(PeerProcess):
    """DuckDB with the same rows, as a process. Close it, or use it in a `with`."""

    def __init__(self, folder: Path) -> None:
        super().__init__("duckdb_peer.py")
        self.version = self.ask(folder=str(folder))["version"]
        self.seconds = 0.0

    def report(self, first: date, last: date) -> Answer:
        """A period; how long it took as it saw it is in `seconds`."""
        told = self.ask(first=str(first), last=str(last))
        self.seconds = told["seconds"]
        answer: Answer = told["answer"]
        return answer


class Room:
    """The till with its past and its day, and what it is asked. Mutable: it opens files."""

    def __init__(self, bench: Bench) -> None:
        self.till = Till(bench.place("days"))
        self.till.stock([])
        self.last = korean_day(SystemClock().now()) + timedelta(days=1)  # after its first entry, so that time runs on
        self.first = self.last - timedelta(days=bench.pick(tiny=40, usual=730))
        self.sales, self.today = bench.pick(tiny=2_000, usual=1_000_000), bench.pick(tiny=60, usual=2_000)
        past = Past(self.till)
        past.days(self.first, self.last - timedelta(days=1), sales=self.sales)
        self._live(past)
        self.ledgers = SqlLedgers(self.till.database)

    def _live(self, past: Past) -> None:
        """The last day as the till sells, entry by entry."""
        store = SqlStore(self.till.database, till="1", key=self.till.keys.signer())  # it has yet to hear of the past
        at = datetime.combine(self.last, time(9), KST)
        store.commit(Commit("C1", at, self.last, (ShiftOpened(SHIFT, 100_000),)))
        for nth, what in enumerate(past.some(self.today)):
            facts = past.facts(what, sale_id=f"t{nth}", day=self.last, shift=SHIFT)
            store.commit(Commit(what[2], datetime.combine(self.last, time(what[1]), KST), self.last, tuple(facts)))
        self.till.database.checkpoint()

    def page(self) -> Figures:
        """The manager's page of the day."""
        return self.ledgers.figures(self.last, self.last)

    def period(self) -> Figures:
        """All of it."""
        return self.ledgers.figures(self.first, self.last)

    def report(self) -> Report:
        """The day's Z report, added up from its entries as the till does it."""
        shelf = self.till.shelf
        summed = Tally(100_000, shelf.sale)
        for entry in shelf.entries_of_shift(SHIFT):
            summed.add(decode_fact(entry.payload), who=entry.who)
        at = datetime.combine(self.last, time(22), KST)
        return summed.report(Report(BOUTIQUE.id, "1", SHIFT, self.last, at, at, "C1"))

    def sql(self, first: date, last: date) -> Answer:
        """The same by plain SQL, on the till's own encrypted tables."""
        with self.till.database.read() as connection:
            cursor = cursor_of(connection)

            def execute(query: str, values: list[str]) -> Iterable[Any]:
                found: Iterable[Any] = cursor.execute(query, values).fetchall()
                return found

            return ask(execute, str(first), str(last), JOINED)

    def check(self) -> dict[str, float]:
        """The sums, plain SQL and, for the day, the journal say the same; the seconds that plain SQL took for each.

        A period within is looked at as well, whose ends are in the middle of months.
        """
        taken: dict[str, float] = {}
        ends = {"period": (self.first, self.last), "day": (self.last, self.last)}
        ends["within"] = (self.first + timedelta(days=9), min(self.first + timedelta(days=49), self.last))
        for name, (first, last) in ends.items():
            began = perf_counter()
            answer = self.sql(first, last)
            taken[name] = perf_counter() - began
            check(answer_of(self.ledgers.figures(first, last)), answer)
        with self.till.database.read() as connection:
            told = entries(connection, "1", "1 = 1")
        if figures_of(told, self.last, self.last) != self.page():
            raise RuntimeError("the sums of the day are not what its entries come to")
        return taken


def answer_of(found: Figures) -> Answer:
    """Our figures in the form of the others' answers."""
    rows: Answer = {"hours": _rows(found.hours), "ranges": _rows(found.ranges), "products": _rows(found.products)}
    rows["days"] = [
        [str(day), one.sales, one.discounts, one.delivery_fees, one.vat, one.exempt, one.sale_count]
        for day, one in found.days
    ]
    rows["returns"] = [[str(day), one.returns, one.return_count] for day, one in found.days if one.return_count]
    rows["people"] = sorted([one.staff, one.sales, one.sale_count] for one in found.people)
    rows["people back"] = sorted(
        [one.staff, row.amount, row.count] for one in found.people for row in one.odd if row.name == "refund"
    )
    rows["tenders"] = [[name, won] for name, won, _ in _rows(found.tenders)]
    return rows


def check(ours: Answer, theirs: Answer) -> None:
    """Raise where they differ. Theirs has what came back beside what was sold; here it is taken off."""
    back = {day: (won, vat, count) for day, won, vat, count in theirs["days back"]}
    out = {name: won for name, won, _ in theirs["tenders back"]}
    told: Answer = {name: theirs[name] for name in ("hours", "ranges", "products", "people", "people back")}
    told["days"] = [[*row[:4], row[4] - back.get(row[0], (0, 0, 0))[1], *row[5:]] for row in theirs["days"]]
    told["returns"] = [[day, won, count] for day, (won, _, count) in sorted(back.items())]
    told["tenders"] = [[name, won - out.get(name, 0)] for name, won, _ in theirs["tenders"]]
    for name, rows in told.items():
        if ours[name] != rows:
            raise RuntimeError(f"{name}: the sums say {ours[name][:3]}, the rows {rows[:3]}")


def _rows(rows: Iterable[Row]) -> list[list[Any]]:
    return sorted([row.name, row.amount, row.count] for row in rows)


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures."""
    room = Room(bench)
    plain = room.check()
    if not PEER_PYTHON.exists():
        return _without_peer(room, plain)
    folder = bench.place("days-rows")
    write_out(room.till, folder)
    with Peer(folder) as peer:
        return _beside(room, peer, plain, rounds=bench.pick(tiny=2, usual=20))


def _beside(room: Room, peer: Peer, plain: dict[str, float], *, rounds: int) -> tuple[Figure, ...]:
    """Each in turn with the peer."""
    ours: dict[str, tuple[Callable[[], object], date]] = {
        "day": (room.page, room.last),
        "Z": (room.report, room.last),
        "period": (room.period, room.first),
    }
    check(answer_of(room.period()), peer.report(room.first, room.last))
    check(answer_of(room.page()), peer.report(room.last, room.last))
    mine: dict[str, list[float]] = {name: [] for name in ours}
    theirs: dict[str, list[float]] = {name: [] for name in ours}
    for _ in range(rounds):
        for name, (call, first) in ours.items():
            mine[name].append(seconds(call))
            peer.report(first, room.last)
            theirs[name].append(peer.seconds)
    note = f"DuckDB {peer.version}, native tables, the day beside each row"
    return (
        _figure("manager's page, a day", room, mine["day"], theirs["day"], TIMES_PEER, plain["day"], note),
        _figure("Z of a day", room, mine["Z"], theirs["Z"], TIMES_PEER, plain["day"], "entries decoded and added up"),
        _figure("manager's page, a period", room, mine["period"], theirs["period"], 1, plain["period"], note),
    )


def _figure(
    name: str, room: Room, mine: list[float], theirs: list[float], most: int, plain: float, note: str
) -> Figure:
    what = f"{room.sales:,} sales of five lines"
    if most > 1:
        what = f"{room.today:,} sales, {what} before them"
    ours, floor = median(mine) * 1e3, median(theirs) * 1e3
    told = f"plain SQL on the till's tables {plain * 1e3:,.0f} ms, {plain * 1e3 / ours:,.1f} times; {note}"
    return Figure(name, f"{what}; DuckDB", ours, floor, "ms", f"≤ {most} ×", ours <= most * floor, told)


def _without_peer(room: Room, plain: dict[str, float]) -> tuple[Figure, ...]:
    note = "DuckDB left out: its venv is not there (installer/setup.sh peers); the floor is plain SQL"
    calls = {"day": room.page, "period": room.period}
    return tuple(
        Figure(
            f"manager's page, a {name}",
            f"{room.sales:,} sales; plain SQL",
            median([seconds(call) for _ in range(5)]) * 1e3,
            plain[name] * 1e3,
            "ms",
            "beside DuckDB",
            None,
            note,
        )
        for name, call in calls.items()
    )
