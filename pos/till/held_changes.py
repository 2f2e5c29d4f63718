"""What the feed brought that is not believed yet, as the till keeps it beside what it goes on with."""

from __future__ import annotations

from typing import Protocol

import msgspec

from pos.domain.plus import Plan
from pos.domain.promotions import Promotion
from pos.domain.settled import Thing
from pos.till.reading import NOT_UNDERSTOOD


class HeldChange(msgspec.Struct, frozen=True):
    """One thing in the version that arrived: what it is, which, why it is held, and its bytes (`pos.till.reading`).

    `arrived_at` is ISO 8601, `cursor` the place of the page that brought it.
    """

    kind: str
    key: str
    reasons: tuple[str, ...]
    digest: str
    arrived_at: str
    cursor: int
    body: bytes = b""

    @property
    def is_understood(self) -> bool:
        """Whether it can be released: what a newer program reads cannot be, here."""
        return NOT_UNDERSTOOD not in self.reasons

    @property
    def thing(self) -> Thing:
        """By which it is named in the journal."""
        return Thing(self.kind, self.key, self.digest)


class HeldChanges(Protocol):
    """The till's database as to what is held; quick enough for the screen's own thread."""

    def all(self) -> tuple[HeldChange, ...]:
        """Everything that is held, in order of kind and key."""

    def count(self) -> int:
        """How many things are held."""

    def plan(self, plan_id: str) -> Plan | None:
        """A plan as it holds now."""

    def promotion(self, promotion_id: str) -> Promotion | None:
        """A promotion as it holds now."""


class NothingHeld:
    """Implements `HeldChanges` where no feed arrives."""

    def all(self) -> tuple[HeldChange, ...]:
        """See HeldChanges."""
        return ()

    def count(self) -> int:
        """See HeldChanges."""
        return 0

    def plan(self, plan_id: str) -> Plan | None:  # noqa: ARG002 - nobody asks where nothing is held
        """See HeldChanges."""
        return None

    def promotion(self, promotion_id: str) -> Promotion | None:  # noqa: ARG002 - nobody asks where nothing is held
        """See HeldChanges."""
        return None


NOTHING_HELD = NothingHeld()
