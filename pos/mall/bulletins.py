"""What the office tells the boutiques: announced to one or all of them, over by itself or withdrawn before.

It is kept in the feed and nowhere else; who read it stands in the tills' journals.
"""

from __future__ import annotations

import secrets
from datetime import datetime

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.bulletins import Bulletin, fault_of
from pos.domain.errors import Refused
from pos.mall import changes, tables

MOST_TOLD = 100
"""So many are told at a time: more nobody reads."""


def announce(connection: sa.Connection, bulletin: Bulletin, *, now: datetime) -> str:
    """Tell it from now on, or from when it says, under a new id where it has none; the id.

    Raises Refused("request.invalid", cause=...) for what is none, is over, is for a boutique that is none, or one too
    many.
    """
    told = bulletin if bulletin.id else replace(bulletin, id=secrets.token_hex(8))
    cause = fault_of(told) or ("" if now < told.until else "until") or _misled(connection, told.boutique)
    if cause or len(told_of(connection, now=now)) >= MOST_TOLD:
        raise Refused("request.invalid", cause=cause or "many")
    changes.announce(connection, [changes.change_of(told, told.boutique)])
    return told.id


def withdraw(connection: sa.Connection, name: str, *, now: datetime) -> None:
    """It is over from now on. Raises Refused("request.invalid") where it is told no more."""
    found = next((one for one in told_of(connection, now=now) if one.id == name), None)
    if found is None:
        raise Refused("request.invalid", cause="bulletin")
    over = replace(found, since=min(found.since, now), until=now)
    changes.announce(connection, [changes.change_of(over, over.boutique)])


def told_of(connection: sa.Connection, *, now: datetime) -> tuple[Bulletin, ...]:
    """What is told now or will be, the newest first."""
    c = tables.change.c
    query = sa.select(c.document).where(c.kind == "bulletin").order_by(c.cursor.desc())
    found = (msgspec.json.decode(document, type=Bulletin) for document in connection.execute(query).scalars())
    return tuple(one for one in found if now < one.until)


def _misled(connection: sa.Connection, boutique: str) -> str:
    is_known = not boutique or changes.find(connection, "boutique", boutique, boutique) is not None
    return "" if is_known else "boutique"
