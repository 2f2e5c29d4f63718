"""What the manager's page asks of the till's database. Every question is quick at any size, on the disk lane."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from pos.domain.sums.figures import Figures, Oddity, Told


class Ledgers(Protocol):
    """The sums of this till's past, kept up in the transaction of every sale."""

    def figures(self, first: date, last: date) -> Figures:
        """A day or a period of business days, both ends included; `products` holds the fifty best."""

    def days(self) -> tuple[date, date] | None:
        """The first and the last business day there are figures of."""

    def told(
        self, first: date, last: date, *, who: str = "", oddity: Oddity | None = None, most: int = 500
    ) -> tuple[Told, ...]:
        """The entries behind a figure, newest first: by person, by what a manager looks at, or both."""
