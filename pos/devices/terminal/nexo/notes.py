"""What the driver remembers while the till is off: which attempts it asked, and the terminal's numbers for them.

Nothing of a card is in it but what a journal may keep. It may be lost: then the terminal is asked instead.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from pathlib import Path

import msgspec

from pos.domain.tender import CardApproval
from pos.whole_file import replace_whole

MOST = 20_000
_LETTERS = 10


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """One attempt: the terminal's number for it and its time, once known; of a cancellation, whose it is."""

    attempt: str
    number: str = ""
    at: str = ""
    approval: CardApproval | None = None


class Notes:
    """The notes by attempt, newest last, on disk before anything is asked. Mutable: it is written to."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._notes: dict[str, Note] = {}
        self._is_short = not path.exists()
        if not self._is_short:
            self._read(path.read_bytes())

    def of(self, attempt: str) -> Note | None:
        """What is noted of an attempt; None where it was never asked from here."""
        return self._notes.get(attempt)

    def write(self, note: Note) -> None:
        """Keep a note. Raises OSError."""
        if not self._is_short:  # only now: whoever just looks changes nothing
            self._shorten()
        line = msgspec.json.encode(note) + b"\n"
        with self._path.open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        self._notes[note.attempt] = note

    def _read(self, content: bytes) -> None:
        for line in content.splitlines():
            try:
                note = msgspec.json.decode(line, type=Note)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue  # the last one of a power cut: what it was about had not been asked
            self._notes[note.attempt] = note

    def _shorten(self) -> None:
        """Keep the newest, one line each; older payments are found by the terminal, or by their approval.

        A line that was cut off must not swallow the next, either.
        """
        kept = self._notes = dict(list(self._notes.items())[-MOST:])
        replace_whole(self._path, b"".join(msgspec.json.encode(note) + b"\n" for note in kept.values()))
        self._is_short = True


def service_of(attempt: str) -> str:
    """The number of the message an attempt is asked by: the same for the same attempt, on any machine."""
    return base64.b32encode(hashlib.sha256(attempt.encode()).digest())[:_LETTERS].decode()


def service_for_once() -> str:
    """A number for a message that nobody will ask about."""
    return base64.b32encode(secrets.token_bytes(_LETTERS))[:_LETTERS].decode()
