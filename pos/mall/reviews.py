"""Entries that somebody has to look at, each with one reason; what clears up later is taken off again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from pos.mall import changes, tables
from pos.mall.statements import put
from pos.sync.contract import TillName
from pos.till.feed import PutAside

T = TypeVar("T")

_table = tables.review
_UNSTORABLE = (
    *(sa.exc.IntegrityError, sa.exc.DataError, msgspec.MsgspecError),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
)
"""What is the entry's own fault. A database that is away is not: then the whole run waits and is made again."""


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


def put_aside(connection: sa.Connection, place: Place, reason: str, *, at: str) -> None:
    """Let somebody look at an entry, and tell its boutique; a reason that it had makes way."""
    put(connection, _table, _key(place) | {"reason": reason, "at": at})
    _tell(connection, place, reason)


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


def _tell(connection: sa.Connection, place: Place, reason: str) -> None:
    told = PutAside(place.name.till, place.epoch, place.seq, reason)
    changes.announce(connection, [changes.change_of(told, place.name.boutique)])


def _key(place: Place) -> dict[str, str | int]:
    return {"boutique": place.name.boutique, "till": place.name.till, "epoch": place.epoch, "seq": place.seq}


def _is_at(place: Place) -> sa.ColumnElement[bool]:
    return sa.and_(*(_table.c[name] == value for name, value in _key(place).items()))
