"""What the mall was told beside the journal and has lost: addresses and members are on their way once more."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from pos.domain.facts import Fact, decode_fact
from pos.storage.journal import OF_EPOCHS, entries

_BATCH = 500
_ADDRESSES = (
    "UPDATE recipient SET state = 'waiting' WHERE state = 'sent' AND sealed <> x'' "
    "AND sale IN (SELECT id FROM sale WHERE seq >= ?)"
)
_WAIT = (
    "INSERT OR REPLACE INTO member_waiting (number, epoch, seq) "
    "SELECT number, ?, ? FROM member WHERE number = ? AND standing <> 'withdrawn'"
)
_KINDS = ("MemberJoined", "ConsentsChanged", "RequestDone")
_OF_MEMBERS = f"{OF_EPOCHS} AND seq >= ? AND seq < ? AND kind IN ({', '.join(repr(kind) for kind in _KINDS)})"


def send_again(connection: Connection, till: str, *, since: int) -> None:
    """Bring what belongs to the entries from a place on once more, where it is still here."""
    connection.exec_driver_sql(_ADDRESSES, (since,))
    end = connection.exec_driver_sql("SELECT seq FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1").scalar() or 0
    for first in range(since, end + 1, _BATCH):
        for entry in entries(connection, till, _OF_MEMBERS, (first, first + _BATCH)):
            if number := _member_in(entry.payload):
                connection.exec_driver_sql(_WAIT, (entry.epoch, entry.seq, number))


def _member_in(payload: bytes) -> str:
    try:
        fact: Fact = decode_fact(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return str(getattr(fact, "member", ""))
