"""Two numbers, one person: when two tills apart let the same person join, or let somebody join whom the chain knows.

Same mobile and same name are the same person; the same mobile and another name is for a person to look at. Who is gone
is nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from pos.domain.members import phone_digits
from pos.domain.spelling import plain
from pos.mall import aliases, benefits, changes, dossiers, people, person_facts, persons, reviews, tables
from pos.mall.person_facts import Told
from pos.mall.statements import read_all
from pos.till.feed import Member

MERGED = "member.merged"
SAME_MOBILE = "member.same_mobile"
_c = tables.member.c


def settle(connection: sa.Connection, number: str, *, at: str) -> str:
    """Keep a member as all that was told has them, as one with who they are already; the number they are kept under.

    The boutiques are told of the merging; of the member they are told by `dossiers.tell`.
    """
    before = people.known(connection, number)
    member = refresh(connection, number)
    if member is None:
        return aliases.root_of(connection, number)
    member = _merge(connection, member, at=at)
    mobiles = {member.mobile} if before is None else {member.mobile, before.mobile}
    _look_at(connection, mobiles, at=at)
    return member.number


def refresh(connection: sa.Connection, number: str) -> Member | None:
    """Keep a member as all that was told has them; None where nobody said who it is."""
    member = persons.put_together(connection, number)
    return None if member is None else people.keep(connection, member)


def let_go(connection: sa.Connection, number: str, *, left_at: str, at: str) -> None:
    """Somebody is gone, under every number they had by then: the numbers stay, benefits end, all else is destroyed.

    A number under which they joined again afterwards is somebody of its own again. `at` is the time it is now.
    """
    numbers = aliases.numbers_of(connection, number)
    since = {one: _since(person_facts.joined(connection, one)) for one in numbers}
    until = max(left_at, since[number])
    again = sorted((since[one], one) for one in numbers if since[one] > until)
    before, boutiques = people.known(connection, number), people.knowers(connection, number)
    for gone in set(numbers) - {one for _, one in again}:
        persons.destroy(connection, gone)
        for entitlement in benefits.entitlements_under(connection, gone):
            benefits.end(connection, entitlement, "left")
    people.keep(connection, Member(numbers[0], "", "", "withdrawn"))
    if again:
        _go_on(connection, [one for _, one in again], boutiques, at=at)
    _look_at(connection, set() if before is None else {before.mobile}, at=at)


def _go_on(connection: sa.Connection, numbers: list[str], boutiques: Iterable[str], *, at: str) -> None:
    """Who joined again after they had left, taken for who they were before."""
    first, *others = numbers
    aliases.part(connection, first)
    aliases.lead(connection, others, into=first, at=at)
    _clear(connection, person_facts.joined(connection, first), MERGED)
    settle(connection, first, at=at)
    for boutique in boutiques:
        dossiers.introduce(connection, boutique, first)


def _merge(connection: sa.Connection, member: Member, *, at: str) -> Member:
    """Make one of all who are the same person; the number that was first stays. Those the office made stay apart."""
    same = [one for one in _with_mobile(connection, member.mobile) if _name(one) == _name(member)]
    joined = {one.number: person_facts.joined(connection, one.number) for one in same}
    first, *later = sorted(joined, key=lambda number: (_since(joined[number]), number))
    others = [number for number in later if joined[number] is not None]
    if not others:
        return member
    boutiques = {name for number in others for name in people.knowers(connection, number)}
    for number in others:
        _lead(connection, number, into=first, at=at)
        _put_aside(connection, joined[number], MERGED, at=at)
    persons.adopt(connection, first)
    for boutique in sorted(boutiques):
        dossiers.introduce(connection, boutique, first)
    return refresh(connection, first) or member


def _lead(connection: sa.Connection, number: str, *, into: str, at: str) -> None:
    """What was a member of its own is another one's number; nobody is told of it under its own any more."""
    aliases.lead(connection, aliases.numbers_of(connection, number), into=into, at=at)
    persons.adopt(connection, number)
    connection.execute(tables.member.delete().where(_c.number == number))
    changes.forget(connection, "member", number)
    changes.forget(connection, "dossier", number)


def _look_at(connection: sa.Connection, mobiles: Iterable[str], *, at: str) -> None:
    """Let somebody look at who joined with a mobile that another person has; what cleared up is taken off."""
    for mobile in mobiles:
        found = [(person_facts.joined(connection, one.number), one) for one in _with_mobile(connection, mobile)]
        for nth, (told, _) in enumerate(sorted(found, key=lambda each: (_since(each[0]), each[1].number))):
            if nth == 0:
                _clear(connection, told, SAME_MOBILE)
            else:
                _put_aside(connection, told, SAME_MOBILE, at=at)


def _with_mobile(connection: sa.Connection, mobile: str) -> tuple[Member, ...]:
    """The members with a mobile."""
    digits = phone_digits(mobile)
    query = sa.select(_c.document).where(_c.mobile == digits, _c.mobile != "", _c.standing != "withdrawn")
    return read_all(connection, query.order_by(_c.number), Member)


def _name(member: Member) -> str:
    """A name as two tills may have written it."""
    return "".join(plain(member.name).casefold().split())


def _since(told: Told | None) -> str:
    """When somebody joined; before all others who did by no till."""
    return "" if told is None else told.stamp[0]


def _put_aside(connection: sa.Connection, told: Told | None, reason: str, *, at: str) -> None:
    """Merging is said before all else; what an entry is looked at for otherwise stays."""
    if told is not None and (reason == MERGED or not reviews.reason_of(connection, told.place)):
        reviews.put_aside(connection, told.place, reason, at=at)


def _clear(connection: sa.Connection, told: Told | None, reason: str) -> None:
    if told is not None and reviews.reason_of(connection, told.place) == reason:
        reviews.clear(connection, told.place)
