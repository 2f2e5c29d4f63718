"""The till's side of the conversation, pure: the next request, and what an answer means. When is for `pacing` to say.

It believes one thing of the mall's answer, what the mall expects next, and that only when it is signed and fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.journal import Entry
from pos.domain.soundness import MOST_NUMBER
from pos.sync.contract import MOST_ENTRIES, Parting, Push, PushAnswer, TillName
from pos.sync.signing import answer_bytes, feed_bytes, is_signed
from pos.till.abreast import Line, epoch_of
from pos.till.connection import Connection
from pos.till.feed import FeedPage
from pos.till.reading import Delivered

_PASSING = frozenset({"mall.unreachable", "mall.slow", "mall.busy"})


class Identity(msgspec.Struct, frozen=True):
    """Who this till is, and the key by which it knows the mall (Ed25519, raw)."""

    name: TillName
    mall_key: bytes


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


def next_push(entries: Sequence[Entry], *, most: int = MOST_ENTRIES, lines: tuple[Line, ...] = ()) -> Push:
    """The request that carries the oldest of `entries` (at least one), up to the end of the epoch they are held under.

    `lines` say which that is, where the journal has more than one.
    """
    epoch = epoch_of(lines, entries[0].seq)
    others = (place for place, entry in enumerate(entries[:most]) if epoch_of(lines, entry.seq) != epoch)
    line = next((line for line in lines if line.epoch == epoch), None)
    after = None if line is None else Parting(line.follows.epoch, line.follows.seq, bytes.fromhex(line.follows.hash))
    return Push(epoch, entries[0].seq, tuple(entries[: next(others, most)]), after)


def digest(push: Push, answer: PushAnswer, *, identity: Identity, later: Sequence[Entry] = ()) -> int:
    """What the mall expects next, always beyond `push.first`, once its answer is known to be its own and to fit.

    `later` are entries that may have gone in a longer push whose answer was lost: the mall may hold them, too.
    Raises Unavailable("mall.garbage") for an answer that is not the mall's or not to this push, Refused
    ("mall.behind") or ("mall.ahead") where the mall holds less or more than it can, Refused("journal.broken") where
    its last entry is not ours.
    """
    told = answer_bytes(identity.name, epoch=answer.epoch, next_seq=answer.next, head=answer.head)
    if not is_signed(told, signature=answer.signature, public_key=identity.mall_key):
        raise Unavailable("mall.garbage", cause="signature")
    if answer.epoch != push.epoch:
        raise Unavailable("mall.garbage", cause="epoch")
    ours = {entry.seq + 1: entry.hash for entry in (*push.entries, *later)}
    if answer.next < push.first:
        raise Refused("mall.behind", expects=answer.next, sent=push.first)
    if answer.next == push.first:
        raise Unavailable("mall.busy", cause="nothing taken")
    if answer.next not in ours:
        raise Refused("mall.ahead", expects=answer.next, sent=push.first)
    if ours[answer.next] != answer.head:
        raise Refused("journal.broken", seq=answer.next - 1, how="head")
    return answer.next


def checked_page(
    page: FeedPage, *, asked: int, identity: Identity | None = None, must_be_signed: bool = False
) -> FeedPage:
    """The page, if it leads on and is the mall's own. Raises Unavailable("mall.garbage") where it goes back, promises
    more for ever, or bears another's signature; and without one, where the mall has signed before.

    An older mall signs none. One page is good for one request of one till, so that none can be played again.
    """
    if identity is not None:
        _check_signature(page, asked=asked, identity=identity, must_be_signed=must_be_signed)
    if not asked <= page.cursor <= MOST_NUMBER or (page.more and page.cursor == asked):
        raise Unavailable("mall.garbage", cause="cursor")
    return page


def _check_signature(page: FeedPage, *, asked: int, identity: Identity, must_be_signed: bool) -> None:
    signature = page.signature if isinstance(page, Delivered) else b""
    if not signature:
        if must_be_signed:
            raise Unavailable("mall.garbage", cause="not signed")
        return
    assert isinstance(page, Delivered)
    told = feed_bytes(identity.name, asked=asked, at=page.asked_at, digest=page.digest)
    if not is_signed(told, signature=signature, public_key=identity.mall_key):
        raise Unavailable("mall.garbage", cause="signature")
