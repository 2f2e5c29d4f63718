"""Asks the mall what it holds of each day and compares: the sender's last track, after everything else.

An older mall that cannot be asked is asked again later, and nothing is held up. It changes nothing at either end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from pos.domain.agreement import Checked, Due, Halving, differing
from pos.domain.calendar import KST
from pos.domain.errors import TillError, Unavailable
from pos.domain.journal import Entry, write_time
from pos.sync.contract import DayAnswer
from pos.sync.conversation import Identity
from pos.sync.signing import day_bytes, is_signed
from pos.till.agreements import Agreements
from pos.till.ports import Clock, Lane

AGAIN = timedelta(hours=1)
"""What was not the same is looked at again: the mall may have read it meanwhile, or somebody put it right."""
REST = 600.0
OLDER = 3_600.0
"""Seconds until the next look where nobody hears of anything, and where the mall is too old to be asked."""

_LANDMARKS = frozenset({"ShiftCounted", "ShiftClosed", "ShiftOpened"})


class Holder(Protocol):
    """The way to the mall. Raises Refused and Unavailable, nothing else."""

    def day(self, day: str, until: int) -> DayAnswer:
        """What the mall holds of a business day up to a place."""


class Agreeing:
    """One look: every day that is due is asked about, compared and kept."""

    def __init__(
        self,
        store: Agreements,
        wire: Holder,
        *,
        identity: Identity,
        disk: Lane,
        network: Lane,
        clock: Clock,
        on_found: Callable[[Checked], None] = lambda _found: None,
    ) -> None:
        """`on_found` hears of each day that was compared."""
        self._store, self._wire, self._identity = store, wire, identity
        self._disk, self._network, self._clock = disk, network, clock
        self._on_found = on_found

    def is_called_by(self, entries: Iterable[Entry]) -> bool:
        """Whether what the mall has just taken in is something after which somebody wants to know what it holds."""
        return any(entry.kind in _LANDMARKS for entry in entries)

    async def look(self) -> float:
        """Ask about one day that is due; how many seconds to rest then, none while more of them wait.

        Entries go first between any two: a mall that takes long over each holds up no sale.
        """
        before = self._clock.now() - AGAIN
        due = await self._disk.run(lambda: self._store.due(again_before=_written(before)))
        try:
            for one in due[:1]:
                await self._compare(one)
        except TillError as error:
            if error.code == "mall.older":
                return OLDER
            raise
        return 0.0 if len(due) > 1 else REST

    async def _compare(self, due: Due) -> None:
        ours = await self._disk.run(partial(self._store.figures, due.day, due.until))
        answer = await self._network.run(partial(self._ask, due.day, due.until))
        at = _written(self._clock.now())
        found = Checked(due.day, at, ours, answer.held, answer.unread)
        if found.verdict == "differs":
            places = await self._disk.run(partial(self._store.places, due.day, due.until))
            first = await self._first(due.day, places)
            found = Checked(due.day, at, ours, answer.held, answer.unread, first)
        await self._disk.run(partial(self._store.keep, found))
        self._on_found(found)

    async def _first(self, day: str, places: tuple[int, ...]) -> int:
        """With which of our entries the difference begins; 0 where we have none of that day."""
        if not places:
            return 0
        search = Halving.of(places)
        while place := search.next:
            ours = await self._disk.run(partial(self._store.figures, day, place))
            theirs = (await self._network.run(partial(self._ask, day, place))).held
            search = search.heard(is_same=not differing(ours, theirs))
        return search.found

    def _ask(self, day: str, until: int) -> DayAnswer:
        """On the network lane. Raises Unavailable("mall.garbage") for what is not the mall's word on just this."""
        answer = self._wire.day(day, until)
        told = day_bytes(self._identity.name, answer, until=until)
        if not is_signed(told, signature=answer.signature, public_key=self._identity.mall_key):
            raise Unavailable("mall.garbage", cause="signature")
        if answer.day != day:
            raise Unavailable("mall.garbage", cause="day")
        return answer


def _written(moment: datetime) -> str:
    return write_time(moment.astimezone(KST))
