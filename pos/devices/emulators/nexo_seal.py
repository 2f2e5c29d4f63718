"""The terminal's end of sealed messages, after the public description; it shares nothing with the driver's."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class TerminalKey:
    """A shared key by its name and version."""

    def __init__(self, name: str, version: int, passphrase: str) -> None:
        self.name, self.version = name, version
        material = hashlib.pbkdf2_hmac("sha1", passphrase.encode("ascii"), b"AdyenNexoV1Salt", 4000, dklen=80)
        self._mac, self._cipher, self._vector = material[:32], material[32:64], material[64:]

    def unwrap(self, secured: dict[str, Any]) -> dict[str, Any] | None:
        """What is inside, or None where it was sealed with another key or changed."""
        trailer = secured.get("SecurityTrailer", {})
        if (trailer.get("KeyIdentifier"), trailer.get("KeyVersion")) != (self.name, self.version):
            return None
        try:
            opener = self._aes(base64.b64decode(trailer["Nonce"])).decryptor()
            padded = opener.update(base64.b64decode(secured["NexoBlob"])) + opener.finalize()
            text = padded[: -padded[-1]]
            expected = hmac.new(self._mac, text, hashlib.sha256).digest()
            if not hmac.compare_digest(expected, base64.b64decode(trailer["Hmac"])):
                return None
            inside: dict[str, Any] = json.loads(text)
        except (KeyError, ValueError, IndexError):
            return None
        return inside

    def wrap(self, header: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
        """A message sealed."""
        text, nonce = json.dumps(message).encode(), secrets.token_bytes(16)
        fill = 16 - len(text) % 16
        closer = self._aes(nonce).encryptor()
        blob = closer.update(text + bytes([fill]) * fill) + closer.finalize()
        return {
            "MessageHeader": header,
            "NexoBlob": base64.b64encode(blob).decode(),
            "SecurityTrailer": {
                "AdyenCryptoVersion": 1,
                "KeyIdentifier": self.name,
                "KeyVersion": self.version,
                "Nonce": base64.b64encode(nonce).decode(),
                "Hmac": base64.b64encode(hmac.new(self._mac, text, hashlib.sha256).digest()).decode(),
            },
        }

    def _aes(self, nonce: bytes) -> Cipher[modes.CBC]:
        mixed = (int.from_bytes(self._vector, "big") ^ int.from_bytes(nonce, "big")).to_bytes(16, "big")
        return Cipher(algorithms.AES(self._cipher), modes.CBC(mixed))
