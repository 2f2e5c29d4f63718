"""The keys of the chain's tills: whose receipts are believed. A code that no known till signed is nobody's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from pos.domain.papers.receipt_token import Token
from pos.till.feed import NO_KEY, TillKey

_PUT = "INSERT OR REPLACE INTO till_key (boutique, till, public_key) VALUES (?, ?, ?)"
_DROP = "DELETE FROM till_key WHERE boutique = ? AND till = ?"
_GET = "SELECT public_key FROM till_key WHERE boutique = ? AND till = ?"
_KEY_BYTES = 32


def take_in(connection: Connection, arrived: Iterable[TillKey]) -> bool:
    """Keep the keys that are keys, drop those of tills that were shut out; False where one was none and is left out."""
    is_sound = True
    for one in arrived:
        if one.public_key == NO_KEY:
            connection.exec_driver_sql(_DROP, (one.boutique, one.till))
        elif len(one.public_key) == _KEY_BYTES:
            connection.exec_driver_sql(_PUT, (one.boutique, one.till, one.public_key))
        else:
            is_sound = False
    return is_sound


def key_of(cursor: Any, boutique: str, till: str) -> bytes | None:
    """The public key of a till, None where the mall told of none."""
    row = cursor.execute(_GET, (boutique, till)).fetchone()
    return bytes(row[0]) if row else None


def signed(token: Token, public_key: bytes) -> bool:
    """Whether this key's owner signed a code."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(token.signature, token.told)
    except (InvalidSignature, ValueError):
        return False
    return True
