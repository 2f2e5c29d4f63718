"""A till in simulated time: its real sender over a journal in memory, and the wire it has."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Coroutine, Generator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.apart_disk import Journal
from pos.domain.calendar import KST
from pos.domain.catalogue import Name
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import DrawerOpened, EpochOpened, Fact, SaleCompleted
from pos.domain.journal import START, make_entry, write_time
from pos.domain.sale import Sale, SaleLine
from pos.domain.signed import SIGNED
from pos.domain.tender import Payment
from pos.mall.chain import Mall
from pos.mall.entrance import Asked
from pos.sync import contract, signing
from pos.sync.bringing_back import BringingBack
from pos.sync.contract import Enrol, LostEntries, Push, PushAnswer, Standing, TillName
from pos.sync.conversation import Identity
from pos.sync.loop import SyncLoop
from pos.till.books import Sent
from pos.till.feed import FeedPage, MemberSent, StaffSent
from pos.till.reading import read_page

if TYPE_CHECKING:
    from benchmarks.apart_world import World

T = TypeVar("T")
BEGIN = datetime(2026, 11, 2, 9, tzinfo=KST)
GIVES_UP = 10.0
"""Seconds after which a till waits for an answer no longer."""


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
        chance, identity = self.world.chance, Identity(self.name, self.mall_key)
        disk, network = _Lane(chance, 0.02), _Lane(chance, 0.4)
        self.loop = SyncLoop(
            outbox=self.disk,
            wire=self,
            identity=identity,
            disk=disk,
            network=network,
            abreast=BringingBack(own=self.disk, wire=self, identity=identity, disk=disk, network=network),
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
        return read_page(body, signature=signature, asked_at=asked.at)

    def standing(self, seq: int) -> Standing:
        asked = self._asked("GET", contract.STANDING.format(seq=seq))
        return self._over(lambda mall: mall.archive.standing(asked, seq))

    def lost(self, since: int) -> LostEntries:  # noqa: ARG002 - this till never lost anything
        raise Unavailable("mall.unreachable")

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
