"""What a journal can say of people: by their number, never by a name."""

from __future__ import annotations

from typing import TypeAlias

from pos.domain.people.access import ListExported, RecordOpened, RecordRefused
from pos.domain.people.joining import ConsentsChanged, MemberJoined
from pos.domain.people.retention import RecordsDestroyed
from pos.domain.people.rights import RequestDone, RequestMade
from pos.domain.people.standing import (
    LossAnnounced,
    MemberLeft,
    MembershipLost,
    MemberSuspended,
    MemberTold,
    SuspensionLifted,
)

PersonFact: TypeAlias = (
    MemberJoined
    | ConsentsChanged
    | MemberSuspended
    | SuspensionLifted
    | LossAnnounced
    | MembershipLost
    | MemberTold
    | MemberLeft
    | RequestMade
    | RequestDone
    | RecordOpened
    | RecordRefused
    | ListExported
    | RecordsDestroyed
)
