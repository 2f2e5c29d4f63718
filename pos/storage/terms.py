"""The versions of the terms that this till has: taken in only where they are understood and were announced in time."""

from __future__ import annotations

import logging
from datetime import datetime, time

from sqlalchemy import Connection

from pos.domain.calendar import KST
from pos.domain.errors import Refused
from pos.domain.policy import Policies, Policy, check_notice, read_policy

_log = logging.getLogger(__name__)
_ALL = "SELECT version, document FROM policy ORDER BY effective_from"
_KNOWN = "SELECT document FROM policy WHERE version = ?"
_PUT = "INSERT INTO policy (version, effective_from, document) VALUES (?, ?, ?)"


def stored(connection: Connection) -> tuple[Policy, ...]:
    """Every version that was accepted, oldest first."""
    rows = connection.exec_driver_sql(_ALL).all()
    return tuple(policy for row in rows if (policy := _readable(row.version, row.document)))


def take_in(connection: Connection, document: str) -> str:
    """Accept one version, or say the code of what is against it, "" where nothing is.

    A version that is there already never changes.
    """
    try:
        policy = read_policy(document)
        known = connection.exec_driver_sql(_KNOWN, (policy.version,)).scalar()
        if known is not None:
            return "" if known == document else "policy.rejected"
    except Refused as error:
        return error.code
    if not was_announced(connection, policy):
        return "policy.notice"
    connection.exec_driver_sql(_PUT, (policy.version, policy.effective_from.isoformat(), document))
    return ""


def was_announced(connection: Connection, policy: Policy) -> bool:
    """Whether new terms say of themselves that they were announced in time."""
    try:
        check_notice(policy, _in_force(connection, policy))
    except Refused:
        return False
    return True


def _in_force(connection: Connection, announced: Policy) -> Policy | None:
    """The terms that bound when new ones were announced: these say how long before that has to be (3 (4))."""
    try:
        return Policies(stored(connection)).at(datetime.combine(announced.announced_on, time(), KST))
    except Refused:
        return None


def _readable(version: str, document: str) -> Policy | None:
    """A stored version, unless another program stored it and this one cannot read it: the others still hold."""
    try:
        return read_policy(document)
    except Refused:
        _log.warning("version %s of the terms cannot be read and is left out", version)
        return None
