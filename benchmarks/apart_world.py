"""Tills, a network and a mall in simulated time, all from one seed: what is lost, late, doubled, restarted, and when.

The senders and the mall are the real ones; the journal is kept in memory, since what a till's disk keeps is proved
elsewhere. Nothing waits: time is a number, and the next thing to happen is taken from a heap.
"""

from __future__ import annotations

import heapq
import itertools
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from benchmarks.apart_tills import BEGIN, Shifted, SimulatedTill
from pos.domain.errors import Unavailable
from pos.domain.journal import Entry
from pos.mall.chain import Mall
from pos.sync.contract import TillName

T = TypeVar("T")

_SEED = """
[boutique]
id = "SEL01"
name = "예시 부티크"
business_number = "220-81-62517"
representative = "김대표"
address = "서울특별시 중구 세종대로 110"
phone = "02-120-0000"

[[product]]
code = "ARIA"
name = { ko = "아리아", en = "Aria" }
kind = "capsule"
range = "original"
capsules = 10
price = 7200
"""


@dataclass(frozen=True, slots=True)
class Weather:
    """How likely each thing is, for each request or each second of a seed's bad time."""

    request_lost: float
    answer_lost: float
    late: float
    doubled: float
    mall_dies: float
    mall_forgets: float
    till_dies: float
    clock_jumps: float

    @classmethod
    def of(cls, chance: random.Random) -> Weather:
        """A seed's weather: each seed has its own mixture, from fair to foul."""
        foul = chance.choice((0.1, 0.4, 1.0))
        return cls(*(chance.random() * foul * most for most in (0.5, 0.5, 0.3, 0.3, 0.1, 0.05, 0.15, 0.1)))


CALM = Weather(0, 0, 0, 0, 0, 0, 0, 0)


class MallDied(BaseException):
    """The mall's process ends, wherever it is; nothing catches that."""


class World:
    """One seed, played. `now` is in seconds; everything random comes from `chance`."""

    def __init__(self, seed: int, *, tills: int = 3, mall: type[Mall] = Mall) -> None:
        self.chance, self.now = random.Random(seed), 0.0
        self.weather = Weather.of(self.chance)
        self._kind, self._order = mall, itertools.count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._base = sqlite3.connect(f"file:/{_name(self)}?vfs=memdb", uri=True)
        _template().backup(self._base)
        self._copy = sqlite3.connect(":memory:")
        self.clock, self.to_die, self.price = Shifted(self), 0, 7_200
        self._copied = 0
        self.mall: Mall | None = None
        self.mall_starts()
        self.tills = [SimulatedTill(self, TillName("SEL01", str(nth + 1))) for nth in range(tills)]

    # --- time ---

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        """Do something in so many seconds."""
        heapq.heappush(self._events, (self.now + seconds, next(self._order), call))

    def pass_by(self, seconds: float) -> None:
        """Let time pass, with all that happens in it."""
        end = self.now + seconds
        while self._events and self._events[0][0] <= end:
            self.now, _, call = heapq.heappop(self._events)
            call()
        self.now = end

    # --- the mall ---

    def changes_price(self) -> None:
        """The chain asks another price from now on."""
        if self.mall is not None:
            self.price = self.chance.randrange(7_000, 8_000)
            self.mall.announce_price("ARIA", self.price, since=self.clock.now())

    def mall_starts(self) -> None:
        """The mall comes up and reads what it had stored and not read."""
        if self.mall is None:
            url = f"sqlite:///file:/{_name(self)}?vfs=memdb&uri=true"
            self.mall = self._kind(url, clock=self.clock, doubt=self._dies_reading)
            self.mall.begin_run()
            self.mall.catch_up()

    def mall_dies(self) -> None:
        """The mall's process is gone, and comes back after a while."""
        if self.mall is not None:
            self.mall.close()
            self.mall = None
            self.later(self.chance.uniform(1, 90), self.mall_starts)

    def mall_is_copied(self) -> None:
        """Somebody makes a copy of the mall's database, as it is now."""
        self._base.backup(self._copy)
        self._copied = self.price

    def mall_forgets(self) -> None:
        """The mall's database is lost, and the last copy is put back."""
        if self.mall is not None and self._copied:
            self.mall_dies()
            self._copy.backup(self._base)
            self.price = self._copied

    def _dies_reading(self, _entry: Entry) -> str | None:
        """While entries are read that are stored already the mall may die, in the middle of a transaction."""
        if self.to_die:
            self.to_die -= 1
            if not self.to_die:
                raise MallDied
        return None

    def asks(self, call: Callable[[Mall], T]) -> T:
        """What reaches the mall. Raises Unavailable where it does not stand, or dies of it."""
        if self.mall is None:
            raise Unavailable("mall.unreachable")
        if self.chance.random() < self.weather.mall_dies:
            self.to_die = self.chance.randrange(1, 20)
        try:
            return call(self.mall)
        except MallDied:
            self.mall_dies()
            raise Unavailable("mall.unreachable") from None
        finally:
            self.to_die = 0

    def heal(self) -> None:
        """The bad time is over: everything stands, is reachable, and knows what time it is."""
        self.weather = CALM
        self.mall_starts()
        for till in self.tills:
            till.clock.off = 0.0
            till.starts()

    def close(self) -> None:
        """Let the mall's database go."""
        if self.mall is not None:
            self.mall.close()
        self._base.close()
        self._copy.close()


def _name(world: World) -> str:
    return f"apart-{id(world)}"


_made: list[sqlite3.Connection] = []


def _template() -> sqlite3.Connection:
    """The database of a mall with its chain, made once."""
    if not _made:
        held = sqlite3.connect("file:/apart-template?vfs=memdb", uri=True, check_same_thread=False)

        class _Began:
            def now(self) -> datetime:
                return BEGIN

        mall = Mall("sqlite:///file:/apart-template?vfs=memdb&uri=true", clock=_Began())
        mall.seed(_SEED)
        mall.close()
        _made.append(held)
    return _made[0]
