"""What the feed brought that is not believed yet, as the till keeps it beside what it goes on with."""

from __future__ import annotations

import msgspec

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
