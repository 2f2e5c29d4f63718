"""The lives of this till's journal after its first, and under which of them the mall holds a place of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from pos.domain.epochs import Follows
from pos.domain.facts import EpochOpened
from pos.domain.journal import Entry
from pos.storage import tables_of_epochs
from pos.storage.statements import Rows, insertion
from pos.till.abreast import Line

_OPEN = insertion(tables_of_epochs.epoch_line)
_LINES = "SELECT epoch, after_epoch, after_seq, after_hash FROM epoch_line ORDER BY epoch"


def write_rows(rows: Rows, entry: Entry, fact: EpochOpened) -> None:
    """Remember where a life begins; the first follows nothing."""
    if fact.follows is not None:
        after = fact.follows
        rows.execute(_OPEN, (entry.epoch, entry.seq, after.epoch, after.seq, bytes.fromhex(after.hash)))


def lines_of(connection: Connection) -> tuple[Line, ...]:
    """The lives after the first, in order."""
    rows: Any = connection.exec_driver_sql(_LINES).all()
    return tuple(Line(epoch, Follows(after, seq, bytes(told).hex())) for epoch, after, seq, told in rows)
