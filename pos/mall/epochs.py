"""The lives of a till's journal: each goes on from an entry of an earlier one, and places are counted on over all.

The first is there from the beginning. Another one begins when an old copy of a till's database was put back: right
after the end of what is held on a manager's word, at an earlier place only where the chain's office allowed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from pos.domain.epochs import Follows
from pos.domain.errors import Refused
from pos.domain.facts import EpochOpened, decode_fact
from pos.domain.journal import START, Entry
from pos.mall import changes, tables
from pos.mall import tables_of_epochs as own
from pos.mall.entrance import KnownTill
from pos.sync.contract import Parting, Push, TillName
from pos.sync.signing import is_signed
from pos.till.feed import Staff

ACTION = "epoch.open"
"""What a manager allows at the till."""


class Begun(msgspec.Struct, frozen=True):
    """An epoch after the first. `opened` is the place of its own first entry, None before that has arrived."""

    epoch: int
    after_epoch: int
    after_seq: int
    written: int
    opened: int | None = None

    def epoch_written(self, seq: int) -> int:
        """The epoch that an entry at a place of this one says of itself."""
        return self.written if self.opened is None or seq < self.opened else self.epoch


class Segment(msgspec.Struct, frozen=True):
    """The places `first` to `last` of an epoch, both with it, that a till's journal goes through."""

    epoch: int
    first: int
    last: int


_c = own.epoch.c
_KNOWN = (  # made once: each push needs it
    sa.select(_c.epoch, _c.after_epoch, _c.after_seq, _c.written, _c.opened)
    .where(_c.boutique == sa.bindparam("of"), _c.till == sa.bindparam("at"))
    .order_by(_c.epoch)
)

Known = dict[int, Begun]
"""A till's epochs after the first."""


def known(connection: sa.Connection, name: TillName) -> Known:
    """The epochs of a till after its first, in order."""
    return {row.epoch: Begun(*row) for row in connection.execute(_KNOWN, {"of": name.boutique, "at": name.till})}


def newest(epochs: Known) -> int:
    """The epoch that goes on."""
    return max(epochs, default=1)


def first_of(epochs: Known, epoch: int) -> int:
    """The first place of an epoch."""
    return epochs[epoch].after_seq + 1 if epoch in epochs else 1


def as_written(entries: Sequence[Entry], epochs: Known) -> tuple[Entry, ...]:
    """Entries as their till wrote them, of those that are kept under the epoch they are held in."""
    return tuple(_written(entry, epochs.get(entry.epoch)) for entry in entries)


def way(epochs: Known) -> tuple[Segment, ...]:
    """The way of the till's journal through its epochs to the newest, from the first place on."""
    epoch, last, found = newest(epochs), 2**53, list[Segment]()
    while epoch in epochs:
        begun = epochs[epoch]
        found.append(Segment(epoch, begun.after_seq + 1, last))
        epoch, last = begun.after_epoch, min(last, begun.after_seq)
    return (Segment(1, 1, last), *(one for one in reversed(found) if one.first <= one.last))


def epoch_at(epochs: Known, seq: int) -> int:
    """The epoch under which a place of the till's way is held."""
    return next((one.epoch for one in way(epochs) if one.first <= seq <= one.last), 1)


def hash_at(connection: sa.Connection, name: TillName, epoch: int, seq: int) -> bytes:
    """The hash at a place, that of nothing before the first entry and after the last."""
    return _hash(connection, name, epoch, seq) or START


def is_allowed(connection: sa.Connection, name: TillName, epoch: int) -> bool:
    """Whether the office allowed an epoch that leaves what is held."""
    c = own.epoch_permit.c
    return connection.execute(sa.select(c.by).where(_of(c, name), c.epoch == epoch)).first() is not None


def allow(connection: sa.Connection, name: TillName, *, by: str, note: str, now: datetime) -> int:
    """The office allows a till's next epoch to leave what is held; which one that is."""
    epoch = newest(known(connection, name)) + 1
    if not is_allowed(connection, name, epoch):
        row = {"boutique": name.boutique, "till": name.till, "epoch": epoch, "by": by, "note": note}
        connection.execute(own.epoch_permit.insert().values(row | {"at": now.isoformat()}))
    return epoch


# --- beginning one -----------------------------------------------------------------------------------------------


def begin(connection: sa.Connection, till: KnownTill, push: Push, epochs: Known, *, end: int, now: datetime) -> Begun:
    """Begin the epoch of a push that nobody knows yet; `end` is the last place held of the newest.

    Raises Refused("journal.epoch") unless it is the next, goes on from what is held, and may: see the module.
    """
    if push.epoch != newest(epochs) + 1 or push.after is None or not push.entries:
        raise _refused(push, epochs, "number")
    after, name = push.after, till.name
    if push.first != after.seq + 1 or _hash(connection, name, after.epoch, after.seq) != after.hash:
        raise _refused(push, epochs, "parting")
    is_end = (after.epoch, after.seq) == (newest(epochs), end)
    begins_here = push.entries[0].epoch == push.epoch
    if not (is_end and begins_here) and not is_allowed(connection, name, push.epoch):
        raise _refused(push, epochs, "permit")
    begun = Begun(push.epoch, after.epoch, after.seq, min(push.entries[0].epoch, push.epoch - 1))
    row = msgspec.structs.asdict(begun) | {"boutique": name.boutique, "till": name.till}
    connection.execute(own.epoch.insert().values(row | {"begun_at": now.isoformat()}))
    read = {"boutique": name.boutique, "till": name.till, "epoch": push.epoch, "next": push.first}
    connection.execute(tables.projected.insert().values(read))
    return begun


def opened(connection: sa.Connection, till: KnownTill, push: Push, begun: Begun) -> Begun:
    """The epoch once its own first entry is among those of a push, if it is; that has to say what it follows, and who
    let it. Raises Refused("journal.epoch") where it does not."""
    first = next((entry for entry in push.entries if entry.epoch == begun.epoch), None)
    if begun.opened is not None or first is None:
        return begun
    if push.after is None or not _may_open(connection, till, first, begun, push.after):
        raise Refused("journal.epoch", epoch=push.epoch, seq=first.seq, how="epoch", cause="opening")
    c = own.epoch.c
    here = _of(c, till.name) & (c.epoch == begun.epoch)
    connection.execute(own.epoch.update().where(here).values(opened=first.seq))
    return msgspec.structs.replace(begun, opened=first.seq)


def _may_open(connection: sa.Connection, till: KnownTill, first: Entry, begun: Begun, after: Parting) -> bool:
    try:
        fact = decode_fact(first.payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    if not isinstance(fact, EpochOpened) or first.kind != "EpochOpened":
        return False
    told = (fact.reason, fact.boutique, fact.public_key, fact.follows)
    follows = Follows(after.epoch, after.seq, after.hash.hex())
    is_it = told == ("restored", till.name.boutique, till.public_key.hex(), follows)
    has_place = (after.epoch, after.seq) == (begun.after_epoch, begun.after_seq)
    is_own = is_signed(first.hash, signature=first.signature, public_key=till.public_key)
    return is_it and has_place and is_own and _is_approved(connection, till.name, fact, begun.epoch)


def _is_approved(connection: sa.Connection, name: TillName, fact: EpochOpened, epoch: int) -> bool:
    """By a manager of the boutique; where the office allowed it, nobody else's word is asked for."""
    if is_allowed(connection, name, epoch):
        return True
    if fact.approval is None or fact.approval.action != ACTION:
        return False
    document = changes.find(connection, "staff", fact.approval.by, name.boutique)
    person = None if document is None else msgspec.json.decode(document, type=Staff)
    return person is not None and person.active and person.role == "manager"


def closed(push: Push, epochs: Known) -> Refused:
    """What a till hears that goes on in an epoch after which another one began."""
    return _refused(push, epochs, "over")


def _refused(push: Push, epochs: Known, cause: str) -> Refused:
    facts: dict[str, Any] = {"epoch": push.epoch, "newest": newest(epochs), "seq": push.first}
    return Refused("journal.epoch", how="epoch", cause=cause, **facts)


def _hash(connection: sa.Connection, name: TillName, epoch: int, seq: int) -> bytes | None:
    c = tables.entry.c
    query = sa.select(c.hash).where(_of(c, name), c.epoch == epoch, c.seq == seq)
    found: bytes | None = connection.execute(query).scalar_one_or_none()
    return found


def _written(entry: Entry, begun: Begun | None) -> Entry:
    return entry if begun is None else msgspec.structs.replace(entry, epoch=begun.epoch_written(entry.seq))


def _of(columns: Any, name: TillName) -> sa.ColumnElement[bool]:
    return sa.and_(columns.boutique == name.boutique, columns.till == name.till)
