"""Blind indexes: people and places found again by a keyed hash, so that the database says nothing to who reads it."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Any

from pos.domain.delivery import Recipient
from pos.domain.members import phone_digits
from pos.domain.spelling import plain
from pos.till.feed import Member

SECRET = "blind_secret"
_BYTES = 16
_TAIL = 4
_SECRET_OF = "SELECT value FROM setting WHERE name = ?"


@dataclass(frozen=True, slots=True, repr=False)
class Marks:
    """Makes marks under the database's own secret. Equal texts have equal marks; nothing leads back."""

    secret: bytes

    def of_member(self, member: Member) -> frozenset[bytes]:
        """Everything a member is found by beside the number: whole mobile, its last digits, whole name."""
        digits = phone_digits(member.mobile)
        marks = set()
        if digits:
            marks |= {self._mark("mobile", digits), self._mark("tail", digits[-_TAIL:])}
        if name := _letters(member.name):
            marks.add(self._mark("name", name))
        return frozenset(marks)

    def asked(self, text: str) -> frozenset[bytes]:
        """What a search text could be the mark of."""
        typed, name = re.sub(r"[\W_]", "", plain(text)), _letters(text)
        marks = set()
        if typed.isdigit():  # four of them are an end, though a whole number would lose its leading 00
            is_end = len(typed) == _TAIL
            marks.add(self._mark("tail", typed) if is_end else self._mark("mobile", phone_digits(text)))
        if name:
            marks.add(self._mark("name", name))
        return frozenset(marks)

    def place(self, recipient: Recipient) -> str:
        """The mark of an address, however it is spaced, and in whichever field its parts stand."""
        written = " ".join((recipient.postcode, recipient.address, recipient.detail))
        return self._mark("place", _squeezed(written)).hex()

    def _mark(self, kind: str, value: str) -> bytes:
        return hmac.new(self.secret, f"{kind}\0{value}".encode(), hashlib.sha256).digest()[:_BYTES]


def read_marks(cursor: Any) -> Marks:
    """The marks of this database."""
    return Marks(bytes.fromhex(cursor.execute(_SECRET_OF, (SECRET,)).fetchone()[0]))


def _letters(text: str) -> str:
    return "".join(letter for letter in plain(text).casefold() if letter.isalnum())


def _squeezed(text: str) -> str:
    """Letters and digits alone; only between two numbers something stays, or 11-2 and 1-12 would be one house."""
    words = re.sub(r"[\W_]+", " ", plain(text).casefold())
    return re.sub(r"(?<=\d) (?=\d)", "-", words).replace(" ", "")
