"""What a person decided about things of the feed that were held: facts of the journal, which name them and no more."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

MOST_IN_ONE = 100
"""So that an entry stays well within a request; more of them are several entries."""


class Thing(msgspec.Struct, frozen=True):
    """One thing of the feed in one version: what it is, which, and the SHA-256 (hexadecimal) of what arrived."""

    kind: str
    key: str
    digest: str


class FeedReleased(msgspec.Struct, frozen=True, tag="FeedReleased"):
    """Things that were held hold from now on, because somebody looked at them and says why."""

    things: tuple[Thing, ...]
    reason: str


class FeedDismissed(msgspec.Struct, frozen=True, tag="FeedDismissed"):
    """Things that were held are not taken in; what was known goes on."""

    things: tuple[Thing, ...]
    reason: str


SettledFact: TypeAlias = FeedReleased | FeedDismissed
