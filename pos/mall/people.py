"""The members of the whole chain: who they are, how they are found, which boutiques know them.

Of a member who has left it keeps the number and nothing else, and finds nobody. Who has two numbers is one member.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from pos.domain.errors import Refused
from pos.domain.members import Mark, phone_digits
from pos.mall import aliases, changes, tables
from pos.mall.statements import put, read_all, read_one
from pos.till.feed import Member

MOST_FOUND = 10
_SHORTEST_MOBILE = 9


def keep(connection: sa.Connection, member: Member) -> Member:
    """Put a member in, or in place of what was known of them; what is kept of them is returned."""
    if member.standing == "withdrawn":
        member = Member(member.number, "", "", "withdrawn")
    mobile = phone_digits(member.mobile)
    row = {"number": member.number, "standing": member.standing, "mobile": mobile, "last_four": mobile[-4:]}
    put(connection, tables.member, row | {"document": msgspec.json.encode(member)})
    return member


def known(connection: sa.Connection, number: str) -> Member | None:
    """Who is known by a number, be it one of two, be it of somebody who has left."""
    c = tables.member.c
    root = aliases.root_of(connection, number)
    return read_one(connection, sa.select(c.document).where(c.number == root), Member)


def is_gone(connection: sa.Connection, number: str) -> bool:
    """Whether this was a member's number, who has left."""
    member = known(connection, number)
    return member is not None and member.standing == "withdrawn"


def member_of(connection: sa.Connection, number: str) -> Member:
    """A member. Raises Refused("member.unknown") for nobody, and for who has left."""
    member = known(connection, number)
    if member is None or member.standing == "withdrawn":
        raise Refused("member.unknown")
    return member


def find(connection: sa.Connection, text: str) -> tuple[Member, ...]:
    """Members by number, by mobile in any spelling, or by its last four digits; at most ten, in order of number."""
    text = text.strip()
    if "\0" in text:  # which not every database can be asked for
        return ()
    digits = phone_digits(text)
    c = tables.member.c
    numbers = {aliases.root_of(connection, number) for number in (text, text.upper())}
    fits: list[sa.ColumnElement[bool]] = [c.number.in_(numbers)]
    if len(digits) == 4 and text.isdigit():
        fits.append(c.last_four == digits)
    elif len(digits) >= _SHORTEST_MOBILE:
        fits.append(c.mobile == digits)
    query = sa.select(c.document).where(sa.or_(*fits), c.standing != "withdrawn")
    return read_all(connection, query.order_by(c.number).limit(MOST_FOUND), Member)


def mark(connection: sa.Connection, number: str, what: Mark) -> None:
    """Remember something about a member that a manager should know."""
    put(connection, tables.mark, {"member": number, "mark": what})


def marks_of(connection: sa.Connection, number: str) -> tuple[Mark, ...]:
    """What is remembered about a member, under any of their numbers."""
    c = tables.mark.c
    query = sa.select(c.mark).where(c.member.in_(aliases.numbers_of(connection, number))).distinct()
    return tuple(connection.execute(query.order_by(c.mark)).scalars())


def knowers(connection: sa.Connection, number: str) -> tuple[str, ...]:
    """The boutiques that know a member."""
    return changes.boutiques_with(connection, "member", aliases.root_of(connection, number))
