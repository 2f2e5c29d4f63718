"""Members, sealed: each person's fields under a key of their own, so that destroying the key destroys the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from pos.storage import recipients
from pos.storage.engine import cursor_of
from pos.storage.marks import Marks, read_marks
from pos.storage.people import known_better
from pos.storage.sealing import fresh_key, seal, unseal
from pos.till.feed import Member

_KEY = "SELECT secret FROM person_key WHERE number = ?"
_PUT_KEY = "INSERT INTO person_key (number, secret) VALUES (?, ?)"
_PUT = "INSERT OR REPLACE INTO member (number, standing, sealed) VALUES (?, ?, ?)"
_UNMARK = "DELETE FROM member_mark WHERE mark = ? AND number = ?"
_UNMARK_BLINDLY = "DELETE FROM member_mark WHERE number = ?"
_MARK = "INSERT OR IGNORE INTO member_mark (mark, number) VALUES (?, ?)"
_GET = "SELECT secret, sealed FROM member JOIN person_key USING (number) WHERE number = ?"
_NOW = "SELECT into_number FROM member_alias WHERE number = ?"
_EVERY = "SELECT number FROM member ORDER BY number"
_IS_THERE = "SELECT 1 FROM member WHERE number = ?"
_DESTROY = tuple(f"DELETE FROM {table} WHERE number = ?" for table in ("person_key", "member", "member_waiting"))
_DESTROY_DOSSIER = "DELETE FROM dossier WHERE member = ?"
_DESTROY_HELD = "DELETE FROM held_change WHERE key = ? AND kind IN ('dossiers', 'members')"
_BATCH = 20_000
_encode = msgspec.json.Encoder().encode
_member = msgspec.json.Decoder(Member)


def take_in(connection: Connection, members: Iterable[Member]) -> None:
    """Add members as the mall has them, or replace what is known.

    A change that the mall was not told of is not undone: see `pos.storage.people.known_better` for what else is not.
    Of who left elsewhere nothing stays but the number.
    """
    cursor, marks = cursor_of(connection), None
    rows: list[tuple[bytes, str]] = []
    for told in members:
        ours = known_better(cursor, told.number)
        if ours.is_no_more or ours.waits:
            continue
        if told.standing == "withdrawn":
            destroy(cursor, told.number)
            recipients.destroy_sent(cursor, told.number)
            told = Member(told.number, "", "", "withdrawn")
        marks = marks or read_marks(cursor)
        new = _put(cursor, marks, replace(told, standing=ours.standing_of(told.standing)))
        rows += [(mark, told.number) for mark in new]
    cursor.executemany(_MARK, sorted(rows))  # in their order, for the sake of the tree that they grow into


def put(cursor: Any, marks: Marks, member: Member) -> None:
    """Add a member or replace what is known of them, with the marks they are found by."""
    new = _put(cursor, marks, member)
    cursor.executemany(_MARK, sorted((mark, member.number) for mark in new))


def show(cursor: Any, number: str) -> None:
    """Let a member be found again who was hidden."""
    member = opened(cursor, number)
    if member is not None:
        cursor.executemany(_MARK, [(mark, number) for mark in read_marks(cursor).of_member(member)])


def mark_again(connection: Connection) -> None:
    """Make the marks of every member anew, after those who knew other marks."""
    cursor = cursor_of(connection)
    marks = read_marks(cursor)
    cursor.execute("DELETE FROM member_mark")
    numbers = [row[0] for row in cursor.execute(_EVERY).fetchall()]
    for start in range(0, len(numbers), _BATCH):
        some = (opened(cursor, number) for number in numbers[start : start + _BATCH])
        rows = [(mark, member.number) for member in some if member for mark in marks.of_member(member)]
        cursor.executemany(_MARK, sorted(rows))


def by_number(connection: Connection, number: str) -> Member | None:
    """A member, opened with their own key."""
    return opened(cursor_of(connection), number)


def opened(cursor: Any, number: str) -> Member | None:
    """A member, opened with their own key; None without the member or the key."""
    row = cursor.execute(_GET, (number,)).fetchone()
    return unsealed(number, *row) if row else None


def unsealed(number: str, secret: bytes, sealed: bytes) -> Member:
    """A member from what lies on the disk of them."""
    return _member.decode(unseal(secret, sealed, of=number))


def number_now(cursor: Any, number: str) -> str:
    """The number under which somebody is known since two numbers were found to be one person's."""
    row = cursor.execute(_NOW, (number,)).fetchone()
    return row[0] if row else number


def hide(cursor: Any, number: str) -> None:
    """Let nobody find a member any more."""
    _unmark(cursor, number, _marks_of(cursor, read_marks(cursor), number))


def destroy(cursor: Any, number: str) -> None:
    """Destroy all that is personal of a member: row, marks, key, dossier, and what waits for the mall."""
    hide(cursor, number)
    for statement in (*_DESTROY, _DESTROY_DOSSIER, _DESTROY_HELD):
        cursor.execute(statement, (number,))


def _put(cursor: Any, marks: Marks, member: Member) -> frozenset[bytes]:
    """Write a member, and take away the marks that are theirs no more; the marks that are still to be made."""
    number = member.number
    before = _marks_of(cursor, marks, number)
    row = cursor.execute(_KEY, (number,)).fetchone()
    key = row[0] if row else fresh_key()
    if row is None:
        cursor.execute(_PUT_KEY, (number, key))
    cursor.execute(_PUT, (number, member.standing, seal(key, _encode(member), of=number)))
    after = marks.of_member(member)
    _unmark(cursor, number, before - after)
    return after - before


def _marks_of(cursor: Any, marks: Marks, number: str) -> frozenset[bytes]:
    """The marks that stand for a member; where the key is gone nobody can tell, and all of the number go."""
    member = opened(cursor, number)
    if member is not None:
        return marks.of_member(member)
    if cursor.execute(_IS_THERE, (number,)).fetchone() is not None:
        cursor.execute(_UNMARK_BLINDLY, (number,))
    return frozenset()


def _unmark(cursor: Any, number: str, marks: Iterable[bytes]) -> None:
    cursor.executemany(_UNMARK, [(mark, number) for mark in marks])
