"""Sealing what is personal: AES-256-GCM under a key for each person, bound to whose it is."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pos.domain.errors import Unavailable

_NONCE_BYTES = 12


def fresh_key() -> bytes:
    """A new random key."""
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, plain: bytes, *, of: str) -> bytes:
    """`plain` sealed; only as `of` it opens again."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, of.encode())


def unseal(key: bytes, sealed: bytes, *, of: str) -> bytes:
    """What was sealed. Raises Unavailable("database.broken") where it was another's, or was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], of.encode())
    except InvalidTag as error:
        raise Unavailable("database.broken", cause="seal") from error
