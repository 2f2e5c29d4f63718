"""Finding members as somebody types: by marks alone, in order of the number, so that no name is ever compared."""

from __future__ import annotations

from typing import Any

from pos.domain.members import phone_digits
from pos.storage import members
from pos.storage.marks import Marks
from pos.till.feed import Member

# Each goes along one tree in order of the number, with what lies sealed of whom it meets: whoever shares a mark with
# 40,000 others costs ten steps. CROSS JOIN keeps it so.
_MARKED = (
    "SELECT mark.number, secret, sealed FROM member_mark AS mark "
    "CROSS JOIN person_key ON person_key.number = mark.number CROSS JOIN member ON member.number = mark.number "
    "WHERE mark.mark = ? ORDER BY mark.number LIMIT ?"
)
_NUMBERED = (
    "SELECT member.number, secret, sealed FROM member CROSS JOIN person_key ON person_key.number = member.number "
    "WHERE member.number >= ? AND member.number < ? AND standing <> 'withdrawn' "
    "AND NOT EXISTS (SELECT 1 FROM member_alias WHERE member_alias.number = member.number) "
    "ORDER BY member.number LIMIT ?"
)
_ALL_MARKED = "SELECT number FROM member_mark WHERE mark = ? ORDER BY number"
_LAST = "\U0010ffff"


def find(cursor: Any, marks: Marks, text: str, most: int) -> tuple[Member, ...]:
    """Members whom a text could be the beginning of; see `pos.till.books.Books.find_members`."""
    typed = text.strip()
    if not typed or not _can_be_asked(typed):
        return ()
    rows: dict[str, tuple[bytes, bytes]] = {}
    for mark in marks.asked(typed):
        rows |= _by_number(cursor.execute(_MARKED, (mark, most)))
    if typed.isascii():  # as every number is
        for beginning in {typed, typed.upper()}:
            rows |= _by_number(cursor.execute(_NUMBERED, (beginning, beginning + _LAST, most)))
    return tuple(members.unsealed(number, *rows[number]) for number in sorted(rows)[:most])


def _by_number(cursor: Any) -> dict[str, tuple[bytes, bytes]]:
    return {number: (secret, sealed) for number, secret, sealed in cursor.fetchall()}


def with_mobile(cursor: Any, marks: Marks, mobile: str) -> str | None:
    """The number of the member with a mobile, in any spelling; None where there is none."""
    digits = phone_digits(mobile)
    if not digits:
        return None
    for (number,) in cursor.execute(_ALL_MARKED, (marks.mobile(digits),)).fetchall():
        member = members.opened(cursor, number)
        if member is not None and phone_digits(member.mobile) == digits:
            return member.number
    return None


def _can_be_asked(text: str) -> bool:
    """Whether it can be written at all: a scanner may read the half of a letter."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
