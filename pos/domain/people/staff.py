"""What happens to the people of a boutique, as the journal keeps it: ids, roles and days, never a name or a PIN."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import msgspec

from pos.domain.powers import Role

Trait: TypeAlias = Literal["role", "language", "name", "valid_from", "valid_until", "trained_on"]
"""What may be changed of somebody who is there."""


class StaffAdded(msgspec.Struct, frozen=True, tag="StaffAdded"):
    """Somebody belongs to the boutique from now on, or from a day to come, perhaps until another."""

    staff: str
    role: Role
    valid_from: date | None = None
    valid_until: date | None = None
    trained_on: date | None = None


class StaffChanged(msgspec.Struct, frozen=True, tag="StaffChanged"):
    """What is known of somebody changed: the traits in `what`, and how role, days and training stand since."""

    staff: str
    what: tuple[Trait, ...]
    role: Role
    valid_from: date | None = None
    valid_until: date | None = None
    trained_on: date | None = None


class StaffRemoved(msgspec.Struct, frozen=True, tag="StaffRemoved"):
    """Somebody goes: `last_day` is the last on which they may sign in, None where that was before."""

    staff: str
    last_day: date | None = None


class PinSet(msgspec.Struct, frozen=True, tag="PinSet"):
    """Somebody has another PIN: "first" is given out by a second person and changed at the first sign-in."""

    staff: str
    how: Literal["first", "own"]


class BadgeSet(msgspec.Struct, frozen=True, tag="BadgeSet"):
    """Somebody's badge is known, or the one they had no longer is."""

    staff: str
    has_one: bool


class PinUnlocked(msgspec.Struct, frozen=True, tag="PinUnlocked"):
    """Wrong PINs of somebody were forgiven by a second person."""

    staff: str


StaffFact: TypeAlias = StaffAdded | StaffChanged | StaffRemoved | PinSet | BadgeSet | PinUnlocked
