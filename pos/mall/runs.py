"""Which cursors of the feed were ever given: a mall that was put back to an old copy must not take those of before for
its own, and count on where others had counted.

Each time the mall starts it leaves a gap that nobody can guess. What a till was told after the copy was made lies in
none of the runs that the copy knows of.
"""

from __future__ import annotations

import secrets
from typing import Final

import sqlalchemy as sa

from pos.mall import tables
from pos.mall.tables_of_service import feed_run

_LEAST_GAP: Final = 2**24
"""More than any run brings changes; and 2^53, up to which a till counts, is far away for millions of starts."""


def begin(connection: sa.Connection, head: int) -> None:
    """The mall starts, its newest cursor at `head` and locked: what is given from now on lies far beyond that."""
    c = feed_run.c
    if connection.execute(sa.select(c.begun).limit(1)).first() is None:
        connection.execute(feed_run.insert().values(begun=0, ended=None))
    connection.execute(feed_run.update().where(c.ended.is_(None)).values(ended=head))
    begun = head + _LEAST_GAP + secrets.randbelow(_LEAST_GAP)
    connection.execute(feed_run.insert().values(begun=begun, ended=None))
    connection.execute(tables.chain.update().values(cursor=begun))


def was_given(connection: sa.Connection, cursor: int) -> bool:
    """Whether a till can have this cursor from this mall, as far as it knows itself."""
    c = feed_run.c
    run = connection.execute(sa.select(c.ended).where(c.begun <= cursor).order_by(c.begun.desc()).limit(1)).first()
    return run is None or run.ended is None or cursor <= run.ended
