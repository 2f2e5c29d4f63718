"""Finding members as somebody types: by marks alone, in order of the number, so that no name is ever compared."""

from __future__ import annotations

from typing import Any

from pos.domain.members import phone_digits
from pos.storage import members
from pos.storage.marks import Marks
from pos.till.feed import Member

# Both trees are in order of the number: whoever shares a mark with 40,000 others costs ten steps.
_MARKED = "SELECT number FROM member_mark WHERE mark = ? ORDER BY number LIMIT ?"
_ALL_MARKED = "SELECT number FROM member_mark WHERE mark = ? ORDER BY number"
_NUMBERED = (
    "SELECT number FROM member WHERE number >= ? AND number < ? AND standing <> 'withdrawn' "
    "AND NOT EXISTS (SELECT 1 FROM member_alias WHERE member_alias.number = member.number) ORDER BY number LIMIT ?"
)
_SOME = (
    "SELECT number, secret, sealed FROM member JOIN person_key USING (number) WHERE number IN ({}) "
    "AND standing <> 'withdrawn' ORDER BY number"
)
_LAST = "\U0010ffff"


def find(cursor: Any, marks: Marks, text: str, most: int) -> tuple[Member, ...]:
    """Members whom a text could be the beginning of; see `pos.till.books.Books.find_members`."""
    typed = text.strip()
    if not typed or not _can_be_asked(typed):
        return ()
    numbers = set()
    for mark in marks.asked(typed):
        numbers |= {row[0] for row in cursor.execute(_MARKED, (mark, most)).fetchall()}
    for beginning in {typed, typed.upper()}:
        numbers |= {row[0] for row in cursor.execute(_NUMBERED, (beginning, beginning + _LAST, most)).fetchall()}
    found = sorted(numbers)[:most]
    rows = cursor.execute(_SOME.format(", ".join("?" * len(found))), found).fetchall() if found else ()
    return tuple(members.unsealed(*row) for row in rows)


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
