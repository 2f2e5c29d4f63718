"""What the mall was told beside the journal and has lost: addresses, members and who works here, once more.

Until the mall has it, what was changed here of somebody lies over its copy, so that no PIN comes back that is over.
"""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from sqlalchemy import Connection

from pos.domain.facts import decode_fact
from pos.domain.journal import Entry
from pos.domain.people.staff import BadgeSet, PinSet, StaffAdded, StaffChanged, StaffFact, StaffRemoved
from pos.storage import staff
from pos.storage.journal import OF_EPOCHS, entries
from pos.till.feed import Staff, StaffChange

_BATCH = 500
_ADDRESSES = (
    "UPDATE recipient SET state = 'waiting' WHERE state = 'sent' AND sealed <> x'' "
    "AND sale IN (SELECT id FROM sale WHERE seq >= ?)"
)
_WAIT = (
    "INSERT OR REPLACE INTO member_waiting (number, epoch, seq) "
    "SELECT number, ?, ? FROM member WHERE number = ? AND standing <> 'withdrawn'"
)
_CHANGED = "INSERT OR IGNORE INTO staff_change (epoch, seq, body) VALUES (?, ?, ?)"
_STAFF = tuple(kind.__name__ for kind in get_args(StaffFact))
_KINDS = ("MemberJoined", "ConsentsChanged", "RequestDone")
_NAMED = ", ".join(repr(kind) for kind in (*_KINDS, *_STAFF))
_ABOUT_PEOPLE = f"{OF_EPOCHS} AND seq >= ? AND seq < ? AND kind IN ({_NAMED})"
_encode = msgspec.json.Encoder().encode


def send_again(connection: Connection, till: str, *, since: int) -> None:
    """Bring what belongs to the entries from a place on once more, where it is still here."""
    connection.exec_driver_sql(_ADDRESSES, (since,))
    end = connection.exec_driver_sql("SELECT seq FROM journal ORDER BY epoch DESC, seq DESC LIMIT 1").scalar() or 0
    people = {one.id: one for one in staff.everybody(connection)}
    for first in range(since, end + 1, _BATCH):
        for entry in entries(connection, till, _ABOUT_PEOPLE, (first, first + _BATCH)):
            _wait(connection, entry, people)


def _wait(connection: Connection, entry: Entry, people: dict[str, Staff]) -> None:
    try:
        fact = decode_fact(entry.payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    if isinstance(fact, get_args(StaffFact)):
        change = _change(fact, people.get(fact.staff))
        if change is not None:
            connection.exec_driver_sql(_CHANGED, (entry.epoch, entry.seq, _encode(change)))
    else:
        connection.exec_driver_sql(_WAIT, (entry.epoch, entry.seq, str(getattr(fact, "member", ""))))


def _change(fact: StaffFact, now: Staff | None) -> StaffChange | None:
    """What an entry changed of somebody, with the name, PIN and badge they have now."""
    if now is None:
        return None
    pin: dict[str, Any] = {"pin_verifier": now.pin_verifier, "demo_pin": now.demo_pin, "pin_digits": now.pin_digits}
    match fact:
        case StaffAdded():
            return StaffChange(now.id, **_standing(fact, now), **pin, must_change=True, badge="")
        case StaffChanged():
            return StaffChange(now.id, **_standing(fact, now))
        case StaffRemoved(_, None):
            return StaffChange(now.id, active=False, badge="")
        case StaffRemoved(_, last_day):
            return StaffChange(now.id, valid_until=last_day)
        case PinSet(_, how):
            return StaffChange(now.id, **pin, must_change=how == "first")
        case BadgeSet(_, has_one):
            return StaffChange(now.id, badge=now.badge if has_one else "")
        case _:
            return None


def _standing(fact: StaffAdded | StaffChanged, now: Staff) -> dict[str, Any]:
    names = ("role", "valid_from", "valid_until", "trained_on")
    return {name: getattr(fact, name) for name in names} | {"name": now.name, "language": now.language}
