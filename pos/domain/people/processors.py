"""Who works with personal data for the shop (privacy policy 5), from when to when. Read strictly from a document."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from pos.domain.catalogue import Name
from pos.domain.errors import Refused

Work: TypeAlias = Literal["payment", "delivery", "calls", "marketing"]


class Processor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A company that processes personal data for the shop; `until` is its last day, None while it goes on."""

    id: str
    name: Name
    work: Work
    since: date
    until: date | None = None

    def works_on(self, day: date) -> bool:
        """Whether it does on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    processor: tuple[Processor, ...]


class HandedOver(msgspec.Struct, frozen=True):
    """What went to whom: a processor had `fields` of a member since `day`, with which sale."""

    processor: str
    fields: tuple[str, ...]
    day: date
    sale: str = ""


def read_processors(document: str) -> tuple[Processor, ...]:
    """The processors in a document (TOML). Raises Refused("processors.rejected", cause=...)."""
    try:
        return msgspec.convert(tomllib.loads(document), _Document).processor
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise Refused("processors.rejected", cause=str(error)) from error
