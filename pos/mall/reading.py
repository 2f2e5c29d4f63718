"""Reading what was stored, till by till: at once after it was stored, or beside, by whoever has the time.

Several may read at once, in several processes: one till is read by one at a time, and whoever finds it taken goes on.
"""

from __future__ import annotations

import logging

import sqlalchemy as sa

from pos.mall import projection, tables
from pos.mall.archive import epochs_of
from pos.mall.projection import Doubt
from pos.mall.tables_of_service import held
from pos.sync.contract import TillName
from pos.till.ports import Clock

_log = logging.getLogger(__name__)
_ENTRYS_OWN = (sa.exc.DataError, OverflowError)
"""What no database can hold: trying the same again comes to the same."""


class Reading:
    """Reads journals into the mall's tables."""

    def __init__(self, engine: sa.Engine, clock: Clock, doubt: Doubt) -> None:
        self._engine, self._clock, self._doubt = engine, clock, doubt

    def read(self, name: TillName, *, waits: bool = True) -> bool:
        """Read what is stored of a till; whatever goes wrong is logged, False, and tried again: it is stored.

        Where somebody else reads it at this moment: wait for them, or leave it to them.
        """
        return self._read(name, waits=waits) is not None

    def read_behind(self) -> bool:
        """Read every till that has something unread, who waits longest first; whether anything was read.

        What somebody else reads at this moment is nothing: who asks again at once would only turn in circles.
        """
        with self._engine.begin() as connection:
            names = behind(connection)
        read = [self._read(name, waits=False) for name in names]
        return any(read)

    def _read(self, name: TillName, *, waits: bool) -> int | None:
        """How many entries were read; None where something went wrong."""
        count = 0
        try:
            with self._engine.begin() as connection:
                epochs = epochs_of(connection, name)
            for epoch in epochs:
                while found := self._read_some(name, epoch, waits=waits):
                    count += found
                if found is None:
                    break  # who reads this epoch goes on to the next: none is read before those it follows
        except Exception:  # noqa: BLE001 - the entries are held, and the till must hear so
            _log.exception("the journal of %s is stored and not read", name)
            return None
        return count

    def _read_some(self, name: TillName, epoch: int, *, waits: bool) -> int | None:
        try:
            return self._run(name, epoch, waits=waits)
        except _ENTRYS_OWN:
            _log.exception("entries of %s are read one by one", name)
            return self._read_each(name, epoch, waits=waits)

    def _read_each(self, name: TillName, epoch: int, *, waits: bool) -> int | None:
        """One by one what could not be read together; the one that the database will not have at all goes aside."""
        count = 0
        while count < projection.BATCH:
            try:
                found = self._run(name, epoch, waits=waits, most=1)
            except _ENTRYS_OWN:
                with self._engine.begin() as connection:
                    found = projection.pass_over(connection, name, epoch, now=self._clock.now())
            if not found:
                return count or found
            count += found
        return count

    def _run(self, name: TillName, epoch: int, *, waits: bool, most: int = projection.BATCH) -> int | None:
        with self._engine.begin() as connection:
            now = self._clock.now()
            return projection.project(connection, name, epoch, now=now, doubt=self._doubt, waits=waits, most=most)


def behind(connection: sa.Connection) -> tuple[TillName, ...]:
    """The tills of which something is stored and not read, who waits longest first."""
    c, read = held.c, tables.projected.c
    same = (c.boutique == read.boutique) & (c.till == read.till) & (c.epoch == read.epoch)
    query = (
        sa.select(c.boutique, c.till)
        .select_from(held.outerjoin(tables.projected, same))
        .where(sa.func.coalesce(read.next, c.first) < c.next)
        .group_by(c.boutique, c.till)
        .order_by(sa.func.min(c.received_at))
    )
    return tuple(TillName(*row) for row in connection.execute(query))
