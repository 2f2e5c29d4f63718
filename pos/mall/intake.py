"""Taking in a till's journal: what is expected next, whether it follows, and storing it whole or not at all.

Storing never judges business; that is done beside it.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa

from pos.domain.errors import Refused
from pos.domain.journal import START, Entry, find_break
from pos.domain.signed import is_claimed
from pos.mall import epochs, tables
from pos.mall.entrance import KnownTill
from pos.mall.epochs import Begun
from pos.mall.storing import store
from pos.sync.contract import Push, TillName
from pos.sync.signing import is_signed

_FIELDS = Entry.__struct_fields__[1:]  # all but the till, which the table names more fully
_LONGEST_TEXT = 64
_c = tables.entry.c
_END = (
    sa.select(_c.seq, _c.hash, _c.at)
    .where(_c.boutique == sa.bindparam("of"), _c.till == sa.bindparam("at"), _c.epoch == sa.bindparam("in"))
    .order_by(_c.seq.desc())
    .limit(1)
)


class Held(msgspec.Struct, frozen=True):
    """How far the mall has an epoch of a till's journal."""

    next: int = 1
    head: bytes = START
    at: str = ""


def held_of(connection: sa.Connection, name: TillName, epoch: int, begun: Begun | None = None) -> Held:
    """The end of what is held; of an epoch that has `begun` and no entry yet, where it goes on from."""
    row = connection.execute(_END, {"of": name.boutique, "at": name.till, "in": epoch}).one_or_none()
    if row is None and begun is not None:
        here = _of(name, begun.after_epoch) & (_c.seq == begun.after_seq)
        row = connection.execute(sa.select(_c.seq, _c.hash, _c.at).where(here)).one()
    return Held() if row is None else Held(row.seq + 1, row.hash, row.at)


def take_in(connection: sa.Connection, till: KnownTill, push: Push, *, now: datetime) -> Held:
    """Store what is new of a push and tell how far the journal is held now. After a gap nothing is stored.

    Raises Refused("journal.broken", seq, how) where it does not follow from what is held, and Refused("journal.epoch")
    for an epoch that nobody approved, and for one that is over.
    """
    known_epochs = epochs.known(connection, till.name)
    begun = known_epochs.get(push.epoch)
    if begun is None and push.epoch != 1:
        end = held_of(connection, till.name, epochs.newest(known_epochs)).next - 1
        begun = epochs.begin(connection, till, push, known_epochs, end=end, now=now)
    if begun is not None:
        begun = epochs.opened(connection, till, push, begun)
    _check_place(till.name, push, begun)
    held = held_of(connection, till.name, push.epoch, begun)
    if push.first > held.next:
        return held
    known = held.next - push.first
    _check_same(connection, till.name, push.entries[:known], begun or Begun(1, 1, 0, 1, 1))
    fresh = push.entries[known:]
    if not fresh:
        return held
    if push.epoch < epochs.newest(known_epochs):
        raise epochs.closed(push, known_epochs)
    _check_chain(till, fresh, held)
    store(connection, till.name, [_of_epoch(one, push.epoch) for one in fresh], now=now)
    last = fresh[-1]
    return Held(last.seq + 1, last.hash, last.at)


def entries_of(
    connection: sa.Connection, name: TillName, epoch: int, *, since: int = 1, until: int = 2**62
) -> tuple[Entry, ...]:
    """The entries held of an epoch with since <= seq < until; see `epochs.as_written` for what they say of theirs."""
    table = tables.entry
    query = sa.select(*(table.c[field] for field in _FIELDS)).where(
        _of(name, epoch), table.c.seq >= since, table.c.seq < until
    )
    return tuple(Entry(name.till, *row) for row in connection.execute(query.order_by(table.c.seq)))


def _check_place(name: TillName, push: Push, begun: Begun | None) -> None:
    """Every entry is this till's, of this epoch, in its place, and its texts are such as can be stored.

    Those that stand before an epoch's own first entry were written in an earlier one.
    """
    plain: set[str] = set()
    for place, entry in enumerate(push.entries):
        seq = push.first + place
        if entry.seq != seq:
            raise broken(seq, "gap")
        if entry.till != name.till or entry.epoch != (begun.epoch_written(seq) if begun else push.epoch):
            raise broken(seq, "place")
        texts = {entry.at, entry.day, entry.who, entry.kind} - plain  # most of them come in every entry
        if not all(_is_plain(text) for text in texts):
            raise broken(seq, "text")
        plain |= texts


def _of_epoch(entry: Entry, epoch: int) -> Entry:
    """The entry as it is held; one that was written before its epoch began says another."""
    return entry if entry.epoch == epoch else msgspec.structs.replace(entry, epoch=epoch)


def _is_plain(text: str) -> bool:
    return len(text) <= _LONGEST_TEXT and (text.isprintable() or not text)


def _check_same(connection: sa.Connection, name: TillName, sent: tuple[Entry, ...], begun: Begun) -> None:
    """What is sent again is what was sent before, to the byte; otherwise the journal has forked."""
    if not sent:
        return
    held = entries_of(connection, name, begun.epoch, since=sent[0].seq, until=sent[-1].seq + 1)
    for ours, theirs in zip(epochs.as_written(held, {begun.epoch: begun}), sent, strict=True):
        if ours != theirs:
            raise broken(theirs.seq, "fork")


def _check_chain(till: KnownTill, fresh: tuple[Entry, ...], held: Held) -> None:
    found = find_break(fresh, previous=held.head, next_seq=held.next)
    if found is not None:
        raise broken(found.seq, found.how)
    if fresh[0].at < held.at:
        raise broken(fresh[0].seq, "time")
    _check_end(till, [entry for entry in fresh if is_claimed(entry)])


def _check_end(till: KnownTill, claimed: list[Entry]) -> None:
    """The last signature vouches for all before it, by the chain; each of them is looked at when its entry is read."""
    bare = next((entry for entry in claimed if not entry.signature), None)
    if bare is not None:
        raise broken(bare.seq, "signature")
    if claimed and not is_vouched(claimed[-1], till.public_key):
        wrong = next(entry for entry in claimed if not is_vouched(entry, till.public_key))
        raise broken(wrong.seq, "signature")


def is_vouched(entry: Entry, public_key: bytes) -> bool:
    """Whether the till signed an entry."""
    return is_signed(entry.hash, signature=entry.signature, public_key=public_key)


def broken(seq: int, how: str) -> Refused:
    """Where a journal does not hold, and how."""
    return Refused("journal.broken", seq=seq, how=how)


def _of(name: TillName, epoch: int) -> sa.ColumnElement[bool]:
    c = tables.entry.c
    return (c.boutique == name.boutique) & (c.till == name.till) & (c.epoch == epoch)


def raise_alarm(connection: sa.Connection, name: TillName, epoch: int, refused: Refused, *, now: datetime) -> None:
    """Remember where a journal does not hold; a till that goes on sending it raises one alarm and not thousands."""
    table = tables.alarm
    key = {
        "boutique": name.boutique,
        "till": name.till,
        "epoch": epoch,
        "seq": refused.facts["seq"],
        "how": refused.facts["how"],
    }
    same = sa.and_(*(table.c[column] == value for column, value in key.items()))
    again = table.update().where(same).values(times=table.c.times + 1, last_at=now.isoformat())
    if connection.execute(again).rowcount == 0:
        times = {"first_at": now.isoformat(), "last_at": now.isoformat(), "times": 1}
        connection.execute(table.insert().values(key | times))
