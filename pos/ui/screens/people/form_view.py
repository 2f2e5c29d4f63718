"""What is filled in of somebody who works here, as it was typed, and where a refusal belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, get_args

from pos.domain.errors import TillError
from pos.domain.powers import Role
from pos.till.feed import Language, Staff
from pos.ui.screens.figures.periods import read_day
from pos.ui.screens.people.field import Name

FIELDS: tuple[Name, ...] = get_args(Name)
DAYS: tuple[Literal["valid_from", "valid_until", "trained_on"], ...] = ("valid_from", "valid_until", "trained_on")
ROLES: tuple[Role, ...] = get_args(Role)
LANGUAGES: tuple[Language, ...] = get_args(Language)
Place: TypeAlias = Name | Literal["role"]


@dataclass(frozen=True, slots=True)
class FormCourse:
    """`staff` is "" for somebody new. `wrong` is said at its place."""

    staff: str = ""
    role: Role = "cashier"
    language: Language = "ko"
    place: Place | None = None
    wrong: str = ""
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What is written, read: a day that is none is named in `no_day`."""

    name: str
    valid_from: date | None
    valid_until: date | None
    trained_on: date | None
    no_day: Place | None = None


def read(texts: dict[Name, str]) -> Filled:
    """The fields as values."""
    days = {name: read_day(texts[name]) if texts[name] else None for name in DAYS}
    no_day = next((name for name in DAYS if texts[name] and days[name] is None), None)
    return Filled(texts["name"], days["valid_from"], days["valid_until"], days["trained_on"], no_day)


def written(one: Staff | None) -> dict[Name, str]:
    """What stands in the fields to begin with."""
    if one is None:
        return dict.fromkeys(FIELDS, "")
    days = {"valid_from": one.valid_from, "valid_until": one.valid_until, "trained_on": one.trained_on}
    return {name: one.name if name == "name" else str(days[name] or "") for name in FIELDS}


def place_of(error: TillError, before: Staff | None, role: Role) -> Place | None:
    """The field a refusal is about; None where it is about none."""
    if error.code == "staff.name":
        return "name"
    if error.code == "staff.days":
        return "valid_until"
    if error.code in ("staff.own_role", "staff.last_manager"):
        return "role" if before is None or before.role != role else "valid_until"
    return None
