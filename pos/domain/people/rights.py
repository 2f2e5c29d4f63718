"""What a member may ask for (privacy policy 6): a copy, a correction, deletion; and how long the shop has for it."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import msgspec

from pos.domain.calendar import WorkingDays
from pos.domain.errors import Refused

RequestKind: TypeAlias = Literal["copy", "correction", "deletion"]
Shown: TypeAlias = Literal["id_card", "app", "card", "guardian"]
"""How somebody showed who they are: an official document, the chain's app, the member's card, as representative."""

Field: TypeAlias = Literal["name", "mobile", "email", "phone", "sex", "address"]
FIELDS: tuple[Field, ...] = ("name", "mobile", "email", "phone", "sex", "address")
ANSWER_DAYS = 10
"""Personal Information Protection Act, articles 35, 36; Enforcement Decree, articles 41, 43."""


class RequestMade(msgspec.Struct, frozen=True, tag="RequestMade"):
    """A member asked for something, having shown who they are. While a correction is open its `fields` are not used."""

    request: str
    member: str
    kind: RequestKind
    shown: Shown
    due: date
    fields: tuple[Field, ...] = ()


class RequestDone(msgspec.Struct, frozen=True, tag="RequestDone"):
    """A request is settled. `told` are the processors that had the old value and were told of the new one."""

    request: str
    member: str
    outcome: Literal["done", "refused", "taken_back"]
    note: str = ""
    told: tuple[str, ...] = ()


class SubjectRequest(msgspec.Struct, frozen=True):
    """A request as it stands; `outcome` is "" while it is open."""

    id: str
    member: str
    kind: RequestKind
    shown: Shown
    made_on: date
    due: date
    fields: tuple[Field, ...] = ()
    outcome: str = ""


def due_day(day: date, days: WorkingDays) -> date:
    """The last day to answer what was asked for on `day`."""
    return days.period_end(day, days=ANSWER_DAYS)


def check_fields(fields: tuple[Field, ...]) -> None:
    """Raises Refused("member.no_field") where nothing, or nothing that is kept, is to be corrected."""
    if not fields or any(field not in FIELDS for field in fields):
        raise Refused("member.no_field")
