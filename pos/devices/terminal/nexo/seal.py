"""Messages sealed between till and terminal, inside TLS: AES-256-CBC and HMAC-SHA256 under keys made of a passphrase.

The way of sealing, and the names in it, are those of the terminal interface a large provider has published.
"""

from __future__ import annotations

import hashlib
import hmac
import os

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

_SALT, _ROUNDS = b"AdyenNexoV1Salt", 4000
_HMAC, _CIPHER, _IV = 32, 32, 16
_CRYPTO_VERSION = 1


class SealBroken(Exception):
    """It was sealed with another key, or changed on the way."""


class Trailer(msgspec.Struct, frozen=True):
    """How a message is sealed."""

    version: int = msgspec.field(name="AdyenCryptoVersion")
    key: str = msgspec.field(name="KeyIdentifier")
    key_version: int = msgspec.field(name="KeyVersion")
    nonce: bytes = msgspec.field(name="Nonce")
    mac: bytes = msgspec.field(name="Hmac")


class Sealed(msgspec.Struct, frozen=True):
    """A sealed message; its header stands outside as well, and is believed only as far as it agrees with the inside."""

    header: msgspec.Raw = msgspec.field(name="MessageHeader")
    blob: bytes = msgspec.field(name="NexoBlob")
    trailer: Trailer = msgspec.field(name="SecurityTrailer")


class Seal:
    """One key, by its name and version. What it was made of is not kept, and does not show.

    A passphrase with letters beyond ASCII is a ValueError: the world's clients do not agree about their bytes.
    """

    def __init__(self, key: str, version: int, passphrase: str) -> None:
        self._key, self._version = key, version
        drawn = hashlib.pbkdf2_hmac("sha1", passphrase.encode("ascii"), _SALT, _ROUNDS, _HMAC + _CIPHER + _IV)
        self._mac_key, self._cipher_key, self._iv = drawn[:_HMAC], drawn[_HMAC:-_IV], drawn[-_IV:]

    def close(self, header: bytes, message: bytes) -> Sealed:
        """`message` sealed, its header (JSON) beside it."""
        nonce = os.urandom(_IV)
        padder = PKCS7(AES.block_size).padder()
        encryptor = self._cipher(nonce).encryptor()
        blob = encryptor.update(padder.update(message) + padder.finalize()) + encryptor.finalize()
        trailer = Trailer(_CRYPTO_VERSION, self._key, self._version, nonce, self._mac(message))
        return Sealed(msgspec.Raw(header), blob, trailer)

    def open(self, sealed: Sealed) -> bytes:
        """The message inside. Raises SealBroken."""
        trailer = sealed.trailer
        if (trailer.key, trailer.key_version, len(trailer.nonce)) != (self._key, self._version, _IV):
            raise SealBroken
        try:
            decryptor, unpadder = self._cipher(trailer.nonce).decryptor(), PKCS7(AES.block_size).unpadder()
            padded = decryptor.update(sealed.blob) + decryptor.finalize()
            message: bytes = unpadder.update(padded) + unpadder.finalize()
        except ValueError as error:
            raise SealBroken from error
        if not hmac.compare_digest(self._mac(message), trailer.mac):
            raise SealBroken
        return message

    def _cipher(self, nonce: bytes) -> Cipher[CBC]:
        vector = bytes(one ^ other for one, other in zip(self._iv, nonce, strict=True))
        return Cipher(AES(self._cipher_key), CBC(vector))

    def _mac(self, message: bytes) -> bytes:
        return hmac.digest(self._mac_key, message, "sha256")
