"""PINs: checked slowly, counted on disk before the answer is known. What may be guessed says `pos.domain.guesses`.

The ledger of guesses stands in the database and in a file beside it, and the newer one is believed: who puts an old
copy of the database back has forgiven nobody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from msgspec.structs import replace

from pos.domain import guesses
from pos.domain.guesses import Ledger
from pos.domain.pin import keyed_badge, keyed_pin
from pos.storage.engine import Database
from pos.till.feed import Staff
from pos.till.ports import PinVerdict

_GET = "SELECT value FROM setting WHERE name = 'pins'"
_SET = "INSERT OR REPLACE INTO setting (name, value) VALUES ('pins', ?)"
_TILLS = "SELECT count(*) FROM till_key WHERE boutique = ?"
_argon2 = PasswordHasher()


class Keeper(Protocol):
    """A place where the ledger is kept."""

    def load(self) -> bytes | None:
        """What was saved last, None where nothing was, or it is not whole."""

    def save(self, ledger: bytes) -> None:
        """Keep it, on disk when this returns. Raises Unavailable with a disk code."""


class InDatabase:
    """The ledger in the till's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> bytes | None:
        """See `Keeper`."""
        with self._database.read() as connection:
            text = connection.exec_driver_sql(_GET).scalar()
        return None if text is None else str(text).encode()

    def save(self, ledger: bytes) -> None:
        """See `Keeper`."""
        with self._database.write() as connection:
            connection.exec_driver_sql(_SET, (ledger.decode(),))


def tills_of(database: Database, boutique: str) -> int:
    """How many tills a boutique has, as far as this one was told."""
    with database.read() as connection:
        return int(connection.exec_driver_sql(_TILLS, (boutique,)).scalar_one())


def is_right(verifier: str, keyed: bytes) -> bool:
    """Whether a verifier was made of this; slow."""
    try:
        return _argon2.verify(verifier, keyed)
    except (VerifyMismatchError, InvalidHashError):
        return False


class PinCheck:
    """Implements `pos.till.ports.Pins`; used on a lane of its own. Mutable: it knows the ledger once it was read.

    The ledger is kept in one place and, for who puts that one back, in a `guard`. `tills` says how many tills the
    boutique has, `elapsed` is the seconds that this machine ran, which no clock can change.
    """

    def __init__(
        self,
        kept: Keeper,
        pepper: bytes,
        *,
        guard: Keeper | None = None,
        tills: Callable[[], int] = lambda: 1,
        elapsed: Callable[[], float] = time.monotonic,
        matches: Callable[[str, bytes], bool] = is_right,
    ) -> None:
        self._kept, self._guard, self._pepper = kept, guard, pepper
        self._tills, self._elapsed, self._matches = tills, elapsed, matches
        self._ledger: Ledger | None = None
        self._ran_at = 0.0
        self._served_at: dict[str, float] = {}

    def check(self, staff: Staff, pin: str, *, now: datetime) -> PinVerdict:
        """See `pos.till.ports.Pins.check`."""
        ledger = self._with_honest_lock(staff.id, now)
        until = self._until(ledger, staff.id, now)
        if until is not None:
            return PinVerdict(False, ledger.of(staff.id).row, until)
        ledger = self._save(guesses.counted(ledger, staff.id, now=now))
        row = ledger.of(staff.id).row
        self._served_at[staff.id] = self._elapsed() + guesses.lock_of(row).total_seconds()
        if not self._matches(staff.pin_verifier, keyed_pin(pin, pepper=self._pepper)):
            return PinVerdict(False, row, self._until(ledger, staff.id, now))
        self._save(guesses.right(ledger, staff.id))
        del self._served_at[staff.id]
        return PinVerdict(True)

    def verifier(self, pin: str) -> str:
        """See `pos.till.ports.Pins.verifier`."""
        return _argon2.hash(keyed_pin(pin, pepper=self._pepper))

    def badge(self, code: str) -> str:
        """See `pos.till.ports.Pins.badge`."""
        return keyed_badge(code, pepper=self._pepper)

    def locked_until(self, staff_id: str, *, now: datetime) -> datetime | None:
        """See `pos.till.ports.Pins.locked_until`."""
        return self._until(guesses.cut(self._now(), staff_id, now=now), staff_id, now)

    def forgive(self, staff_id: str, *, now: datetime) -> None:  # noqa: ARG002 - what the port has
        """See `pos.till.ports.Pins.forgive`."""
        self._save(guesses.forgiven(self._now(), staff_id))
        self._served_at.pop(staff_id, None)

    def keep_time(self, *, now: datetime) -> bool:  # noqa: ARG002 - what the port has
        """See `pos.till.ports.Pins.keep_time`."""
        ledger = self._now()
        if ledger.waits:
            self._save(replace(ledger, version=ledger.version + 1))
        return ledger.waits

    def confirm_time(self, told: datetime, *, now: datetime) -> None:  # noqa: ARG002 - what the port has
        """See `pos.till.ports.Pins.confirm_time`."""
        before = self._now()
        ledger = guesses.confirmed(before, told)
        if ledger != before:
            self._save(replace(ledger, version=ledger.version + 1))

    def _until(self, ledger: Ledger, staff: str, now: datetime) -> datetime | None:
        """When somebody may try again; a clock put forward does not serve a lock while the till runs."""
        left = timedelta(seconds=max(0.0, self._served_at.get(staff, 0.0) - self._elapsed()))
        ended = (guesses.ends(ledger, staff, now=now), now + left if left else None)
        return max((one for one in ended if one is not None), default=None)

    def _now(self) -> Ledger:
        """The ledger as time has made it."""
        if self._ledger is None:
            self._ledger = self._read()
            self._ran_at = self._ledger.ran - self._elapsed()
        return guesses.at(self._ledger, self._ran_at + self._elapsed(), tills=self._tills())

    def _with_honest_lock(self, staff: str, now: datetime) -> Ledger:
        """A lock that ends later than any was made by a clock that stood ahead: it goes by the clock as it is."""
        before = self._now()
        ledger = guesses.cut(before, staff, now=now)
        return before if ledger == before else self._save(ledger)

    def _read(self) -> Ledger:
        """The newer of the two copies; where the guard is gone that was once there, nobody knows how new it was."""
        kept = _read(self._kept.load())
        if self._guard is None:
            return kept or guesses.NOTHING
        guard = _read(self._guard.load())
        if guard is None:
            return guesses.NOTHING if kept is None else guesses.after_loss(kept)
        return guard if kept is None or kept.version < guard.version else kept

    def _save(self, ledger: Ledger) -> Ledger:
        """In both places, before anything rests on it."""
        text = guesses.written(ledger)
        self._ledger, self._ran_at = ledger, ledger.ran - self._elapsed()
        if self._guard is not None:
            self._guard.save(text)
        self._kept.save(text)
        return ledger


def _read(text: bytes | None) -> Ledger | None:
    try:
        return None if text is None else guesses.read(text)
    except ValueError:
        return None
