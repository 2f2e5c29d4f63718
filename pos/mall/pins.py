"""PINs as the mall gives them out: argon2id over the PIN keyed with the chain's pepper, never the PIN."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pos.domain.pin import keyed_pin

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def pin_verifier(pin: str, *, pepper: bytes) -> str:
    """What a till checks a PIN against."""
    return _hasher.hash(keyed_pin(pin, pepper=pepper))


def is_pin(pin: str, *, verifier: str, pepper: bytes) -> bool:
    """Whether `verifier` was made from this PIN."""
    try:
        return _hasher.verify(verifier, keyed_pin(pin, pepper=pepper))
    except (VerificationError, InvalidHashError):
        return False
