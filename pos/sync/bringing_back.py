"""Holding this till's journal against the mall's copy of it, and asking back what is missing here.

It believes the mall only what the mall signed, and of entries only what follows and bears this till's own signature.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pos.domain.epochs import Follows
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.money import Won
from pos.sync.contract import LostEntries, Standing
from pos.sync.conversation import Identity
from pos.sync.signing import is_signed, standing_bytes
from pos.till.abreast import Abreast, OwnJournal
from pos.till.ports import Lane

_CANNOT_BE_ASKED = frozenset({"mall.older", "mall.refused"})
"""What an older mall says when it is asked how it has a journal."""


class LostWire(Protocol):
    """The way to the mall for this; blocking, used on the network lane only."""

    def standing(self, seq: int) -> Standing:
        """How the mall has this till's journal, and what stands at a place of it."""

    def lost(self, since: int) -> LostEntries:
        """Entries from a place on."""


class BringingBack:
    """Implements `pos.till.abreast.Lost`. Mutable: it remembers what was found, and whether to look again."""

    def __init__(
        self,
        *,
        own: OwnJournal,
        wire: LostWire,
        identity: Identity,
        disk: Lane,
        network: Lane,
        on_found: Callable[[Abreast], None] = lambda _found: None,
        on_back: Callable[[int, int], None] = lambda _expects, _confirmed: None,
    ) -> None:
        """`on_found` hears what changed, `on_back` that the mall expects less than it had confirmed."""
        self._own, self._wire, self._identity = own, wire, identity
        self._disk, self._network = disk, network
        self._on_found, self._on_back = on_found, on_back
        self.is_due = True
        self._found = Abreast()

    @property
    def found(self) -> Abreast:
        """See Lost."""
        return self._found

    @property
    def public_key(self) -> str:
        """See Lost."""
        return self._own.public_key()

    async def remember(self) -> Abreast:
        """While the mall cannot be asked: what was found before the last stop still holds."""
        end, until = await self._disk.run(lambda: (self._own.end(), self._own.behind_until()))
        if until:
            self._take(Abreast("behind", end, missing=max(0, until - end.seq)))
        return self._found

    async def look(self) -> Abreast:
        """See Lost."""
        try:
            found = await self._confirmed(await self._compared())
        except TillError as error:
            if error.code not in _CANNOT_BE_ASKED:
                raise
            found = Abreast()  # what it says to a push is all there is
        self.is_due = found.state in ("behind", "apart")
        self._take(found)
        return found

    async def check(self) -> None:
        """Before anything is sent, where there is a reason to look. Raises Refused("mall.ahead") for an old copy.

        A till that went another way sends on: the mall refuses that, and raises its alarm.
        """
        if not self.is_due:
            return
        found = await self.look()
        if found.state == "behind":
            raise Refused("mall.ahead", count=found.missing)

    async def take_back_page(self, since: int) -> int:
        """See Lost."""
        page = await self._network.run(lambda: self._wire.lost(since))
        if not page.entries:
            return 0
        return await self._disk.run(lambda: self._own.take_back(page.entries))

    async def cards_left(self) -> tuple[int, Won]:
        """See Lost."""
        return await self._disk.run(self._own.cards_left)

    # -----------------------------------------------------------------------------------------------------------

    def _take(self, found: Abreast) -> None:
        if found != self._found:
            self._found = found
            self._on_found(found)

    async def _compared(self) -> Abreast:
        end, until, confirmed = await self._disk.run(
            lambda: (self._own.end(), self._own.behind_until(), self._own.confirmed())
        )
        told = await self._ask(end.seq)
        last = told.next - 1
        here = end if last >= end.seq else await self._disk.run(lambda: self._own.at(last))
        if here.hash != told.hash.hex():
            return await self._parted(told, end)
        common = Follows(told.held_in, here.seq, here.hash)
        if last > end.seq or until:
            if last > until and not await self._disk.run(lambda: self._own.set_behind(last, end=end)):
                return await self._compared()  # somebody wrote meanwhile: it is not behind, it went another way
            return Abreast("behind", common, missing=max(0, last - end.seq), epoch=told.epoch)
        if told.next < confirmed:
            await self._disk.run(lambda: self._own.went_back(told.next))
            self._on_back(told.next, confirmed)
        return Abreast("abreast", common, epoch=told.epoch)

    async def _confirmed(self, found: Abreast) -> Abreast:
        """What both have is sent no more, whichever way it came there."""
        if found.common.seq >= await self._disk.run(self._own.confirmed):
            await self._disk.run(lambda: self._own.confirm(found.common.seq + 1))
        return found

    async def _parted(self, told: Standing, end: Follows) -> Abreast:
        """Where the two ways part: the last place at which both have the same, looked for by halves."""
        same, other = 0, min(end.seq, told.next - 1)
        common = Follows(1, 0, "")
        if self._found.state == "apart" and self._found.epoch == told.epoch:
            same, other, common = self._found.common.seq, 0, self._found.common  # both ways only grow
        while other - same > 1:
            middle = (same + other) // 2
            theirs = await self._ask(middle)
            ours = await self._disk.run(lambda: self._own.at(middle))  # noqa: B023 - it is run here and now
            if theirs.hash.hex() == ours.hash:
                same, common = middle, Follows(theirs.held_in, ours.seq, ours.hash)
            else:
                other = middle
        lines = await self._disk.run(self._own.lines)
        if any(line.epoch > told.epoch and line.follows.hash == common.hash for line in lines):
            return Abreast("abreast", common, epoch=told.epoch)  # it goes on already, and only has to be sent
        return Abreast("apart", common, told.next - 1 - same, end.seq - same, told.epoch, told.allowed)

    async def _ask(self, seq: int) -> Standing:
        told = await self._network.run(lambda: self._wire.standing(seq))
        signed = standing_bytes(self._identity.name, told)
        if not is_signed(signed, signature=told.signature, public_key=self._identity.mall_key):
            raise Unavailable("mall.garbage", cause="signature")
        if told.seq != min(seq, told.next - 1):
            raise Unavailable("mall.garbage", cause="place")
        return told
