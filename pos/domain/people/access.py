"""Opening what is personal: for a purpose, by who needs it, and never unseen (privacy policy 7; terms 17)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

Purpose: TypeAlias = Literal[
    "delivery", "service", "warranty", "claim", "refund", "joining", "subject request", "suspension", "marketing"
]
"""What a record may be opened for. Anything else is refused, whoever asks."""


class RecordOpened(msgspec.Struct, frozen=True, tag="RecordOpened"):
    """Somebody saw a member's record unmasked: whose, which fields, and what for. Who and when are the entry's."""

    member: str
    what: tuple[str, ...]
    purpose: str


class RecordRefused(msgspec.Struct, frozen=True, tag="RecordRefused"):
    """Somebody wanted to see a member's record and may not."""

    member: str
    purpose: str


class ListExported(msgspec.Struct, frozen=True, tag="ListExported"):
    """A list of people left the till: which, how many stand on it, why, and to whom it was handed over.

    "marketing" holds who may be written to, "access" who opened whose record.
    """

    kind: Literal["marketing", "access"]
    count: int
    reason: str
    processor: str = ""


class Opening(msgspec.Struct, frozen=True):
    """One line of the access log: who saw whose record, what of it and why; `is_refused`: who wanted to."""

    at: datetime
    who: str
    member: str
    what: tuple[str, ...]
    purpose: str
    is_refused: bool = False
