"""What happens to a member here: changed at this till, on the way to the mall, limited, gone, merged with another."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from pos.domain.facts import Fact
from pos.domain.members import Dossier, Standing
from pos.domain.people.standing import MemberSuspended, SuspensionLifted
from pos.storage import members, recipients
from pos.storage.engine import cursor_of
from pos.storage.marks import read_marks
from pos.till.feed import MemberSent, Merged
from pos.till.ports import Commit

_WAIT = "INSERT OR REPLACE INTO member_waiting (number, epoch, seq) VALUES (?, ?, ?)"
_TOLD = "DELETE FROM member_waiting WHERE (number, seq) = (?, ?)"
_WAITS = "SELECT 1 FROM member_waiting WHERE number = ?"
_UNSENT = (
    "SELECT member_waiting.epoch, member_waiting.seq, number, secret, sealed FROM member_waiting "
    "JOIN member USING (number) JOIN person_key USING (number) "
    "WHERE member_waiting.seq < ? ORDER BY member_waiting.seq LIMIT ?"
)
_DOSSIER = "SELECT body FROM dossier WHERE member = ?"
_PUT_DOSSIER = "INSERT OR REPLACE INTO dossier (member, body) VALUES (?, ?)"
_OTHERS = "SELECT number FROM member_alias WHERE into_number = ?"
_PART = "DELETE FROM member_alias WHERE number = ?"
_FOLLOW = "UPDATE member_alias SET into_number = ? WHERE into_number = ?"
_ALIAS = "INSERT OR REPLACE INTO member_alias (number, into_number) VALUES (?, ?)"
_BACK_AGAIN = "SELECT member.number FROM gone CROSS JOIN member ON member.number = gone.member"

_dossier = msgspec.json.Decoder(Dossier)


def follow(cursor: Any, commit: Commit, place: tuple[int, int]) -> None:
    """Bring the members in line with a commit whose last entry has this place (epoch, seq)."""
    if commit.member is not None:
        members.put(cursor, read_marks(cursor), commit.member)
        cursor.execute(_WAIT, (commit.member.number, *place))
    for fact in commit.facts:
        _limit(cursor, fact)
    if commit.forget:
        forget(cursor, commit.forget)


def forget(cursor: Any, number: str) -> None:
    """Destroy all that is personal of a member, under every number they had; entries by their number stay.

    Which numbers were theirs stays known too, or what is still under way to one of them would bring it back.
    """
    others = [row[0] for row in cursor.execute(_OTHERS, (number,)).fetchall()]
    for name in (number, *others):
        members.destroy(cursor, name)
        recipients.destroy_sent(cursor, name)


def forget_again(cursor: Any) -> int:
    """Destroy who is gone and came back with an old copy of the database; how many there were."""
    found = [row[0] for row in cursor.execute(_BACK_AGAIN).fetchall()]
    for number in found:
        forget(cursor, number)
    return len(found)


def merge(connection: Connection, merged: tuple[Merged, ...]) -> None:
    """Two numbers are one person: what was kept under the first is destroyed, and leads to the second from now on.

    What the mall has not been told of the first stays until then; nobody finds it any more. A number merged into
    itself is somebody again.
    """
    cursor = cursor_of(connection)
    for one in merged:
        if one.into == one.number:
            cursor.execute(_PART, (one.number,))
            members.show(cursor, one.number)
            continue
        cursor.execute(_FOLLOW, (one.into, one.number))
        cursor.execute(_ALIAS, (one.number, one.into))
        if waits(cursor, one.number):
            members.hide(cursor, one.number)
        else:
            members.destroy(cursor, one.number)


def waits(cursor: Any, number: str) -> bool:
    """Whether the mall has still to be told of a member."""
    return cursor.execute(_WAITS, (number,)).fetchone() is not None


def unsent(cursor: Any, *, before: int, most: int) -> tuple[MemberSent, ...]:
    """Members as they are known here, whose entries the mall holds and whom it was not told of, oldest first."""
    rows = cursor.execute(_UNSENT, (before, most)).fetchall()
    return tuple(MemberSent(epoch, seq, members.unsealed(*sealed)) for epoch, seq, *sealed in rows)


def set_sent(cursor: Any, sent: MemberSent) -> None:
    """The mall knows a member as they were then; one who changed since waits on."""
    number = sent.member.number
    cursor.execute(_TOLD, (number, sent.seq))
    if members.number_now(cursor, number) != number and not waits(cursor, number):
        members.destroy(cursor, number)


def _limit(cursor: Any, fact: Fact) -> None:
    if isinstance(fact, MemberSuspended):
        _stand(cursor, fact.member, "suspended")
    elif isinstance(fact, SuspensionLifted):
        _stand(cursor, fact.member, "active")


def _stand(cursor: Any, number: str, standing: Standing) -> None:
    """The standing of a member, and that of the dossier, by which benefits are given."""
    member = members.opened(cursor, number)
    if member is not None:
        members.put(cursor, read_marks(cursor), replace(member, standing=standing))
    row = cursor.execute(_DOSSIER, (number,)).fetchone()
    if row is not None:
        known = replace(_dossier.decode(row[0]), standing=standing)
        cursor.execute(_PUT_DOSSIER, (number, msgspec.json.encode(known)))
