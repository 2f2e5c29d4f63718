"""Tills, a network and a mall in simulated time, all from one seed: what is lost, late, doubled, restarted, and when.

The senders and the mall are the real ones; the journal is kept in memory, since what a till's disk keeps is proved
elsewhere. Nothing waits: time is a number, and the next thing to happen is taken from a heap.
"""

from __future__ import annotations

import heapq
import itertools
import random
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Generator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.calendar import KST
from pos.domain.catalogue import Name
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import DrawerOpened, EpochOpened, Fact, SaleCompleted
from pos.domain.journal import START, Entry, make_entry, write_time
from pos.domain.sale import Sale, SaleLine
from pos.domain.signed import SIGNED
from pos.domain.tender import Payment
from pos.mall.chain import Mall
from pos.mall.entrance import Asked
from pos.sync import contract, signing
from pos.sync.contract import Enrol, Push, PushAnswer, TillName
from pos.sync.conversation import Identity
from pos.sync.loop import SyncLoop
from pos.till.abreast import Line
from pos.till.books import Sent
from pos.till.feed import FeedPage, MemberSent, StaffSent
from pos.till.reading import read_page

T = TypeVar("T")
BEGIN = datetime(2026, 11, 2, 9, tzinfo=KST)
GIVES_UP = 10.0
"""Seconds after which a till waits for an answer no longer."""

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
    till_dies: float
    clock_jumps: float

    @classmethod
    def of(cls, chance: random.Random) -> Weather:
        """A seed's weather: each seed has its own mixture, from fair to foul."""
        foul = chance.choice((0.1, 0.4, 1.0))
        return cls(*(chance.random() * foul * most for most in (0.5, 0.5, 0.3, 0.3, 0.1, 0.15, 0.1)))


CALM = Weather(0, 0, 0, 0, 0, 0, 0)


class MallDied(BaseException):
    """The mall's process ends, wherever it is; nothing catches that."""


class Shifted:
    """A clock that may be wrong: simulated time, and so many seconds off it."""

    def __init__(self, world: World) -> None:
        self._world, self.off = world, 0.0

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self._world.now + self.off)


class _Pause:
    """Handed to the scheduler by a story that waits: do `call` after `before` seconds, go on after what it takes."""

    def __init__(self, before: float, call: Callable[[], Any]) -> None:
        self.before, self.call = before, call

    def __await__(self) -> Generator[_Pause, Any, Any]:
        return (yield self)


class _Lane:
    """A lane whose calls take simulated time."""

    def __init__(self, chance: random.Random, most_seconds: float) -> None:
        self._chance, self._most = chance, most_seconds

    def run(self, call: Callable[[], T]) -> Awaitable[T]:
        return _Pause(self._chance.random() * self._most, call)


class World:
    """One seed, played. `now` is in seconds; everything random comes from `chance`."""

    def __init__(self, seed: int, *, tills: int = 3, mall: type[Mall] = Mall) -> None:
        self.chance, self.now = random.Random(seed), 0.0
        self.weather = Weather.of(self.chance)
        self._kind, self._order = mall, itertools.count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._base = sqlite3.connect(f"file:/{_name(self)}?vfs=memdb", uri=True)
        _template().backup(self._base)
        self.clock, self.to_die, self.price = Shifted(self), 0, 7_200
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
            self.mall.catch_up()

    def mall_dies(self) -> None:
        """The mall's process is gone, and comes back after a while."""
        if self.mall is not None:
            self.mall.close()
            self.mall = None
            self.later(self.chance.uniform(1, 90), self.mall_starts)

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


@dataclass
class Journal:
    """What is on a till's disk: it outlives the program. `next` is how far the mall has confirmed it."""

    entries: list[Entry] = field(default_factory=list)
    next: int = 1
    arrived: int = 0
    price: int = 0

    def unsent(self, *, most: int, most_bytes: int) -> tuple[Entry, ...]:  # noqa: ARG002 - what a batch weighs is the mall's to say
        return tuple(self.entries[self.next - 1 : self.next - 1 + most])

    def next_expected(self) -> int:
        return self.next

    def acknowledged(self, next_seq: int) -> None:
        self.next = max(self.next, next_seq)

    def lines(self) -> tuple[Line, ...]:
        return ()

    def feed_is_signed(self) -> bool:
        return self.arrived > 0

    def unsent_recipients(self, *, most: int) -> tuple[Sent, ...]:  # noqa: ARG002 - there are none
        return ()

    def recipient_sent(self, recipient_id: str) -> None: ...

    def unsent_members(self, *, most: int) -> tuple[MemberSent, ...]:  # noqa: ARG002 - there are none
        return ()

    def member_sent(self, sent: MemberSent) -> None: ...

    def unsent_staff(self, *, most: int) -> tuple[StaffSent, ...]:  # noqa: ARG002 - there are none
        return ()

    def staff_sent(self, sent: StaffSent) -> None: ...

    def cursor(self) -> int:
        return self.arrived

    def arrive(self, page: FeedPage) -> tuple[str, ...]:
        self.arrived = page.cursor
        for product in page.products:
            self.price = product.prices[-1].won
        return ()


class SimulatedTill:
    """A till's sender over a journal in memory, and the wire it has."""

    def __init__(self, world: World, name: TillName) -> None:
        self.world, self.name = world, name
        self.key = Ed25519PrivateKey.from_private_bytes(world.chance.randbytes(32))
        self.disk, self.clock = Journal(), Shifted(world)
        self.loop: SyncLoop | None = None
        self._story: Coroutine[Any, Any, None] | None = None
        self._life = 0
        assert world.mall is not None
        self.mall_key = world.mall.enrol(self._enrolment(world.mall.invite(name))).mall_key
        self.writes(EpochOpened(name.boutique, "enrolled", self.key.public_key().public_bytes_raw().hex()))
        self.starts()

    # --- the program ---

    def starts(self) -> None:
        """The till's program comes up: what it knows is on its disk."""
        if self.loop is not None:
            return
        self._life += 1
        chance = self.world.chance
        self.loop = SyncLoop(
            outbox=self.disk,
            wire=self,
            identity=Identity(self.name, self.mall_key),
            disk=_Lane(chance, 0.02),
            network=_Lane(chance, 0.4),
            clock=self.clock,
            monotonic=lambda: self.world.now,
            chance=chance.random,
        )
        self._tick(self._life)

    def dies(self) -> None:
        """The program is gone, wherever it was; it is started again after a while."""
        if self.loop is not None:
            if self._story is not None:
                self._story.close()
            self.loop = self._story = None
            self.world.later(self.world.chance.uniform(1, 60), self.starts)

    def sells(self) -> None:
        """A sale is on disk, and the sender is told."""
        self.writes(SaleCompleted(self._sale(len(self.disk.entries) + 1)))
        if self.loop is not None:
            self.loop.wake()

    def jumps(self) -> None:
        """The clock is wrong from now on, by minutes or hours."""
        self.clock.off = self.world.chance.choice((-7200.0, -200.0, 200.0, 3600.0, 0.0))

    def _tick(self, life: int) -> None:
        """As the application does: look whether a step is due, four times a second."""
        if life != self._life or self.loop is None:
            return
        if self._story is None and self.loop.due(self.world.now):
            self._story = self.loop.step()
            self._go_on(life, lambda story: story.send(None))
        self.world.later(0.25, lambda: self._tick(life))

    def _go_on(self, life: int, how: Callable[[Coroutine[Any, Any, None]], _Pause]) -> None:
        if life != self._life or self._story is None:
            return
        try:
            pause = how(self._story)
        except StopIteration:
            self._story = None
            return
        self.world.later(pause.before, lambda: self._do(life, pause))

    def _do(self, life: int, pause: _Pause) -> None:
        """Make the call a story waits for; what it took goes by before the story hears of it."""
        if life != self._life or self._story is None:
            return
        self._waited = 0.0
        try:
            result = pause.call()
        except (Refused, Unavailable) as error:
            failed = error
            self.world.later(self._waited, lambda: self._go_on(life, lambda story: story.throw(failed)))
        else:
            self.world.later(self._waited, lambda: self._go_on(life, lambda story: story.send(result)))

    # --- the journal ---

    def writes(self, fact: Fact) -> None:
        """Write the next entry; its time never runs back."""
        held = self.disk.entries
        at = write_time(self.clock.now())
        entry = make_entry(
            fact,
            till=self.name.till,
            epoch=1,
            seq=len(held) + 1,
            at=max(at, held[-1].at) if held else at,
            day=date(2026, 11, 2),
            who="C1",
            previous=held[-1].hash if held else START,
        )
        signature = self.key.sign(entry.hash) if entry.kind in SIGNED else b""
        held.append(msgspec.structs.replace(entry, signature=signature))

    def opens_drawer(self) -> None:
        """Something that is no sale, and unsigned."""
        self.writes(DrawerOpened("change"))

    def _sale(self, number: int) -> Sale:
        units = self.world.chance.randrange(1, 9)
        won, vat = 7_200 * units, 7_200 * units * 10 // 110
        line = SaleLine("ARIA", Name("아리아", "Aria"), "original", "taxable", units, 7_200, won)
        at = self.clock.now()
        paid = (Payment("p1", "cash", won, handed_over=won),)
        name, sale = self.name, f"{self.name.till}-{number}"
        return Sale(
            *(sale, name.boutique, name.till, number, date(2026, 11, 2), at, "C1", "S1", "2026", (line,)),
            *(won, 0, won, won, 0, vat, paid),
        )

    # --- the wire ---

    def push(self, push: Push) -> PushAnswer:
        asked = self._asked("POST", contract.JOURNAL, msgspec.json.encode(push))
        return self._over(lambda mall: mall.push(asked))

    def feed(self, cursor: int) -> FeedPage:
        asked = self._asked("GET", f"{contract.FEED}?cursor={cursor}")
        body, signature = self._over(lambda mall: mall.signed_feed(asked, cursor))
        return read_page(body, signature=signature)

    def put_recipient(self, sent: Sent) -> None: ...

    def put_member(self, sent: MemberSent) -> None: ...

    def put_staff(self, sent: StaffSent) -> None: ...

    def _over(self, ask: Callable[[Mall], T]) -> T:
        """One request over a network that may do anything with it but change it."""
        world, weather, chance = self.world, self.world.weather, self.world.chance
        if chance.random() < weather.till_dies:
            world.later(chance.random(), self.dies)
        fate = chance.random()
        if fate < weather.request_lost:
            raise self._nothing_came()
        if chance.random() < weather.late:
            self._arrives_later(ask, chance.uniform(GIVES_UP, 400))
            raise self._nothing_came()
        if chance.random() < weather.doubled:
            self._arrives_later(ask, chance.uniform(0, 400))
        answer = world.asks(ask)
        if chance.random() < weather.answer_lost:
            raise self._nothing_came()
        return answer

    def _nothing_came(self) -> Unavailable:
        is_quick = self.world.chance.random() < 0.5
        self._waited = 0.0 if is_quick else GIVES_UP
        return Unavailable("mall.unreachable" if is_quick else "mall.slow")

    def _arrives_later(self, ask: Callable[[Mall], Any], seconds: float) -> None:
        """A request that was long on its way, or came twice; nobody waits for what the mall says to it."""

        def arrive() -> None:
            try:
                self.world.asks(ask)
            except (Refused, Unavailable):
                return

        self.world.later(seconds, arrive)

    def _asked(self, method: str, target: str, body: bytes = b"") -> Asked:
        at = write_time(self.clock.now())
        told = signing.request_bytes(self.name, method=method, target=target, at=at, body=body)
        return Asked(method, target, str(self.name), at, self.key.sign(told), body)

    def _enrolment(self, code: str) -> Enrol:
        public = self.key.public_key().public_bytes_raw()
        return Enrol(code, public, self.key.sign(signing.enrol_bytes(code, public)))
