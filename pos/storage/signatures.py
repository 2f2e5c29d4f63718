"""Whether this till signed an entry of its journal."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos.domain.journal import Entry


def is_signed(entry: Entry, key: Ed25519PublicKey) -> bool:
    """Whether the signature is that of the key's owner over the entry's hash."""
    try:
        key.verify(entry.signature, entry.hash)
    except InvalidSignature:
        return False
    return True
