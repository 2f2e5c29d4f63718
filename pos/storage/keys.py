"""The till's secrets: database keys, signing key, the chain's pepper, a card terminal's passphrase.

In the system's key store; in a file for the demo only, and said aloud. Never in the database, an argument, the
environment or a log.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace

from pos.domain.errors import Unavailable
from pos.whole_file import OWNERS_ALONE, replace_whole

SERVICE = "boutique-till"


class KeyRing(msgspec.Struct, frozen=True):
    """The secrets of one till; none shows in a representation. `terminal`: what its card terminal knows, too.

    `retained` opens the separate store of what the law keeps; there is none before something is kept.
    """

    database: bytes
    signing: bytes
    pepper: bytes
    terminal: bytes = b""
    retained: bytes = b""

    def __repr__(self) -> str:
        return "KeyRing(…)"

    def signer(self) -> Ed25519PrivateKey:
        """The key that signs entries and requests."""
        return Ed25519PrivateKey.from_private_bytes(self.signing)

    def public(self) -> bytes:
        """The public half of the signing key, 32 bytes."""
        return self.signer().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


class KeyStore(Protocol):
    """Where a till's secrets lie."""

    def load(self) -> KeyRing | None:
        """The secrets, or None where there are none yet."""

    def save(self, keys: KeyRing) -> None:
        """Keep the secrets."""


class FileKeys:
    """Secrets in a file only its owner reads. For the demo and for tests; a disk that is stolen has them too."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> KeyRing | None:
        """See `KeyStore`. Raises Unavailable("key.broken")."""
        if not self._path.exists():
            return None
        try:
            return _decode(self._path.read_text("ascii"))
        except (OSError, UnicodeDecodeError) as error:
            raise Unavailable("key.broken", cause=type(error).__name__) from error

    def save(self, keys: KeyRing) -> None:
        """See `KeyStore`."""
        replace_whole(self._path, _encode(keys).encode("ascii"), mode=OWNERS_ALONE)


class SystemKeys:
    """Secrets in the operating system's key store. Raises Unavailable("key.no_store") where it has none."""

    def __init__(self, till: str) -> None:
        self._till = till

    def load(self) -> KeyRing | None:
        """See `KeyStore`."""
        import keyring
        from keyring.errors import KeyringError

        try:
            text = keyring.get_password(SERVICE, self._till)
        except KeyringError as error:
            raise Unavailable("key.no_store", cause=type(error).__name__) from error
        return _decode(text) if text else None

    def save(self, keys: KeyRing) -> None:
        """See `KeyStore`."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(SERVICE, self._till, _encode(keys))
        except KeyringError as error:
            raise Unavailable("key.no_store", cause=type(error).__name__) from error


def fresh(pepper: bytes = b"") -> KeyRing:
    """New random secrets, with the chain's pepper once it is known."""
    return KeyRing(os.urandom(32), os.urandom(32), pepper)


def retained_key(store: KeyStore) -> bytes:
    """The key of the separate store, made and saved where there is none. Raises Unavailable with a key's code."""
    ring = store.load()
    if ring is None:
        raise Unavailable("key.missing")
    if not ring.retained:
        ring = replace(ring, retained=os.urandom(32))
        store.save(ring)
    return ring.retained


def _encode(keys: KeyRing) -> str:
    return json.dumps({name: base64.b64encode(getattr(keys, name)).decode() for name in KeyRing.__struct_fields__})


def _decode(text: str) -> KeyRing:
    try:
        parts = {name: base64.b64decode(value) for name, value in json.loads(text).items()}
        return KeyRing(**parts)
    except (ValueError, TypeError, AttributeError) as error:
        raise Unavailable("key.broken") from error
