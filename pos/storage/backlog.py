"""What the mall has not confirmed yet, counted for a person: it reads, and sends nothing."""

from __future__ import annotations

from datetime import datetime

from pos.storage.engine import Database, cursor_of
from pos.storage.journal import OF_EPOCHS
from pos.till.connection import Backlog
from pos.till.ports import Outbox

_WAITING = (
    "SELECT count(*), coalesce(min(at), ''), count(total), coalesce(sum(total), 0) FROM (SELECT at, "
    "CASE kind WHEN 'SaleCompleted' THEN json_extract(CAST(payload AS TEXT), '$.sale.total') END AS total "
    f"FROM journal WHERE {OF_EPOCHS} AND seq >= "
    "(SELECT coalesce(max(CAST(value AS INTEGER)), 1) FROM setting WHERE name = 'next_expected'))"
)
_MOST_LETTERS = 1_000


def count_backlog(database: Database, outbox: Outbox) -> Backlog:
    """Entries, the sales among them, and letters; on the disk lane. Of letters it counts a thousand of each kind."""
    with database.read() as connection:
        entries, since, sales, total = cursor_of(connection).execute(_WAITING).fetchone()
    kinds = (outbox.unsent_recipients, outbox.unsent_members, outbox.unsent_staff)
    letters = sum(len(unsent(most=_MOST_LETTERS)) for unsent in kinds)
    return Backlog(entries, datetime.fromisoformat(since) if since else None, sales, total, letters)
