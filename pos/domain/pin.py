"""PINs and badges: what they become before they are stored, the same at the mall and at the till, and which PIN is one.

Neither a PIN nor a badge's code is kept by anybody.
"""

from __future__ import annotations

import hmac
from itertools import pairwise
from typing import Final

from pos.domain.errors import Refused

SHORTEST: Final = 6
LONGEST: Final = 12


def keyed_pin(pin: str, *, pepper: bytes) -> bytes:
    """The PIN keyed with the chain's pepper (HMAC-SHA-256, 32 bytes); argon2id is made of this.

    The pepper is in no database, so that a stolen one is not enough to guess six digits from.
    """
    return hmac.digest(pepper, pin.encode("utf-8", "surrogatepass"), "sha256")


def keyed_badge(code: str, *, pepper: bytes) -> str:
    """A badge's code keyed with the chain's pepper, in hexadecimal; its beginning keeps it apart from any PIN."""
    return hmac.digest(pepper, b"badge:" + code.strip().encode("utf-8", "replace"), "sha256").hex()


def check_new_pin(pin: str, *, old: str = "") -> None:
    """Whether somebody may choose a PIN. Raises Refused("pin.weak", cause=...) and ("pin.same").

    Causes: "digits" for what is not six to twelve digits, "one_digit" (777777), "run" (123456, 987654, 890123),
    "pattern" for a few digits over and over (121212, 123123).
    """
    cause = _weakness(pin)
    if cause:
        raise Refused("pin.weak", cause=cause)
    if pin == old:
        raise Refused("pin.same")


def _weakness(pin: str) -> str:
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return "digits"
    if len(set(pin)) == 1:
        return "one_digit"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    if steps in ({1}, {9}):
        return "run"
    if any(pin == (pin[:size] * len(pin))[: len(pin)] for size in range(2, len(pin) // 2 + 1)):
        return "pattern"
    return ""
