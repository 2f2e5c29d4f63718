"""What a PIN becomes before it is hashed, the same at the mall that gives it out and at the till that checks it."""

from __future__ import annotations

import hmac


def keyed_pin(pin: str, *, pepper: bytes) -> bytes:
    """The PIN keyed with the chain's pepper (HMAC-SHA-256, 32 bytes); argon2id is made of this.

    The pepper is in no database, so that a stolen one is not enough to guess six digits from.
    """
    return hmac.digest(pepper, pin.encode(), "sha256")
