"""Pictures that go with claims: each sealed under a key of its own, in no journal, destroyed with its key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from pos.domain.calendar import KST
from pos.domain.journal import write_time
from pos.storage.engine import Database, cursor_of
from pos.storage.sealing import fresh_key, seal, unseal
from pos.till.back.past import Photograph

KEPT: Final = timedelta(days=3 * 366)
"""So long after a claim was settled, or made and never settled, its pictures are there: records of disputes are kept
three years."""

_PUT = "INSERT INTO photograph (id, claim, sealed) VALUES (?, ?, ?)"
_PUT_KEY = "INSERT INTO photograph_key (id, secret) VALUES (?, ?)"
_GET = "SELECT secret, sealed FROM photograph JOIN photograph_key USING (id) WHERE id = ?"
_OVER = (
    "IN (SELECT photograph.id FROM photograph JOIN claim ON claim.id = photograph.claim "
    "WHERE coalesce(settled_at, at) < ?)"
)
_DESTROY_KEYS = f"DELETE FROM photograph_key WHERE id {_OVER}"
_DESTROY = f"DELETE FROM photograph WHERE id {_OVER}"


def keep(cursor: Any, pictures: Iterable[Photograph]) -> None:
    """Seal pictures, each under a fresh key."""
    for one in pictures:
        key = fresh_key()
        cursor.execute(_PUT, (one.id, one.claim, seal(key, one.picture, of=one.id)))
        cursor.execute(_PUT_KEY, (one.id, key))


def opened(cursor: Any, photograph_id: str) -> bytes | None:
    """A picture, None once it was destroyed."""
    row = cursor.execute(_GET, (photograph_id,)).fetchone()
    return unseal(*row, of=photograph_id) if row else None


def destroy(database: Database, *, settled_before: datetime) -> None:
    """Destroy the pictures of claims that were over before an instant, with their keys."""
    before = write_time(settled_before.astimezone(KST))
    with database.write() as connection:
        cursor = cursor_of(connection)
        cursor.execute(_DESTROY_KEYS, (before,))
        cursor.execute(_DESTROY, (before,))
