"""Members, sealed: each person's fields under a key of their own, so that destroying the key destroys the data."""

from __future__ import annotations

import os
from collections.abc import Iterable

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection

from pos.till.feed import Member

_NONCE_BYTES = 12


def take_in(connection: Connection, members: Iterable[Member]) -> None:
    """Add members or replace what is known of them."""
    for member in members:
        key = connection.exec_driver_sql("SELECT secret FROM person_key WHERE number = ?", (member.number,)).scalar()
        if key is None:
            key = AESGCM.generate_key(bit_length=256)
            connection.exec_driver_sql("INSERT INTO person_key VALUES (?, ?)", (member.number, key))
        sealed = _seal(key, member)
        row = (member.number, member.standing, sealed)
        connection.exec_driver_sql("INSERT OR REPLACE INTO member VALUES (?, ?, ?)", row)


def by_number(connection: Connection, number: str) -> Member | None:
    """A member, opened with their own key."""
    row = connection.exec_driver_sql(
        "SELECT secret, sealed FROM member JOIN person_key USING (number) WHERE number = ?", (number,)
    ).first()
    if row is None:
        return None
    nonce, box = row.sealed[:_NONCE_BYTES], row.sealed[_NONCE_BYTES:]
    plain = AESGCM(row.secret).decrypt(nonce, box, number.encode())
    return msgspec.json.decode(plain, type=Member)


def _seal(key: bytes, member: Member) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, msgspec.json.encode(member), member.number.encode())
