"""What the chain's office decided about this till's claims of deliveries; the claims are other tables' affair."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pos.domain.back.decided import ClaimClosed, ClaimDecided
from pos.domain.journal import Entry
from pos.storage.statements import Rows

_HEAR = "INSERT OR REPLACE INTO claim_decided (claim, verdict, reason, at) VALUES (?, ?, ?, ?)"
_HEARD = (
    "SELECT told.claim, told.verdict, told.reason, told.at FROM claim AS made "
    "JOIN claim_decided AS told ON told.claim = made.id WHERE made.settled_by IS NULL ORDER BY made.seq"
)
_CLOSE = "UPDATE claim SET settled_by = '', settled_at = ? WHERE id = ? AND settled_by IS NULL"


def hear(rows: Rows, told: Iterable[ClaimDecided], *, till: str) -> None:
    """Keep what is decided about this till's claims; the newest word of each stands."""
    for one in told:
        if one.till == till:
            rows.execute(_HEAR, (one.claim, one.verdict, one.reason, one.at.isoformat()))


def close(rows: Rows, entry: Entry, fact: ClaimClosed) -> None:
    """A claim is over without a return."""
    rows.execute(_CLOSE, (entry.at, fact.claim))


def heard(cursor: Any, *, till: str) -> tuple[ClaimDecided, ...]:
    """What is decided about claims that are still open here."""
    rows = cursor.execute(_HEARD).fetchall()
    return tuple(
        ClaimDecided(claim, till, verdict, datetime.fromisoformat(at), why) for claim, verdict, why, at in rows
    )
