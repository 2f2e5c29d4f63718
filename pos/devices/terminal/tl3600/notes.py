"""What the till's end remembers of a terminal that knows no attempts: what was asked, and what it had approved before.

On disk before the terminal is asked. It holds no card number but the mask, no barcode and no number of a cash receipt.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from pos.devices.terminal.tl3600.fields import Answer
from pos.domain.calendar import KST
from pos.domain.errors import Unavailable
from pos.domain.money import Won
from pos.domain.tender import CardApproval, TenderKind
from pos.till.paying.cards import CardAnswer
from pos.whole_file import OWNERS_ALONE, replace_whole

KEPT_FOR = timedelta(days=400)
"""A card is given back within a year at most; what is older is forgotten when the till opens."""

Purpose: TypeAlias = Literal["charge", "cancel", "receipt", "receipt_cancel"]
State: TypeAlias = Literal["asked", "lost", "answered", "not_sent"]
"""asked: nobody knows yet. lost: nobody will know from the terminal any more."""


class Last(msgspec.Struct, frozen=True, omit_defaults=True):
    """What names the approval that a terminal said was its last; all empty where there was none."""

    approval_number: str = ""
    at: str = ""
    unique: str = ""
    amount: Won = 0
    kind: str = ""


def last_of(answer: Answer) -> Last:
    """What names this approval."""
    if not answer.is_approved:
        return Last()
    return Last(answer.approval_number, answer.at, answer.unique, answer.amount, answer.kind)


class Note(msgspec.Struct, frozen=True, omit_defaults=True, tag="note"):
    """One asking, by its key. `sent` is the time in the frame's header, which no other frame has.

    `wait` is for how many seconds the terminal may still be busy with it. `charge` is the attempt that a cancellation
    gives back and `original` its approval; `unique` and `kind` are the VAN's number of what was approved, and what a
    cancellation has to call it.
    """

    key: str
    purpose: Purpose
    tender: TenderKind
    amount: Won
    sent: str
    asked_at: datetime
    before: Last
    wait: float
    state: State = "asked"
    answer: CardAnswer | None = None
    unique: str = ""
    kind: str = ""
    charge: str = ""
    number: str = ""
    vat: Won = 0
    original: CardApproval | None = None

    @property
    def is_approved(self) -> bool:
        """Whether the terminal approved it."""
        return self.answer is not None and self.answer.outcome == "approved"


class Moment(msgspec.Struct, frozen=True, tag="time"):
    """The time in the header of a frame that moved nothing."""

    sent: str


class Gap(msgspec.Struct, frozen=True, tag="gap"):
    """The notes of before were gone while the till still had something to ask about."""


_Record: TypeAlias = Note | Moment | Gap
_decoder = msgspec.json.Decoder(_Record)


class Notes:
    """The notes of one terminal, in a file of lines. Mutable: it grows. It is read once and written line by line.

    Writing raises OSError with nothing noted. Another program must not write to the file.
    """

    def __init__(self, path: Path, *, now: datetime, doubts: int = 0) -> None:
        """`doubts`: how much the till still has to ask about. Raises Unavailable("terminal.notes_broken")."""
        self._path = path
        self._has_gap = not path.exists()
        self._notes: dict[str, Note] = {}
        self._last_sent = ""
        self._length = 0
        try:
            self._read(now)
            self._has_gap = self._has_gap and doubts > 0
            self._write_anew()
        except (OSError, ValueError, msgspec.MsgspecError):
            raise Unavailable("terminal.notes_broken", path=str(path)) from None

    def get(self, key: str) -> Note | None:
        """What is noted under a key."""
        return self._notes.get(key)

    @property
    def has_gap(self) -> bool:
        """Whether what the till has to ask about may have stood in notes that were lost."""
        return self._has_gap

    def open(self) -> tuple[Note, ...]:
        """What was asked and may still be found out, oldest first."""
        return tuple(note for note in self._notes.values() if note.state == "asked")

    def cancels_of(self, charge: str) -> tuple[Note, ...]:
        """What was asked to be given back of a charge."""
        return tuple(note for note in self._notes.values() if note.charge == charge)

    def has_approval(self, number: str, *, but: str) -> bool:
        """Whether an approval number belongs to something that is noted under another key."""
        return any(
            note.key != but and note.answer and note.answer.approval and note.answer.approval.approval_number == number
            for note in self._notes.values()
        )

    def next_time(self, now: datetime) -> str:
        """A time for a frame's header that is later than any before, whatever the clock says."""
        sent = _header_time(now)
        if sent <= self._last_sent:
            sent = _header_time(_moment(self._last_sent) + timedelta(seconds=1))
        return sent

    def pass_time(self, sent: str) -> None:
        """Note that a time was used."""
        self._append(Moment(sent))
        self._last_sent = max(self._last_sent, sent)

    def put(self, note: Note) -> None:
        """Note what is asked, or what became of it."""
        self._append(note)
        self._keep(note)

    def remember(self, note: Note) -> None:
        """Keep what became of an asking until the program ends, where the disk would not take it."""
        self._keep(note)

    def _keep(self, note: Note) -> None:
        self._notes[note.key] = note
        self._last_sent = max(self._last_sent, note.sent)

    def _append(self, record: _Record) -> None:
        """Written over whatever a failed write left behind the last whole line."""
        line = msgspec.json.encode(record) + b"\n"
        with self._path.open("r+b") as file:
            file.seek(self._length)
            file.truncate()
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        self._length += len(line)

    def _read(self, now: datetime) -> None:
        content = self._path.read_bytes() if self._path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        for line in whole.splitlines():
            record = _decoder.decode(line)
            if isinstance(record, Note):
                self._keep(record)
            elif isinstance(record, Gap):
                self._has_gap = True
            else:
                self._last_sent = max(self._last_sent, record.sent)
        # A clock that stands far ahead at a start must not forget everything.
        newest = min([now, max((note.asked_at for note in self._notes.values()), default=now)])
        self._notes = {
            key: note
            for key, note in self._notes.items()
            if note.state == "asked" or newest - note.asked_at <= KEPT_FOR
        }

    def _write_anew(self) -> None:
        """One line a note, the last time, and the gap; the old file is there until the new one is."""
        last = [Moment(self._last_sent)] if self._last_sent else []
        records: Iterable[_Record] = (*self._notes.values(), *last, *([Gap()] if self._has_gap else []))
        content = b"".join(msgspec.json.encode(record) + b"\n" for record in records)
        replace_whole(self._path, content, mode=OWNERS_ALONE)
        self._length = len(content)


def _header_time(at: datetime) -> str:
    return at.astimezone(KST).strftime("%Y%m%d%H%M%S")


def _moment(sent: str) -> datetime:
    year, month, day = int(sent[:4]), int(sent[4:6]), int(sent[6:8])
    return datetime(year, month, day, int(sent[8:10]), int(sent[10:12]), int(sent[12:14]), tzinfo=KST)
