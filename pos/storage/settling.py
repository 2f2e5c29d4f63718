"""What somebody decided about held things takes effect in the transaction of the entry that says so."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from pos.domain.errors import Refused
from pos.domain.facts import Fact
from pos.domain.settled import FeedDismissed, FeedReleased, Thing
from pos.storage import held, range_changes
from pos.storage.taking import take
from pos.till.held_changes import HeldChange
from pos.till.reading import page_of, read_thing


def follow(connection: Connection, facts: Iterable[Fact], *, till: str) -> None:
    """Take in what is released, drop what is dismissed.

    Raises Refused("feed.changed") where another version is held by now, or none, ("feed.not_understood") for the
    release of what this program does not read, and what refuses a document of the terms.
    """
    for fact in facts:
        if isinstance(fact, FeedReleased):
            for one in fact.things:
                _release(connection, _found(connection, one), till=till)
        elif isinstance(fact, FeedDismissed):
            for one in fact.things:
                found = _found(connection, one)
                held.drop(connection, found.kind, found.key)


def follow_again(connection: Connection, facts: Iterable[Fact], *, till: str) -> None:
    """What was decided in entries that came back, about versions that still wait here; of all else the feed tells."""
    for fact in facts:
        if isinstance(fact, FeedReleased | FeedDismissed):
            for one in fact.things:
                found = held.find(connection, one.kind, one.key)
                if found is not None and found.digest == one.digest:
                    _settle_again(connection, found, fact, till=till)


def _settle_again(connection: Connection, one: HeldChange, fact: FeedReleased | FeedDismissed, *, till: str) -> None:
    if isinstance(fact, FeedDismissed):
        held.drop(connection, one.kind, one.key)
        return
    try:
        _release(connection, one, till=till)
    except Refused:  # another program could read it, or the terms begin too soon by now: somebody decides anew
        held.put(connection, one)


def _found(connection: Connection, thing: Thing) -> HeldChange:
    found = held.find(connection, thing.kind, thing.key)
    if found is None or found.digest != thing.digest:
        raise Refused("feed.changed")
    return found


def _release(connection: Connection, one: HeldChange, *, till: str) -> None:
    if not one.is_understood:
        raise Refused("feed.not_understood")
    held.drop(connection, one.kind, one.key)
    codes = take(connection, page_of(one.kind, read_thing(one.kind, one.body), cursor=0), till=till)
    if codes:
        raise Refused(codes[0])
    if one.kind == "products":
        range_changes.forget(connection, one.key)
