"""Entries that somebody has to look at, each with one reason; what clears up later is taken off again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa

from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.mall import changes, tables
from pos.mall.statements import put
from pos.mall.tables_of_epochs import review_settled
from pos.sync.contract import TillName
from pos.till.feed import Owner, PutAside

T = TypeVar("T")


class Aside(NamedTuple):
    """An entry that somebody should look at, why, and how much money that is about."""

    entry: Entry
    reason: str
    amount: Won = 0


_table = tables.review
_UNSTORABLE = (
    *(sa.exc.IntegrityError, sa.exc.DataError, msgspec.MsgspecError),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
)
"""What is the entry's own fault. A database that is away is not: then the whole run waits and is made again."""


_OF_OFFICE: Final = ("entry.", "sale.", "epoch.")
"""What nobody in a shop can do anything about: a till or its journal is not as it should be."""


class Settled(msgspec.Struct, frozen=True):
    """An entry that was put aside and that somebody looked at: why, who, what they found, when."""

    epoch: int
    seq: int
    reason: str
    by: str
    note: str
    at: str


class Place(msgspec.Struct, frozen=True):
    """Where an entry stands: in whose journal, and there."""

    name: TillName
    epoch: int
    seq: int


def guarded(connection: sa.Connection, use: Callable[[], T], otherwise: T) -> T:
    """What using an entry comes to, `otherwise` where it cannot be used: nothing of it is done then."""
    try:
        with connection.begin_nested():
            return use()
    except _UNSTORABLE:
        return otherwise


def put_aside(connection: sa.Connection, place: Place, reason: str, *, at: str, amount: Won = 0) -> None:
    """Let somebody look at an entry, and tell its boutique; a reason that it had makes way.

    `amount` is the money that it is about. What somebody looked at for this reason stays looked at.
    """
    if _is_settled(connection, place, reason):
        clear(connection, place)
        return
    put(connection, _table, _key(place) | {"reason": reason, "at": at, "amount": amount})
    _tell(connection, place, reason, amount=amount)


def reason_of(connection: sa.Connection, place: Place) -> str:
    """Why somebody has to look at an entry, "" where nobody has."""
    return connection.execute(sa.select(_table.c.reason).where(_is_at(place))).scalar_one_or_none() or ""


def unread(connection: sa.Connection, name: TillName, epoch: int) -> tuple[int, ...]:
    """The places of a till's entries that a mall could not read, in order."""
    c = _table.c
    here = (c.boutique == name.boutique) & (c.till == name.till) & (c.epoch == epoch)
    query = sa.select(c.seq).where(here, c.reason == "entry.unreadable").order_by(c.seq)
    return tuple(connection.execute(query).scalars())


def settle(connection: sa.Connection, place: Place, reason: str, *, at: str) -> None:
    """Let somebody look at an entry for a reason, or, where that is "", nobody."""
    if reason:
        put_aside(connection, place, reason, at=at)
    else:
        clear(connection, place)


def clear(connection: sa.Connection, place: Place) -> None:
    """Nobody has to look at an entry any more."""
    if connection.execute(_table.delete().where(_is_at(place))).rowcount:
        _tell(connection, place, "")


def owner_of(reason: str) -> Owner:
    """Who looks at what was put aside for a reason: the boutique's manager, or the chain's office."""
    return "office" if reason.startswith(_OF_OFFICE) else "boutique"


def look_at(connection: sa.Connection, place: Place, *, by: str, note: str, at: str) -> bool:
    """Somebody looked at an entry: nobody has to any more. False where nobody had to."""
    reason = reason_of(connection, place)
    if not reason:
        return False
    put(connection, review_settled, _key(place) | {"reason": reason, "by": by, "note": note, "at": at})
    clear(connection, place)
    return True


def settled_of(connection: sa.Connection, name: TillName) -> tuple[Settled, ...]:
    """What was looked at of a till's entries, in their order."""
    c = review_settled.c
    query = sa.select(c.epoch, c.seq, c.reason, c.by, c.note, c.at).where(c.boutique == name.boutique)
    rows = connection.execute(query.where(c.till == name.till).order_by(c.epoch, c.seq, c.reason))
    return tuple(Settled(*row) for row in rows)


def _is_settled(connection: sa.Connection, place: Place, reason: str) -> bool:
    query = sa.select(review_settled.c.by).filter_by(**_key(place), reason=reason)
    return connection.execute(query).first() is not None


def _tell(connection: sa.Connection, place: Place, reason: str, *, amount: Won = 0) -> None:
    told = PutAside(place.name.till, place.epoch, place.seq, reason, amount, owner_of(reason))
    changes.announce(connection, [changes.change_of(told, place.name.boutique)])


def _key(place: Place) -> dict[str, str | int]:
    return {"boutique": place.name.boutique, "till": place.name.till, "epoch": place.epoch, "seq": place.seq}


def _is_at(place: Place) -> sa.ColumnElement[bool]:
    return sa.and_(*(_table.c[name] == value for name, value in _key(place).items()))
