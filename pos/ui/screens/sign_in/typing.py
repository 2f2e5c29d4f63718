"""What is typed at sign-in, step by step: a PIN, and where it was given out a new one, twice. It holds digits, never
longer than it must."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pos.domain.pin import LONGEST

Stage: TypeAlias = Literal["pin", "new", "again"]


class Typing:
    """Mutable: the digits so far. A PIN goes by itself once it is whole; a new one goes with Enter."""

    def __init__(self) -> None:
        self.stage: Stage = "pin"
        self.digits = self._old = self._new = ""
        self.is_unlike = False

    def forget(self) -> None:
        """Nothing typed, and nothing remembered."""
        self.stage, self.digits, self._old, self._new, self.is_unlike = "pin", "", "", "", False

    def key(self, name: str, *, whole: int) -> bool:
        """A digit, or "Backspace". True where a PIN has its `whole` number of digits."""
        self.digits = self.digits[:-1] if name == "Backspace" else (self.digits + name)[:LONGEST]
        return self.stage == "pin" and name != "Backspace" and len(self.digits) >= whole

    def take(self) -> str:
        """The PIN to be checked; it stands on no screen any more."""
        pin, self.digits = self.digits, ""
        return pin

    def renew(self, old: str) -> None:
        """The PIN was right, and a new one is wanted."""
        self.stage, self.digits, self._old, self._new, self.is_unlike = "new", "", old, "", False

    def twice(self) -> tuple[str, str] | None:
        """Enter in the middle of a new PIN: old and new once both times agree, None before.

        Where they differ it begins anew, and `is_unlike` says so.
        """
        typed = self.take()
        if self.stage == "new":
            self.stage, self._new, self.is_unlike = "again", typed, False
            return None
        if typed != self._new:
            self.renew(self._old)
            self.is_unlike = True
            return None
        return self._old, typed
