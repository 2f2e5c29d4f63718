"""Members, sealed: each person's fields under a key of their own, so that destroying the key destroys the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection

from pos.storage.engine import cursor_of
from pos.storage.marks import Marks, read_marks
from pos.storage.sealing import fresh_key, seal, unseal
from pos.till.feed import Member

_KEY = "SELECT secret FROM person_key WHERE number = ?"
_PUT_KEY = "INSERT INTO person_key (number, secret) VALUES (?, ?)"
_PUT = "INSERT OR REPLACE INTO member (number, standing, sealed) VALUES (?, ?, ?)"
_UNMARK = "DELETE FROM member_mark WHERE number = ?"
_MARK = "INSERT INTO member_mark (mark, number) VALUES (?, ?)"
_GET = "SELECT secret, sealed FROM member JOIN person_key USING (number) WHERE number = ?"
_FIND = (
    "SELECT number FROM member WHERE standing <> 'withdrawn' "
    "AND (number IN (?, ?) OR number IN (SELECT number FROM member_mark WHERE mark IN ({}))) ORDER BY number LIMIT ?"
)
_EVERY = "SELECT number FROM member"
_encode = msgspec.json.Encoder().encode
_member = msgspec.json.Decoder(Member)


def take_in(connection: Connection, members: Iterable[Member]) -> None:
    """Add members or replace what is known of them, with the marks they are found by."""
    cursor, marks = cursor_of(connection), None
    for member in members:
        marks = marks or read_marks(cursor)
        row = cursor.execute(_KEY, (member.number,)).fetchone()
        key = row[0] if row else fresh_key()
        if row is None:
            cursor.execute(_PUT_KEY, (member.number, key))
        sealed = seal(key, _encode(member), of=member.number)
        cursor.execute(_PUT, (member.number, member.standing, sealed))
        _mark(cursor, marks, member)


def mark_again(connection: Connection) -> None:
    """Make the marks of every member anew, after those who knew no marks."""
    cursor = cursor_of(connection)
    marks = read_marks(cursor)
    for (number,) in cursor.execute(_EVERY).fetchall():
        if (member := opened(cursor, number)) is not None:
            _mark(cursor, marks, member)


def by_number(connection: Connection, number: str) -> Member | None:
    """A member, opened with their own key."""
    return opened(cursor_of(connection), number)


def opened(cursor: Any, number: str) -> Member | None:
    """A member, opened with their own key; None without the member or the key."""
    row = cursor.execute(_GET, (number,)).fetchone()
    return _member.decode(unseal(row[0], row[1], of=number)) if row else None


def find(cursor: Any, marks: Marks, text: str, most: int) -> tuple[Member, ...]:
    """Members by number, mobile, its last four digits or whole name; see `pos.till.books.Books.find_members`."""
    if not _is_text(text):
        return ()
    asked = tuple(marks.asked(text))
    query = _FIND.format(", ".join("?" * len(asked)))
    number = text.strip()
    numbers = cursor.execute(query, (number, number.upper(), *asked, most)).fetchall()
    found = (opened(cursor, number) for (number,) in numbers)
    return tuple(member for member in found if member is not None)


def _mark(cursor: Any, marks: Marks, member: Member) -> None:
    cursor.execute(_UNMARK, (member.number,))
    rows = [(mark, member.number) for mark in marks.of_member(member)]
    if rows:
        cursor.executemany(_MARK, rows)


def _is_text(text: str) -> bool:
    """Whether it can be written at all: a scanner may read the half of a letter."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
