"""Numbers that cash receipts are issued to: each sealed under a key of its own, in no journal and sent to nobody,
destroyed when no basket and no receipt needs it any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from pos.domain.calendar import KST
from pos.domain.cash_receipt import Number
from pos.storage.engine import Database, cursor_of
from pos.storage.sealing import fresh_key, seal, unseal
from pos.till.ports import Commit

KEPT: Final = timedelta(days=3 * 31)
"""So long after its receipts were told or refused a number is there: within three months goods come back as of right,
and their receipt is cancelled under it. After that a customer gives it anew."""

_PUT = (
    "INSERT INTO receipt_number (id, sale, sealed) VALUES (?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET sale = excluded.sale, sealed = excluded.sealed"
)
_PUT_KEY = "INSERT OR REPLACE INTO receipt_number_key (id, secret) VALUES (?, ?)"
_GET = "SELECT secret, sealed FROM receipt_number JOIN receipt_number_key USING (id) WHERE id = ?"
_OF_BASKET = (
    "SELECT id FROM receipt_number WHERE sale = ? AND NOT EXISTS "
    "(SELECT 1 FROM cash_receipt WHERE number = receipt_number.id AND number <> '')"
)
_OVER = (
    "SELECT id FROM receipt_number WHERE NOT EXISTS (SELECT 1 FROM cash_receipt WHERE number = receipt_number.id "
    "AND number <> '' AND (at >= ? OR state IN ('owed', 'asked', 'unknown'))) "
    "AND NOT EXISTS (SELECT 1 FROM draft WHERE draft.id = receipt_number.sale)"
)
_DESTROY_KEY = "DELETE FROM receipt_number_key WHERE id = ?"
_DESTROY = "DELETE FROM receipt_number WHERE id = ?"

_encode = msgspec.json.Encoder().encode
_number = msgspec.json.Decoder(Number)


def follow(cursor: Any, commit: Commit) -> None:
    """Bring the numbers in line with a commit: one comes, others are named no more. Its receipts are written by now."""
    if commit.number is not None:
        key, told = fresh_key(), commit.number
        cursor.execute(_PUT, (told.id, told.sale, seal(key, _encode(told.number), of=told.id)))
        cursor.execute(_PUT_KEY, (told.id, key))
    saved = commit.save.receipt if commit.save is not None else None
    named = {saved.number if saved else "", commit.number.id if commit.number else ""}
    for basket in _baskets_of(commit):
        found = {row[0] for row in cursor.execute(_OF_BASKET, (basket,)).fetchall()}
        _destroy(cursor, found - named)


def opened(cursor: Any, number_id: str) -> Number | None:
    """A number, None once it was destroyed."""
    row = cursor.execute(_GET, (number_id,)).fetchone()
    return _number.decode(unseal(*row, of=number_id)) if row else None


def destroy(database: Database, *, told_before: datetime) -> None:
    """Destroy the numbers of receipts that are from before an instant and need them no more, and those of no receipt
    whose basket is gone, with their keys."""
    before = told_before.astimezone(KST).isoformat()
    with database.write() as connection:
        cursor = cursor_of(connection)
        _destroy(cursor, {row[0] for row in cursor.execute(_OVER, (before,)).fetchall()})


def _baskets_of(commit: Commit) -> tuple[str, ...]:
    """The baskets whose number may have changed: the one that goes, and the one that is written."""
    dropped = () if commit.drop is None else (commit.drop,)
    return dropped if commit.save is None else (*dropped, commit.save.basket.id)


def _destroy(cursor: Any, names: set[str]) -> None:
    for name in names:
        cursor.execute(_DESTROY_KEY, (name,))
        cursor.execute(_DESTROY, (name,))
