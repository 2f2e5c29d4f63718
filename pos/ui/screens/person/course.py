"""Where somebody is on a member's page: which section, which step of what they do there, and what they see of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from pos.domain.audit.lines import Line
from pos.domain.people.rights import FIELDS, Field, RequestKind, SubjectRequest
from pos.domain.people.standing import Suspension
from pos.till.counter import Counter
from pos.till.feed import Member
from pos.till.people.rights import PersonCopy

Stage: TypeAlias = Literal[
    "page",
    "purpose",
    "fields",
    "identity",
    "copy",
    "correct",
    "corrected",
    "leave",
    "refuse",
    "suspend",
    "lift",
    "announce",
    "cancel",
    "tell",
]
WRITES_A_NOTE = frozenset({"refuse", "suspend", "lift", "announce"})


@dataclass(frozen=True, slots=True)
class Whole:
    """Personal. A record that was opened, what for, and when that was written down."""

    member: Member
    purpose: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """`chosen` is the row of this step, `about` the request that is asked for or seen to.

    `told` is when they were told of how their membership stands, newest first.
    `fields` are those to be corrected; `done` is what was just done to the membership, and is to be told.
    """

    number: str = ""
    section: str = "profile"
    stage: Stage = "page"
    chosen: str = ""
    kind: RequestKind = "copy"
    about: str = ""
    fields: tuple[Field, ...] = ()
    told_processors: tuple[str, ...] = ()
    done: Literal["", "suspension", "loss", "lifted"] = ""
    told: tuple[Line, ...] = ()
    whole: Whole | None = None
    copy: PersonCopy | None = None
    is_busy: bool = False


def member_of(counter: Counter, course: Course) -> Member | None:
    """Who it is about, None once they have left."""
    people = counter.ports.people
    gone = not course.number or people.is_gone(course.number)
    member = None if gone else counter.ports.books.member(course.number)
    return None if member is None or member.standing == "withdrawn" else member


def open_requests(counter: Counter, number: str) -> tuple[SubjectRequest, ...]:
    """What they asked for that is not settled, the first due first."""
    return tuple(one for one in counter.ports.people.requests(number) if not one.outcome)


def request_of(counter: Counter, course: Course) -> SubjectRequest | None:
    """The open request that is seen to: the one of the section, or the one a step is about."""
    wanted = course.about if course.stage != "page" else course.section.removeprefix("request:")
    return next((one for one in open_requests(counter, course.number) if one.id == wanted), None)


def may_handle(counter: Counter) -> bool:
    """Whether who is signed in settles what members ask for."""
    return counter.may("handle_subject_requests")


def stands(counter: Counter, member: Member) -> Suspension | None:
    """How a limited membership stands, as far as this till limited it."""
    return counter.ports.people.suspension(member.number) if member.standing == "suspended" else None


def toggled(fields: tuple[Field, ...], name: str) -> tuple[Field, ...]:
    """One more to be corrected, or one less, in the order of the record."""
    now = set(fields) ^ {name}
    return tuple(field for field in FIELDS if field in now)
