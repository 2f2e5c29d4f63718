"""Numbers that turned out to be one member: which number stands for which. It keeps no name and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from pos.mall import changes, tables
from pos.mall.changes import change_of
from pos.mall.statements import put
from pos.till.feed import Merged

_c = tables.member_alias.c


def root_of(connection: sa.Connection, number: str) -> str:
    """The number that a member is kept under; the same one for whom nothing was merged."""
    found = connection.execute(sa.select(_c.into).where(_c.number == number)).scalar_one_or_none()
    return found or number


def numbers_of(connection: sa.Connection, number: str) -> tuple[str, ...]:
    """Every number of a member, the one they are kept under first."""
    own = sa.select(_c.into).where(_c.number == number)
    query = sa.select(_c.number, _c.into).where(sa.or_(_c.into == number, _c.into.in_(own)))
    rows = connection.execute(query.order_by(_c.number)).all()
    return (rows[0].into, *(row.number for row in rows)) if rows else (number,)


def merged_at(connection: sa.Connection, number: str) -> str:
    """Since when a number stands for another one, "" where it does not."""
    found = connection.execute(sa.select(_c.merged_at).where(_c.number == number)).scalar_one_or_none()
    return found or ""


def lead(connection: sa.Connection, numbers: Iterable[str], *, into: str, at: str) -> None:
    """Let numbers stand for another one, which leads nowhere itself, and tell every boutique."""
    told = sorted(set(numbers) - {into})
    connection.execute(tables.member_alias.delete().where(_c.number == into))
    for number in told:
        put(connection, tables.member_alias, {"number": number, "into": into, "merged_at": at})
    changes.announce(connection, [change_of(Merged(number, into)) for number in told])


def part(connection: sa.Connection, number: str) -> None:
    """Let a number stand for itself again, and tell every boutique."""
    if connection.execute(tables.member_alias.delete().where(_c.number == number)).rowcount:
        changes.announce(connection, [change_of(Merged(number, number))])
