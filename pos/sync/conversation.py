"""The till's side of the conversation, pure: the next request, what an answer means, when to try again.

It believes one thing of the mall's answer, what the mall expects next, and that only when it is signed and fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.journal import Entry
from pos.sync.contract import Push, PushAnswer, TillName
from pos.sync.signing import answer_bytes, is_signed
from pos.till.feed import FeedPage

SHORTEST = 1.0
LONGEST = 300.0
_DOUBLINGS = 16
_PASSING = frozenset({"mall.unreachable", "mall.slow", "mall.busy"})


class Identity(msgspec.Struct, frozen=True):
    """Who this till is, and the key by which it knows the mall (Ed25519, raw)."""

    name: TillName
    mall_key: bytes


class Connection(msgspec.Struct, frozen=True):
    """The mall as this till sees it, for the screen.

    online: it answered last time; offline: nothing came, `since` then; broken: something came that somebody must
    look at. `code` says why. Before the first exchange it is "starting".
    """

    state: Literal["starting", "online", "offline", "broken"]
    code: str = ""
    since: datetime | None = None


def is_passing(error: TillError) -> bool:
    """Whether the mall was out of reach, as against there and not content."""
    return error.code in _PASSING


def connection_after(before: Connection, error: TillError | None, *, now: datetime) -> Connection:
    """The connection after an exchange that ended in `error`, or in none. The first failure's time stays."""
    if error is None:
        return Connection("online")
    since = now if before.since is None else before.since
    return Connection("offline" if is_passing(error) else "broken", error.code, since)


# --- pushing ---------------------------------------------------------------------------------------------------


def next_push(entries: Sequence[Entry]) -> Push:
    """The request that carries the oldest of `entries` (at least one), up to the end of their epoch."""
    epoch = entries[0].epoch
    count = next((place for place, entry in enumerate(entries) if entry.epoch != epoch), len(entries))
    return Push(epoch, entries[0].seq, tuple(entries[:count]))


def digest(push: Push, answer: PushAnswer, *, identity: Identity) -> int:
    """What the mall expects next, always beyond `push.first`, once its answer is known to be its own and to fit.

    Raises Unavailable("mall.garbage") for an answer that is not the mall's or not to this push, Refused
    ("mall.behind") or ("mall.ahead") where the mall holds less or more than it can, Refused("journal.broken") where
    its last entry is not ours.
    """
    told = answer_bytes(identity.name, epoch=answer.epoch, next_seq=answer.next, head=answer.head)
    if not is_signed(told, signature=answer.signature, public_key=identity.mall_key):
        raise Unavailable("mall.garbage", cause="signature")
    if answer.epoch != push.epoch:
        raise Unavailable("mall.garbage", cause="epoch")
    ours = {entry.seq + 1: entry.hash for entry in push.entries}
    if answer.next < push.first:
        raise Refused("mall.behind", expects=answer.next, sent=push.first)
    if answer.next == push.first:
        raise Unavailable("mall.busy", cause="nothing taken")
    if answer.next not in ours:
        raise Refused("mall.ahead", expects=answer.next, sent=push.first)
    if ours[answer.next] != answer.head:
        raise Refused("journal.broken", seq=answer.next - 1, how="head")
    return answer.next


def checked_page(page: FeedPage, *, asked: int) -> FeedPage:
    """The page, if it leads on. Raises Unavailable("mall.garbage") where it goes back or promises more for ever."""
    if page.cursor < asked or (page.more and page.cursor == asked):
        raise Unavailable("mall.garbage", cause="cursor")
    return page


# --- when ------------------------------------------------------------------------------------------------------


class Pace(msgspec.Struct, frozen=True):
    """When to do a thing again: `due` is a monotonic time, `failures` counts those in a row."""

    due: float = 0.0
    failures: int = 0

    def failed(self, now: float, chance: float) -> Pace:
        """After a failure: again later and later, for ever."""
        return Pace(now + pause(self.failures + 1, chance), self.failures + 1)


def pause(failures: int, chance: float) -> float:
    """Seconds until the next try after so many failures in a row: doubling, from one second to five minutes.

    `chance` (0 to 1) spreads the tries of many tills over the upper half, so that a mall that comes back is not
    overrun.
    """
    ceiling = min(SHORTEST * 2.0 ** min(failures, _DOUBLINGS), LONGEST)
    return max(SHORTEST, ceiling * (0.5 + 0.5 * chance))
