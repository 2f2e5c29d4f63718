"""The one sender: it brings journal and letters to the mall, the feed to the till, a step at a time, for ever.

It has no thread and no timer of its own: the application asks `due` and drives `step`. It never says failed, only since
when nothing got through.
"""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal, Protocol, TypeAlias

from pos.domain.errors import TillError
from pos.sync.contract import MOST_ENTRIES, MOST_ENTRY_BYTES, Push, PushAnswer
from pos.sync.conversation import (
    Connection,
    Identity,
    Pace,
    checked_page,
    connection_after,
    digest,
    is_passing,
    next_push,
)
from pos.sync.letters import Carrier, Letters, bring
from pos.till.feed import FeedPage
from pos.till.ports import Clock, Lane, Outbox

_Track: TypeAlias = Literal["push", "letter", "feed"]
_ONE_LETTER = "mall.busy"
"""The mall is there and cannot take a letter: that may be the letter's fault, so that all else goes on."""


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
    ) -> None:
        """`poll` is how many seconds to rest when all is sent; `on_arrival` gets each page that brought something."""
        self._outbox, self._wire, self._identity = outbox, wire, identity
        self._disk, self._network, self._clock = disk, network, clock
        self._poll, self._monotonic, self._chance = poll, monotonic, chance
        self._on_connection, self._on_arrival = on_connection, on_arrival
        self._paces: dict[_Track, Pace] = {"push": Pace(), "letter": Pace(), "feed": Pace()}
        self._troubles: dict[_Track, TillError] = {}
        self._letters = Letters(outbox)
        self._busy = False
        self._called: list[Callable[[], None]] = []
        self.connection = Connection("starting")

    def due(self, monotonic: float) -> bool:
        """Whether it is time for a step, and none is under way."""
        return not self._busy and monotonic >= min(pace.due for pace in self._paces.values())

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

    async def step(self) -> None:
        """One exchange: entries up, then letters about what the mall holds, or where there are none the feed down.

        What goes wrong shows in `connection`.
        """
        if self._busy:
            return
        self._busy = True
        try:
            if not await self._try("push", self._bring) and not await self._try("letter", self._deliver):
                await self._try("feed", self._fetch)
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
        self._paces[track] = later = self._paces[track].failed(self._monotonic(), self._chance())
        try:
            rest = await exchange()
        except TillError as error:
            self._troubles[track] = error
            is_away = is_passing(error) and not (track == "letter" and error.code == _ONE_LETTER)
            if is_away:
                self._paces = {name: _slower(pace, later) for name, pace in self._paces.items()}
            return is_away
        self._troubles.pop(track, None)
        self._paces[track] = Pace(self._monotonic() + (self._poll if rest is None else rest))
        return track != "feed" and rest is not None

    async def _bring(self) -> float | None:
        """Send what is not acknowledged; None where that is nothing."""
        entries = await self._disk.run(lambda: self._outbox.unsent(most=MOST_ENTRIES, most_bytes=MOST_ENTRY_BYTES))
        if not entries:
            return None
        push = next_push(entries)
        next_seq = await self._network.run(lambda: digest(push, self._wire.push(push), identity=self._identity))
        self._heard()
        await self._disk.run(lambda: self._outbox.acknowledged(next_seq))
        if not self._paces["letter"].failures:
            self._paces["letter"] = Pace(self._monotonic())
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
        cursor = await self._disk.run(self._outbox.cursor)
        page = await self._network.run(lambda: checked_page(self._wire.feed(cursor), asked=cursor))
        self._heard()
        if page.cursor != cursor:
            refused = await self._disk.run(lambda: self._outbox.arrive(page))
            self._on_arrival(page, refused)
        return 0.0 if page.more else None

    def _heard(self) -> None:
        """The mall answered, so that nothing is out of reach, whatever it was before."""
        self._troubles = {track: error for track, error in self._troubles.items() if not is_passing(error)}

    def _tell(self) -> None:
        error = next((self._troubles[track] for track in self._paces if track in self._troubles), None)
        connection = connection_after(self.connection, error, now=self._clock.now())
        if connection != self.connection:
            self.connection = connection
            self._on_connection(connection)


def _slower(pace: Pace, other: Pace) -> Pace:
    return Pace(max(pace.due, other.due), max(pace.failures, other.failures))
