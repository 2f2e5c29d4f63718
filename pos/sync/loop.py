"""The one sender: it brings journal and letters to the mall, the feed to the till, a step at a time, for ever.

It has no thread and no timer of its own: the application asks `due` and drives `step`. It never says failed, only since
when nothing got through.
"""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Literal, Protocol, TypeAlias

from pos.domain.errors import Refused, TillError
from pos.sync import pacing
from pos.sync.agreeing import Agreeing
from pos.sync.bringing_back import BringingBack
from pos.sync.contract import MOST_ENTRIES, MOST_ENTRY_BYTES, Push, PushAnswer
from pos.sync.conversation import Identity, checked_page, connection_after, digest, is_passing, next_push
from pos.sync.letters import Carrier, Letters, bring
from pos.sync.pacing import Batch, Pace
from pos.till.connection import Connection
from pos.till.feed import FeedPage
from pos.till.ports import Clock, Lane, Outbox

_Track: TypeAlias = Literal["push", "letter", "feed", "agreement"]
_ONE_LETTER = "mall.busy"
"""The mall is there and cannot take a letter: that may be the letter's fault, so that all else goes on."""
_SHUT_OUT = "mall.revoked"
"""Said before all else that is wrong: whoever hears it has to do something at once."""


class Wire(Carrier, Protocol):
    """The way to the mall; blocking, used on the network lane only. Raises Refused and Unavailable, nothing else."""

    def push(self, push: Push) -> PushAnswer:
        """Send entries."""

    def feed(self, cursor: int) -> FeedPage:
        """Ask what changed."""


class SyncLoop:
    """Brings entries up and the feed down, in steps."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        wire: Wire,
        identity: Identity,
        disk: Lane,
        network: Lane,
        clock: Clock,
        poll: float = 20.0,
        monotonic: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
        on_connection: Callable[[Connection], None] = lambda _connection: None,
        on_arrival: Callable[[FeedPage, tuple[str, ...]], None] = lambda _page, _refused: None,
        agreeing: Agreeing | None = None,
        abreast: BringingBack | None = None,
    ) -> None:
        """`poll` is how many seconds to rest when all is sent; `on_arrival` gets each page that brought something."""
        self._outbox, self._wire, self._identity = outbox, wire, identity
        self._disk, self._network, self._clock = disk, network, clock
        self._poll, self._monotonic, self._chance = poll, monotonic, chance
        self._on_connection, self._on_arrival = on_connection, on_arrival
        self._paces: dict[_Track, Pace] = {"push": Pace(), "letter": Pace(), "feed": Pace()}
        self._troubles: dict[_Track, TillError] = {}
        self._letters = Letters(outbox)
        self._agreeing = agreeing
        self._abreast = abreast
        if agreeing is not None:
            self._paces["agreement"] = Pace()
        self._batch = Batch()
        self._lively_at = monotonic()
        self._busy = False
        self._called: list[Callable[[], None]] = []
        self.connection = Connection("starting")
        self.trouble: TillError | None = None
        self.heard: datetime | None = None
        self.fed: datetime | None = None

    def due(self, monotonic: float) -> bool:
        """Whether it is time for a step, and none is under way."""
        return not self._busy and monotonic >= min(pace.due for pace in self._paces.values())

    @property
    def is_trying(self) -> bool:
        """Whether a step is under way."""
        return self._busy

    def next_in(self) -> float:
        """Seconds until the next step is due."""
        return max(0.0, min(pace.due for pace in self._paces.values()) - self._monotonic())

    def wake(self) -> None:
        """Something was just written: send it now, unless the mall is being given time."""
        if self._busy:
            self._called.append(self.wake)
        elif not self._paces["push"].failures:
            self._paces["push"] = Pace(self._monotonic())

    def insist(self) -> None:
        """A person, or a network that came back, wants the next try now."""
        if self._busy:
            self._called.append(self.insist)
            return
        self._paces = dict.fromkeys(self._paces, Pace(self._monotonic()))
        self._lively_at = self._monotonic()

    def answered(self) -> None:
        """The mall answered somebody at the counter: where it was out of reach, it is not any more."""
        if any(error.code == "mall.unreachable" for error in self._troubles.values()):
            self.insist()

    async def step(self) -> None:
        """One exchange: entries up, then letters about what the mall holds, or where there are none the feed down.

        What goes wrong shows in `connection`.
        """
        if self._busy:
            return
        self._busy = True
        try:
            exchanges: dict[_Track, Callable[[], Awaitable[float | None]]] = {
                "push": self._bring,
                "letter": self._deliver,
                "feed": self._fetch,
                "agreement": self._agree,
            }
            for track in tuple(self._paces):
                if await self._try(track, exchanges[track]):
                    break
            self._tell()
        finally:
            self._busy = False
            called, self._called = self._called, []
            for call in called:
                call()

    async def _try(self, track: _Track, exchange: Callable[[], Awaitable[float | None]]) -> bool:
        """Run one exchange if it is due; True where the other one has to wait for the next step."""
        if self._monotonic() < self._paces[track].due:
            return False
        before = self._paces[track]
        self._paces[track] = before.failed(self._monotonic(), self._chance())  # a bug must not make it spin
        try:
            rest = await exchange()
        except TillError as error:
            self._troubles[track] = error
            return self._later(track, before, error)
        self._troubles.pop(track, None)
        self._paces[track] = Pace(self._monotonic() + (self._rest() if rest is None else rest))
        return track in ("push", "letter") and rest is not None

    def _later(self, track: _Track, before: Pace, error: TillError) -> bool:
        """When to do it again; True where the mall is away, so that all else waits as long."""
        now = self._monotonic()
        if self._abreast is not None:
            self._abreast.is_due = True
        if track == "push" and error.code == "mall.too_large" and self._batch.most > 1:
            self._paces[track] = Pace(now + pacing.SHORTEST)  # less is another question
            return False
        longest, asked_for = pacing.longest_after(error), pacing.asked_for_by(error)
        self._paces[track] = later = before.failed(now, self._chance(), longest=longest, asked_for=asked_for)
        is_away = is_passing(error) and not (track == "letter" and error.code == _ONE_LETTER)
        if is_away:
            self._paces = {name: _slower(pace, later) for name, pace in self._paces.items()}
        return is_away

    def _rest(self) -> float:
        return pacing.rest_of_feed(self._poll, quiet_for=self._monotonic() - self._lively_at)

    async def _bring(self) -> float | None:
        """Send what is not acknowledged; None where that is nothing."""
        if self._abreast is not None:
            await self._abreast.check()
        entries = await self._disk.run(lambda: self._outbox.unsent(most=MOST_ENTRIES, most_bytes=MOST_ENTRY_BYTES))
        if not entries:
            return None
        self._lively_at = self._monotonic()
        lines = await self._disk.run(self._outbox.lines)
        push = next_push(entries, most=self._batch.most, lines=lines)
        sent = len(push.entries)
        later, identity = entries[sent:], self._identity
        try:
            next_seq = await self._network.run(
                lambda: digest(push, self._wire.push(push), identity=identity, later=later)
            )
        except TillError as error:
            if pacing.is_too_much(error):
                self._batch = self._batch.shrunk(sent)
            raise
        self._batch = self._batch.grown(sent)
        self._heard()
        await self._disk.run(lambda: self._outbox.acknowledged(next_seq))
        if self._agreeing is not None and self._agreeing.is_called_by(push.entries):
            self._paces["agreement"] = Pace(self._monotonic())
        if not self._paces["letter"].failures:
            self._paces["letter"] = Pace(self._monotonic())
        feed = self._paces["feed"]
        if not feed.failures:  # what the mall makes of it is soon there to be heard
            self._paces["feed"] = Pace(min(feed.due, self._monotonic() + self._poll))
        return 0.0

    async def _deliver(self) -> float | None:
        """Bring letters; None where there are none. One that the mall refuses stops no other."""
        waiting = await self._disk.run(self._letters.waiting)
        failed: TillError | None = None
        for letter in waiting:
            try:
                await self._network.run(partial(bring, self._wire, letter))
            except TillError as error:
                self._letters.came_back(letter)
                if is_passing(error):
                    raise
                failed = error
            else:
                self._heard()
                await self._disk.run(partial(self._letters.arrived, letter))
        if failed is not None:
            raise failed
        return 0.0 if waiting else None

    async def _fetch(self) -> float | None:
        """Ask what changed and let it arrive; None where that was all."""
        outbox = self._outbox
        cursor, is_signed = await self._disk.run(lambda: (outbox.cursor(), outbox.feed_is_signed()))
        checked = partial(checked_page, asked=cursor, identity=self._identity, must_be_signed=is_signed)
        try:
            page = await self._network.run(lambda: checked(self._wire.feed(cursor)))
        except Refused as refused:
            if refused.code != "mall.behind" or not cursor:
                raise
            await self._disk.run(outbox.begin_anew)  # the mall was put back to an old copy: all it has is told again
            return 0.0
        self._heard()
        self.fed = self._clock.now()
        if page.cursor != cursor:
            self._lively_at = self._monotonic()
            left_out = await self._disk.run(lambda: self._outbox.arrive(page))
            self._on_arrival(page, left_out)
        return 0.0 if page.more else None

    async def _agree(self) -> float | None:
        """Hold the days against the mall's."""
        return await self._agreeing.look() if self._agreeing is not None else None

    def _heard(self) -> None:
        """The mall answered, and heard this till: nothing is out of reach, and who waited for that waits no more."""
        self.heard = self._clock.now()
        waited = {track for track, error in self._troubles.items() if error.code in pacing.NO_WAY}
        self._paces |= dict.fromkeys(waited, Pace(self._monotonic()))
        self._troubles = {
            track: error for track, error in self._troubles.items() if not (track in waited or is_passing(error))
        }

    def _tell(self) -> None:
        troubles = [self._troubles[track] for track in self._paces if track in self._troubles]
        self.trouble = error = min(troubles, key=lambda trouble: trouble.code != _SHUT_OUT, default=None)
        connection = connection_after(self.connection, error, now=self._clock.now())
        if connection != self.connection:
            self.connection = connection
            self._on_connection(connection)


def _slower(pace: Pace, other: Pace) -> Pace:
    return Pace(max(pace.due, other.due), max(pace.failures, other.failures))
