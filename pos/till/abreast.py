"""How this till's journal and the mall's copy of it stand to each other. Values and ports; who finds out is a port."""

from __future__ import annotations

from typing import Final, Literal, Protocol, TypeAlias

import msgspec

from pos.domain.epochs import Follows
from pos.domain.journal import Entry
from pos.domain.money import Won

State: TypeAlias = Literal["unknown", "abreast", "behind", "apart"]


class Abreast(msgspec.Struct, frozen=True):
    """What was found when the mall was asked.

    abreast: the mall holds what this till has, or less. behind: an old copy was put back, and the mall holds `missing`
    entries beyond it. apart: the same, and the till wrote `own` entries since, for which the mall has other ones;
    `is_allowed` once the chain's office lets both stand. `common` is the last entry that both have, `epoch` the newest
    at the mall.
    """

    state: State = "unknown"
    common: Follows = Follows(1, 0, "")
    missing: int = 0
    own: int = 0
    epoch: int = 1
    is_allowed: bool = False


class Line(msgspec.Struct, frozen=True):
    """From the place after `follows` on, the mall holds this till's entries under this epoch."""

    epoch: int
    follows: Follows


def epoch_of(lines: tuple[Line, ...], seq: int) -> int:
    """The epoch under which the mall holds a place of this journal."""
    return max((line.epoch for line in lines if line.follows.seq < seq), default=1)


class OwnJournal(Protocol):
    """The till's journal, as it is compared with the mall's copy; used on the disk lane only."""

    def public_key(self) -> str:
        """The key that its entries are checked with, in hexadecimal."""

    def end(self) -> Follows:
        """The newest entry, with the epoch under which the mall holds or will hold it; place 0 in an empty journal."""

    def at(self, seq: int) -> Follows:
        """The same of another entry that there is."""

    def lines(self) -> tuple[Line, ...]:
        """The lives of this journal after its first, in order."""

    def take_back(self, entries: tuple[Entry, ...]) -> int:
        """Write entries that the mall sent back, with everything that follows from them, in one transaction; how many.

        Those after the last that is signed are left for the next time: nothing vouches for them yet. Raises Refused
        ("journal.broken", seq, how) with nothing written unless they follow from the newest entry and are signed by
        this very till.
        """

    def cards_left(self) -> tuple[int, Won]:
        """Card payments since this life began of which money may have moved, and that belong to nothing any more: no
        basket, sale or refund is there, and nobody gave one up. How many, and how much."""

    def confirmed(self) -> int:
        """What the mall said last that it expects."""

    def confirm(self, expects: int) -> None:
        """The mall was found to hold everything before a place; never goes backwards."""

    def behind_until(self) -> int:
        """Up to which place the mall was found to hold entries that this till lacked; 0 once it goes on after them."""

    def set_behind(self, until: int, *, end: Follows) -> bool:
        """Remember it: nothing else is written before this journal goes on after them, also after a restart.

        False where `end` is its end no more: then it went another way meanwhile, and nothing is remembered.
        """

    def went_back(self, expects: int) -> int:
        """The mall lost what it had confirmed: all from there on is sent again, with its letters, and the feed is read
        from its beginning. What it had confirmed."""


class Lost(Protocol):
    """What the mall has of this till's journal. Belongs to the counter's thread; nothing of it waits there."""

    @property
    def found(self) -> Abreast:
        """What was found last."""

    @property
    def public_key(self) -> str:
        """The key that this till's entries are checked with, in hexadecimal."""

    async def look(self) -> Abreast:
        """Ask the mall how it has the journal. Raises what asking raises."""

    async def remember(self) -> Abreast:
        """While the mall cannot be asked: what was found before the last stop still holds."""

    async def take_back_page(self, since: int) -> int:
        """Take back the next entries from a place on; how many they were. What is cut off goes on where it stopped.

        Raises what asking and `OwnJournal.take_back` raise.
        """

    async def cards_left(self) -> tuple[int, Won]:
        """See OwnJournal."""


class _Nothing:
    """Implements `Lost` where there is no mall, as where people practise."""

    found = Abreast("abreast")
    public_key = ""

    async def look(self) -> Abreast:
        return self.found

    async def remember(self) -> Abreast:
        return self.found

    async def take_back_page(self, since: int) -> int:  # noqa: ARG002 - there is nothing anywhere
        return 0

    async def cards_left(self) -> tuple[int, Won]:
        return 0, 0


NOTHING_LOST: Final = _Nothing()
