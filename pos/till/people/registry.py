"""What the till keeps of people beside their fields: requests, suspensions, who saw what, what the law keeps.

Protocols like those in `pos.till.ports`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

import msgspec

from pos.domain.people.access import Opening
from pos.domain.people.processors import HandedOver
from pos.domain.people.retention import Kept, RecordKind
from pos.domain.people.rights import Field, SubjectRequest
from pos.domain.people.standing import Suspension
from pos.domain.sale import Sale
from pos.till.feed import Member


class Unreported(msgspec.Struct, frozen=True):
    """How many records were destroyed that no entry tells of yet; `id` names this count."""

    id: str
    counts: dict[RecordKind, int]


class Registry(Protocol):
    """The till's knowledge of people, for reading; quick enough for the screen's own thread where nothing else is said.

    What it changes itself is kept outside the journal's database, or has nothing to do with an entry.
    """

    def next_number(self) -> str:
        """The number of the next member who joins here; to be read where the entry is made, on the disk lane."""

    def is_gone(self, number: str) -> bool:
        """Whether a member left, or lost their membership, at this till."""

    def waits(self, number: str) -> bool:
        """Whether a member joined or was changed here, and the mall has not been told yet."""

    def has_mobile(self, mobile: str) -> str | None:
        """The number of the member known here with a mobile, in any spelling; None where there is none."""

    def suspension(self, number: str) -> Suspension | None:
        """How a limited membership stands, None where this till limited none, or lifted it."""

    def requests(self, number: str = "") -> tuple[SubjectRequest, ...]:
        """Open requests, the first due first; with a number all of that member's, settled ones too."""

    def frozen(self, number: str) -> frozenset[Field]:
        """The fields of a member that wait for a correction and are not used until then."""

    def openings(self, *, first: date, last: date, member: str = "") -> tuple[Opening, ...]:
        """The access log of some days, oldest first; on the disk lane."""

    def sales_of(self, number: str) -> tuple[Sale, ...]:
        """Every sale of this till with a member, oldest first; on the disk lane."""

    def handed_over(self, number: str) -> tuple[HandedOver, ...]:
        """Which deliveries of a member's sales left the shop, by day; `processor` is "delivery", the work."""

    def members(self, *, after: str = "", most: int = 500) -> tuple[Member, ...]:
        """Members known here in order of number, a page at a time; on the disk lane."""

    # --- the separate store ---

    def keep(self, records: Iterable[Kept]) -> None:
        """Put records of a former member into the separate store, each once; on the disk lane, before the member goes.

        Raises Unavailable with a disk code, nothing kept then.
        """

    def kept(self, number: str = "") -> tuple[Kept, ...]:
        """What the separate store holds, of one member or all; on the disk lane."""

    def told_until(self) -> date | None:
        """The day of the newest entry that the mall has taken in, which it does by no other clock than its own; None
        before the first."""

    def destroy_due(self, today: date) -> Unreported | None:
        """Destroy what is kept no longer than until yesterday; what is destroyed and not told yet, None where nothing.

        Repeats what it says until `reported`; on the disk lane.
        """

    def reported(self, count_id: str) -> None:
        """An entry tells of it."""
