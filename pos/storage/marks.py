"""Blind indexes: people and places found again by a keyed hash, so that the database says nothing to who reads it."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import Any

from pos.domain.delivery import Recipient
from pos.domain.members import phone_digits
from pos.domain.spelling import plain
from pos.till.feed import Member

SECRET = "blind_secret"
_PLACE_BYTES, _BYTES = 16, 8
_TAIL, _TAIL_FROM = 4, 2
_MOBILE_FROM, _MOBILE_MOST = 5, 16
_NAME_MOST = 24
_SECRET_OF = "SELECT value FROM setting WHERE name = ?"

_END = re.compile(r"-(M\d+)$")
_IS_END = re.compile(r"M\d+")


@dataclass(frozen=True, slots=True, repr=False)
class Marks:
    """Makes marks under the database's own secret. Equal texts have equal marks; nothing leads back."""

    secret: bytes

    def of_member(self, member: Member) -> frozenset[bytes]:
        """Everything a member is found by beside the number, each beginning of it: name, mobile from five digits on,
        its last four digits from two on; and the end of a number that a till gave ("M000123"), which is what people
        read aloud. Who has left has none."""
        if member.standing == "withdrawn":
            return frozenset()
        digits, name = phone_digits(member.mobile)[:_MOBILE_MOST], _letters(member.name)[:_NAME_MOST]
        tail = phone_digits(member.mobile)[-_TAIL:]
        marks = {self._mark("name", name[:end]) for end in range(1, len(name) + 1)}
        marks |= {self._mark("tail", tail[:end]) for end in range(_TAIL_FROM, len(tail) + 1)}
        marks |= {self._mark("mobile", digits[:end]) for end in range(_MOBILE_FROM, len(digits))}
        marks |= {self._mark("end", end) for end in _END.findall(member.number)}
        return frozenset(marks | {self._mark("mobile", digits)} if digits else marks)

    def asked(self, text: str) -> frozenset[bytes]:
        """What a search text could be the mark of."""
        typed = re.sub(r"[\W_]", "", plain(text))
        if typed.isdigit():  # up to four of them are an end, though a whole number would lose its leading 00
            is_end = len(typed) <= _TAIL
            return frozenset({self._mark("tail", typed) if is_end else self.mobile(phone_digits(text))})
        name, end = _letters(text), typed.upper()
        marks = {self._mark("end", end)} if _IS_END.fullmatch(end) else set()
        return frozenset(marks | ({self._mark("name", name[:_NAME_MOST])} if name else set()))

    def mobile(self, digits: str) -> bytes:
        """The mark of a mobile, or of its beginning."""
        return self._mark("mobile", digits[:_MOBILE_MOST])

    def place(self, recipient: Recipient) -> str:
        """The mark of an address, however it is spaced, and in whichever field its parts stand."""
        written = " ".join((recipient.postcode, recipient.address, recipient.detail))
        return self._digest("place", _squeezed(written))[:_PLACE_BYTES].hex()

    def _mark(self, kind: str, value: str) -> bytes:
        """Short, for a member has a dozen: that two texts of a shop's members met in it is not to be expected."""
        return self._digest(kind, value)[:_BYTES]

    def _digest(self, kind: str, value: str) -> bytes:
        return hmac.digest(self.secret, f"{kind}\0{value}".encode(), "sha256")


def read_marks(cursor: Any) -> Marks:
    """The marks of this database."""
    return Marks(bytes.fromhex(cursor.execute(_SECRET_OF, (SECRET,)).fetchone()[0]))


def _letters(text: str) -> str:
    return "".join(letter for letter in plain(text).casefold() if letter.isalnum())


def _squeezed(text: str) -> str:
    """Letters and digits alone; only between two numbers something stays, or 11-2 and 1-12 would be one house."""
    words = re.sub(r"[\W_]+", " ", plain(text).casefold())
    return re.sub(r"(?<=\d) (?=\d)", "-", words).replace(" ", "")
