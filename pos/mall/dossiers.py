"""What the boutiques that know a member are told: who they are, and what bears on their orders."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from pos.domain.members import Dossier
from pos.mall import aliases, benefits, changes, people
from pos.mall.changes import Change, change_of
from pos.till.feed import Member


def dossier_of(connection: sa.Connection, member: Member) -> Dossier:
    """What bears on a member's orders, as the mall knows it now."""
    number = member.number
    return Dossier(
        number,
        member.standing,
        benefits.entitlements_of(connection, number),
        benefits.uses_of(connection, number),
        people.marks_of(connection, number),
        benefits.easy_orders_of(connection, number),
    )


def introduce(connection: sa.Connection, boutique: str, *numbers: str) -> None:
    """Let a boutique know members; whatever changes about them reaches it from now on."""
    members = [member for number in numbers if (member := people.known(connection, number)) is not None]
    changes.announce(connection, _told(connection, members, (boutique,)))


def tell(connection: sa.Connection, numbers: Iterable[str]) -> None:
    """Bring what changed of members to every boutique that knows them."""
    told: list[Change] = []
    for number in sorted({aliases.root_of(connection, number) for number in numbers}):
        member = people.known(connection, number)
        if member is not None:
            told += _told(connection, [member], people.knowers(connection, number))
    if told:
        changes.announce(connection, told)


def _told(connection: sa.Connection, members: Iterable[Member], boutiques: Iterable[str]) -> list[Change]:
    """Members before their dossiers: a boutique hears who somebody is before it hears what they have."""
    things = [thing for member in members for thing in (member, dossier_of(connection, member))]
    return [change_of(thing, boutique) for boutique in boutiques for thing in things]
