"""What an older program did not understand of the feed is read by a newer one, and then arrives like anything else."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from pos.storage import arrivals, held
from pos.storage.judging import Judge, policy_of
from pos.storage.taking import set_to
from pos.till.held_changes import HeldChange
from pos.till.reading import NOT_UNDERSTOOD, fingerprint, page_of, read_thing

_IS_ANY = "SELECT 1 FROM held_change WHERE reasons = ? LIMIT 1"
_SETTING = "SELECT value FROM setting WHERE name = ?"


def is_any(connection: Connection) -> bool:
    """Whether anything waits for a program that understands it."""
    return connection.exec_driver_sql(_IS_ANY, (NOT_UNDERSTOOD,)).first() is not None


def read_again(connection: Connection, *, till: str, judge: Judge | None) -> tuple[str, ...]:
    """Let arrive what this program understands; the codes of what that comes to.

    What was not kept is asked for again, once by each program that understands something else: the feed tells the
    newest of each thing, so that hearing it twice changes nothing.
    """
    codes: list[str] = []
    for one in held.everything(connection):
        if not one.is_understood and one.body:
            codes += _try(connection, one, till=till, judge=judge)
    missing = [one for one in held.everything(connection) if not one.is_understood and not one.body]
    program = fingerprint()
    before = connection.exec_driver_sql(_SETTING, (arrivals.READ_BY,)).scalar()
    if missing and before != program:
        for one in missing:
            held.drop(connection, one.kind, one.key)
        set_to(connection, "cursor", str(min(one.cursor for one in missing)))
    return tuple(dict.fromkeys(codes))


def _try(connection: Connection, one: HeldChange, *, till: str, judge: Judge | None) -> tuple[str, ...]:
    try:
        thing = one.body.decode() if one.kind == "policies" else read_thing(one.kind, one.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ()
    if one.kind == "policies" and policy_of(thing) is None:
        return ()
    held.drop(connection, one.kind, one.key)
    cursor = int(connection.exec_driver_sql(_SETTING, ("cursor",)).scalar() or 0)
    page = page_of(one.kind, thing, cursor=cursor)
    return arrivals.take_in(connection, page, till=till, judge=judge)
