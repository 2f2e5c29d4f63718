"""The journal: the chain of entries that makes a change in the past show.

An entry is a fact in the till's order. It holds no personal data: people appear by their number only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from pos.domain.facts import Fact, encode_fact, kind_of

_DOMAIN = b"pos.journal.1"
START = bytes(32)
"""The `previous` of the first entry of a till's first epoch."""


class Entry(msgspec.Struct, frozen=True):
    """One fact in the journal, as stored and as sent. `at` is ISO 8601 Korean time with milliseconds."""

    till: str
    epoch: int
    seq: int
    at: str
    day: str
    who: str
    kind: str
    payload: bytes
    previous: bytes
    hash: bytes
    signature: bytes = b""


def write_time(moment: datetime) -> str:
    """An entry's time as it is stored."""
    return moment.isoformat(timespec="milliseconds")


def entry_hash(entry: Entry) -> bytes:
    """SHA-256 over everything the entry says and the hash before it; each text with its length, so none can shift."""
    told = hashlib.sha256(_DOMAIN)
    for text in (entry.till, str(entry.epoch), str(entry.seq), entry.at, entry.day, entry.who, entry.kind):
        raw = text.encode()
        told.update(b"%d:" % len(raw) + raw)
    told.update(b"%d:" % len(entry.payload))
    told.update(entry.payload)
    told.update(entry.previous)
    return told.digest()


def make_entry(fact: Fact, *, till: str, epoch: int, seq: int, at: str, day: date, who: str, previous: bytes) -> Entry:
    """The next entry of a chain, unsigned."""
    bare = Entry(till, epoch, seq, at, day.isoformat(), who, kind_of(fact), encode_fact(fact), previous, b"")
    return msgspec.structs.replace(bare, hash=entry_hash(bare))


class Break(msgspec.Struct, frozen=True):
    """Where a journal does not hold, and how; "payload" is one that can be no fact, or none that could follow."""

    seq: int
    how: Literal["gap", "hash", "previous", "time", "signature", "payload"]


def find_break(entries: Iterable[Entry], *, previous: bytes = START, next_seq: int = 1) -> Break | None:
    """The first entry that does not follow from the one before it, or None where the whole chain holds."""
    at = ""
    for entry in entries:
        if entry.seq != next_seq:
            return Break(next_seq, "gap")
        if entry.previous != previous:
            return Break(entry.seq, "previous")
        if entry_hash(entry) != entry.hash:
            return Break(entry.seq, "hash")
        if entry.at < at:
            return Break(entry.seq, "time")
        previous, next_seq, at = entry.hash, entry.seq + 1, entry.at
    return None
