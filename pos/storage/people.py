"""What the journal says of people: requests, limits, openings, who is gone. Numbers of members, and no name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec

from pos.domain.calendar import KST
from pos.domain.facts import Fact
from pos.domain.journal import Entry
from pos.domain.members import Standing
from pos.domain.people.access import Opening, RecordOpened, RecordRefused
from pos.domain.people.rights import RequestDone, RequestMade, SubjectRequest
from pos.domain.people.standing import (
    LossAnnounced,
    MemberLeft,
    MembershipLost,
    MemberSuspended,
    Suspension,
    SuspensionLifted,
)
from pos.storage import tables_of_people as tables
from pos.storage.statements import Rows, insertion

_ASK = insertion(tables.subject_request)
_SETTLE = "UPDATE subject_request SET outcome = ? WHERE id = ?"
_SUSPEND = insertion(tables.suspension).replace("INSERT", "INSERT OR REPLACE", 1)
_LIFT = (
    f"{insertion(tables.suspension)} ON CONFLICT (member) "
    "DO UPDATE SET lifted = 1, epoch = excluded.epoch, seq = excluded.seq"
)
_ANNOUNCE = (
    f"{insertion(tables.suspension)} ON CONFLICT (member) DO UPDATE SET lifted = 0, explain_until = "
    "excluded.explain_until, takes_effect = excluded.takes_effect, epoch = excluded.epoch, seq = excluded.seq"
)
_OF_ANOTHER_TILL = 0
"""The reason of a limit that another till's entry tells, and this one has lifted, or announced more of."""
_OPEN = insertion(tables.opening)
_GO = insertion(tables.gone).replace("INSERT", "INSERT OR IGNORE", 1)

OF_PERSON: Final = "(SELECT ?1 UNION ALL SELECT number FROM member_alias WHERE into_number = ?1)"
"""Every number that a person has or had, by the one they have: what was written under another stays under it."""

_SUSPENSION = (
    "SELECT lifted, member, reason, note, since, cure_until, explain_until, takes_effect FROM suspension "
    f"WHERE member IN {OF_PERSON} ORDER BY epoch DESC, seq DESC LIMIT 1"
)
_REQUEST = "SELECT id, member, kind, shown, made_on, due, fields, outcome FROM subject_request WHERE "
_REQUESTS_OPEN = f"{_REQUEST} outcome = '' ORDER BY due, made_on, id"
_REQUESTS_OF = f"{_REQUEST} member IN {OF_PERSON} ORDER BY due, made_on, id"
_OPENINGS = "SELECT at, who, member, what, purpose, refused FROM opening WHERE at >= ? AND at < ? "
_OPENINGS_ALL = f"{_OPENINGS} ORDER BY at, epoch, seq"
_OPENINGS_OF = _OPENINGS_ALL.replace("at >= ? AND at < ?", f"member IN {OF_PERSON} AND at >= ?2 AND at < ?3")
_KNOWN_BETTER = (
    "SELECT EXISTS (SELECT 1 FROM gone WHERE member = ?1) OR EXISTS (SELECT 1 FROM member_alias WHERE number = ?1), "
    "EXISTS (SELECT 1 FROM member_waiting WHERE number = ?1), "
    "(SELECT lifted FROM suspension WHERE member = ?1 AND seq >= "
    "coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'next_expected'), 1))"
)
_IS_GONE = "SELECT 1 FROM gone WHERE member = ?"

FACTS: Final = (
    RecordOpened,
    RecordRefused,
    RequestMade,
    RequestDone,
    MemberSuspended,
    SuspensionLifted,
    LossAnnounced,
    MemberLeft,
    MembershipLost,
)
"""The facts that leave rows here."""


@dataclass(frozen=True, slots=True)
class Better:
    """What this till knows of a member and the mall may not.

    `is_no_more`: gone, or another's number now. `waits`: changed here. `lifted`: whether the limit that an entry tells
    of was taken off again, None where the mall has every such entry.
    """

    is_no_more: bool
    waits: bool
    lifted: bool | None

    def standing_of(self, told: Standing) -> Standing:
        """The standing, where the mall tells another."""
        if self.lifted is None or told == "withdrawn":
            return told
        return "active" if self.lifted else "suspended"


def known_better(cursor: Any, number: str) -> Better:
    """What the mall's word does not undo."""
    no_more, waits, lifted = cursor.execute(_KNOWN_BETTER, (number,)).fetchone()
    return Better(bool(no_more), bool(waits), None if lifted is None else bool(lifted))


def write_rows(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Write the rows that follow from one entry about people; another entry leaves none."""
    if isinstance(fact, RecordOpened):
        what = msgspec.json.encode(fact.what).decode()
        rows.execute(_OPEN, (*_place(entry), entry.who, fact.member, what, fact.purpose, 0))
    elif isinstance(fact, RecordRefused):
        rows.execute(_OPEN, (*_place(entry), entry.who, fact.member, "[]", fact.purpose, 1))
    elif isinstance(fact, RequestMade):
        fields = ",".join(fact.fields)
        due = fact.due.isoformat()
        rows.execute(_ASK, (fact.request, fact.member, fact.kind, fact.shown, entry.at[:10], due, fields, ""))
    elif isinstance(fact, RequestDone):
        rows.execute(_SETTLE, (fact.outcome, fact.request))
    else:
        _standing(rows, entry, fact)


def suspension(cursor: Any, number: str) -> Suspension | None:
    """How a limited membership stands, None where it was lifted."""
    row = cursor.execute(_SUSPENSION, (number,)).fetchone()
    if row is None or row[0]:
        return None
    _, member, reason, note, *days = row
    since, cure, explain, effect = (date.fromisoformat(day) if day else None for day in days)
    assert since is not None and cure is not None  # the columns always hold something
    return Suspension(member, reason, note, since, cure, explain, effect)


def requests(cursor: Any, number: str = "") -> tuple[SubjectRequest, ...]:
    """The open ones, the first due first; or all of a member's."""
    found = cursor.execute(_REQUESTS_OF, (number,)) if number else cursor.execute(_REQUESTS_OPEN)
    return tuple(_request(*row) for row in found.fetchall())


def openings(cursor: Any, first: date, last: date, number: str = "") -> tuple[Opening, ...]:
    """Who saw whose record from one Korean day to another, oldest first."""
    days = (first.isoformat(), (last + timedelta(days=1)).isoformat())
    found = cursor.execute(_OPENINGS_OF, (number, *days)) if number else cursor.execute(_OPENINGS_ALL, days)
    return tuple(
        Opening(datetime.fromisoformat(at).astimezone(KST), who, member, tuple(msgspec.json.decode(what)), purpose, no)
        for at, who, member, what, purpose, no in ((*row[:5], bool(row[5])) for row in found.fetchall())
    )


def is_gone(cursor: Any, number: str) -> bool:
    """Whether a member left, or lost their membership, at this till."""
    return cursor.execute(_IS_GONE, (number,)).fetchone() is not None


def _standing(rows: Rows, entry: Entry, fact: Fact) -> None:
    if isinstance(fact, MemberSuspended):
        cure = fact.cure_until.isoformat()
        known = (fact.reason, fact.note, entry.at[:10], cure, None, None)
        rows.execute(_SUSPEND, (fact.member, entry.epoch, entry.seq, 0, *known))
    elif isinstance(fact, SuspensionLifted):
        day = entry.at[:10]
        rows.execute(_LIFT, (fact.member, entry.epoch, entry.seq, 1, _OF_ANOTHER_TILL, "", day, day, None, None))
    elif isinstance(fact, LossAnnounced):
        days = (fact.explain_until.isoformat(), fact.takes_effect.isoformat())
        told = (_OF_ANOTHER_TILL, fact.note, entry.at[:10], days[0], *days)
        rows.execute(_ANNOUNCE, (fact.member, entry.epoch, entry.seq, 0, *told))
    elif isinstance(fact, MemberLeft):
        rows.execute(_GO, (fact.member, entry.at, "left"))
    elif isinstance(fact, MembershipLost):
        rows.execute(_GO, (fact.member, entry.at, "lost"))


def _place(entry: Entry) -> tuple[str, int, int]:
    return entry.at, entry.epoch, entry.seq


def _request(name: str, member: str, kind: Any, shown: Any, made: str, due: str, fields: str, ended: str) -> Any:
    asked = tuple(fields.split(",")) if fields else ()
    days = date.fromisoformat(made), date.fromisoformat(due)
    return SubjectRequest(name, member, kind, shown, *days, asked, ended)  # type: ignore[arg-type]  # as it was written
