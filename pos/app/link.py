"""The way to the mall as the counter sees it, put together from the sender, the network and the disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pos.app.network import Watch, read_network
from pos.till.connection import Backlog, LinkState
from pos.till.ports import Lane

if TYPE_CHECKING:
    from pos.app.bootstrap import House, Lanes
    from pos.sync.loop import SyncLoop

BEATS = 8
"""So many beats of the program between two looks at the network: two seconds."""


class MallLink:
    """Implements `pos.till.connection.Link`. Mutable: it counts beats; belongs to the counter's thread."""

    def __init__(
        self, sync: SyncLoop, watch: Watch, *, disk: Lane, network: Lane, count: Callable[[], Backlog]
    ) -> None:
        self._sync, self._watch, self._disk, self._lane, self._count = sync, watch, disk, network, count
        self._beats = 0

    def state(self) -> LinkState:
        """See `Link`."""
        sync, trouble = self._sync, self._sync.trouble
        return LinkState(
            connection=sync.connection,
            facts={} if trouble is None else trouble.facts,
            heard=sync.heard,
            fed=sync.fed,
            next_in=sync.next_in(),
            is_trying=sync.is_trying,
            network=self._watch.network,
        )

    async def backlog(self) -> Backlog:
        """See `Link`."""
        return await self._disk.run(self._count)

    async def try_now(self) -> LinkState:
        """See `Link`."""
        self._watch.look()
        while self._sync.is_trying:  # behind what is under way, on the lane that it waits on
            await self._lane.run(lambda: None)
            await self._disk.run(lambda: None)
        self._sync.insist()
        await self._sync.step()
        return self.state()

    def beat(self) -> bool:
        """The program's beat; True where the network is another. The sender tries at once where there is a way."""
        self._beats += 1
        if self._beats % BEATS:
            return False
        before = self._watch.network
        if self._watch.look():
            self._sync.insist()
        return self._watch.network != before

    def mall_answered(self) -> None:
        """Somebody at the counter was answered by the mall."""
        self._sync.answered()


def make_link(house: House, sync: SyncLoop, lanes: Lanes) -> MallLink:
    """The way to this till's mall."""
    from pos.storage.backlog import count_backlog

    url, outbox = house.settings.mall, house.outbox
    return MallLink(
        sync,
        Watch(lambda: read_network(url)),
        disk=lanes.disk,
        network=lanes.network,
        count=lambda: count_backlog(house.database, outbox),
    )
