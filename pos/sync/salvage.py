"""The file that brings to the mall what a till could not send: its entries as they stand, its letters sealed.

A line is a message: whose it is, then pushes as they would have been sent, then the letters and the till's signature
over all of it. Both ends import it; it knows no network and no database.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TypeAlias

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused
from pos.sync.contract import PersonPut, Push, StaffPut, TillName
from pos.sync.signing import is_signed, salvage_bytes

_LONGEST_LINE = 256 * 1024 * 1024
_NONCE = 12
_KEY = 32


class Whose(msgspec.Struct, frozen=True, tag="salvage", tag_field="line"):
    """The first line: the till whose entries these are."""

    boutique: str
    till: str
    version: int = 1

    @property
    def name(self) -> TillName:
        """The till's name."""
        return TillName(self.boutique, self.till)


class Part(msgspec.Struct, frozen=True, tag="entries", tag_field="line"):
    """Some entries, as one request would have carried them."""

    push: Push


class End(msgspec.Struct, frozen=True, tag="end", tag_field="line"):
    """The last line: the letters, sealed to the mall, or b"" where they could not be, and the till's signature."""

    letters: int
    sealed: bytes
    signature: bytes


Line: TypeAlias = Whose | Part | End


class Letters(msgspec.Struct, frozen=True):
    """Personal. What goes to the mall apart from the journal."""

    recipients: tuple[tuple[str, Recipient], ...] = ()
    members: tuple[PersonPut, ...] = ()
    staff: tuple[StaffPut, ...] = ()

    def __len__(self) -> int:
        return len(self.recipients) + len(self.members) + len(self.staff)


_line = msgspec.json.Decoder(Line)


def write_salvage(
    file: BinaryIO, name: TillName, pushes: Iterable[Push], letters: Letters, *, key: Ed25519PrivateKey, to: bytes
) -> None:
    """Write the file; `to` is the mall's sealing key (X25519, raw), b"" where none is known: then letters stay out."""
    digest = hashlib.sha256()
    _write(file, Whose(name.boutique, name.till), digest)
    for push in pushes:
        _write(file, Part(push), digest)
    sealed = seal(msgspec.json.encode(letters), to=to, of=str(name)) if to and len(letters) else b""
    told = salvage_bytes(name, digest=digest.digest(), letters=len(letters), sealed=sealed)
    file.write(msgspec.json.encode(End(len(letters), sealed, key.sign(told))) + b"\n")


def _write(file: BinaryIO, line: Line, digest: hashlib._Hash) -> None:
    raw = msgspec.json.encode(line) + b"\n"
    digest.update(raw)
    file.write(raw)


def read_whose(file: BinaryIO) -> TillName:
    """Whose a file says it is; nothing is proved yet. Raises Refused("salvage.unreadable")."""
    file.seek(0)
    first = next(_lines(file), None)
    if not isinstance(first, Whose) or first.version != 1:
        raise Refused("salvage.unreadable")
    return first.name


def checked(file: BinaryIO, name: TillName, *, public_key: bytes) -> tuple[End, bytes]:
    """The end of a file that is whole and was written by the till, and the digest of what is before it.

    Raises Refused("salvage.unreadable"), ("salvage.broken") for what was cut, changed, or is another till's.
    """
    file.seek(0)
    digest, end = hashlib.sha256(), None
    for raw, line in _raw_lines(file):
        if end is not None:
            raise Refused("salvage.broken", how="end")
        if isinstance(line, End):
            end = line
        else:
            digest.update(raw)
    if end is None:
        raise Refused("salvage.broken", how="cut")
    told = salvage_bytes(name, digest=digest.digest(), letters=end.letters, sealed=end.sealed)
    if not is_signed(told, signature=end.signature, public_key=public_key):
        raise Refused("salvage.broken", how="signature")
    return end, digest.digest()


def pushes_in(file: BinaryIO) -> Iterator[Push]:
    """The pushes of a file, in their order."""
    file.seek(0)
    return (line.push for line in _lines(file) if isinstance(line, Part))


def letters_in(end: End, name: TillName, key: X25519PrivateKey) -> Letters | None:
    """The letters, None where they are there and not sealed to this mall."""
    if not end.sealed:
        return Letters()
    try:
        return msgspec.json.decode(unseal(end.sealed, key=key, of=str(name)), type=Letters)
    except (ValueError, RecursionError):
        return None


def _lines(file: BinaryIO) -> Iterator[Line]:
    return (line for _, line in _raw_lines(file))


def _raw_lines(file: BinaryIO) -> Iterator[tuple[bytes, Line]]:
    while raw := file.readline(_LONGEST_LINE):
        try:
            yield raw, _line.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Refused("salvage.unreadable") from error


# --- sealing --------------------------------------------------------------------------------------------------------


def sealing_key(signing: Ed25519PrivateKey) -> X25519PrivateKey:
    """The key that a mall opens with what is sealed to it; it follows from the one it signs with."""
    derived = HKDF(hashes.SHA256(), _KEY, None, b"pos.mall.sealing.1").derive(signing.private_bytes_raw())
    return X25519PrivateKey.from_private_bytes(derived)


def seal(plain: bytes, *, to: bytes, of: str) -> bytes:
    """What nobody but the key's owner opens again, not even who sealed it; `of` is what it belongs to."""
    once, nonce = X25519PrivateKey.generate(), os.urandom(_NONCE)
    shown = once.public_key().public_bytes_raw()
    secret = _secret(once.exchange(X25519PublicKey.from_public_bytes(to)), shown, to)
    return shown + nonce + AESGCM(secret).encrypt(nonce, plain, of.encode())


def unseal(sealed: bytes, *, key: X25519PrivateKey, of: str) -> bytes:
    """What was sealed to this key. Raises ValueError for all else."""
    shown, nonce = sealed[:_KEY], sealed[_KEY : _KEY + _NONCE]
    shared = key.exchange(X25519PublicKey.from_public_bytes(shown))
    secret = _secret(shared, shown, key.public_key().public_bytes_raw())
    try:
        return AESGCM(secret).decrypt(nonce, sealed[_KEY + _NONCE :], of.encode())
    except InvalidTag as error:
        raise ValueError("sealed to somebody else, or changed") from error


def _secret(shared: bytes, shown: bytes, to: bytes) -> bytes:
    return HKDF(hashes.SHA256(), _KEY, shown + to, b"pos.seal.1").derive(shared)
