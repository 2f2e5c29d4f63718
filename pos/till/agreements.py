"""What the till's own database knows of the days that are compared with the mall: for the disk lane. It asks nobody."""

from __future__ import annotations

from datetime import date
from typing import Final, Protocol

from pos.domain.agreement import Checked, Confirmed, Due, Figures


class Agreements(Protocol):
    """What is to be compared with the mall, and what was found."""

    def due(self, *, again_before: str) -> tuple[Due, ...]:
        """The days to ask about now, oldest first: those that were counted, closed or are over, once the mall has their
        entries; and those of before `again_before` (ISO 8601) of which not all was the same."""

    def figures(self, day: str, until: int) -> Figures:
        """What this till holds of a day up to a place."""

    def places(self, day: str, until: int) -> tuple[int, ...]:
        """The places of a day's entries up to one of them, in order."""

    def keep(self, checked: Checked) -> None:
        """What was found for a day; it takes the place of what was found before."""

    def of(self, first: date, last: date) -> tuple[Checked, ...]:
        """What was found for days, both ends included, in order; days that were not asked about are left out."""

    def differing(self) -> tuple[Checked, ...]:
        """The days that differ, in order."""

    def confirmed(self, day: date) -> Confirmed | None:
        """What the mall has confirmed of a day until now, and of the one before."""


class NothingAsked:
    """Implements `Agreements` where no mall is asked."""

    def due(self, *, again_before: str) -> tuple[Due, ...]:  # noqa: ARG002 - whatever is asked, nothing is due
        """See Agreements."""
        return ()

    def figures(self, day: str, until: int) -> Figures:  # noqa: ARG002 - of no day anything is held
        """See Agreements."""
        return Figures()

    def places(self, day: str, until: int) -> tuple[int, ...]:  # noqa: ARG002 - of no day anything is held
        """See Agreements."""
        return ()

    def keep(self, checked: Checked) -> None:
        """See Agreements."""

    def of(self, first: date, last: date) -> tuple[Checked, ...]:  # noqa: ARG002 - nothing was found
        """See Agreements."""
        return ()

    def differing(self) -> tuple[Checked, ...]:
        """See Agreements."""
        return ()

    def confirmed(self, day: date) -> Confirmed | None:  # noqa: ARG002 - of no day anything is confirmed
        """See Agreements."""
        return None


NOTHING_ASKED: Final = NothingAsked()
