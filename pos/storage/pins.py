"""PINs: checked slowly, counted on disk before the answer is known, locked after five wrong ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from pos.domain.calendar import KST
from pos.domain.pin import keyed_badge, keyed_pin
from pos.storage.engine import Database
from pos.till.feed import Staff
from pos.till.ports import PinVerdict

TRIES = 5
FIRST_LOCK = timedelta(minutes=5)
TRIES_A_DAY = 10
LONGEST_LOCK = timedelta(days=1)


class PinCheck:
    """Implements `pos.till.ports.Pins` over the till's database; used on a lane of its own."""

    def __init__(self, database: Database, pepper: bytes, *, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._database, self._pepper, self._elapsed = database, pepper, elapsed
        self._argon2 = PasswordHasher()
        self._served_at: dict[str, float] = {}

    def check(self, staff: Staff, pin: str, *, now: datetime) -> PinVerdict:
        """See `pos.till.ports.Pins.check`. The fifth wrong PIN locks for five minutes, each further one for
        twice as long, the tenth for a day: nobody gets more than ten guesses a day, whatever the clock is set to.
        """
        failures, locked_until, last_at = self._read(staff.id)
        if locked_until is not None and locked_until > now + LONGEST_LOCK:
            # No honest lock ends so late: the clock was ahead then. What is left is counted by the clock as it is.
            locked_until = now + LONGEST_LOCK
            self._write(staff.id, failures, locked_until, now)
        # A clock put forward serves no lock: a day takes a day, as long as the till runs.
        left = timedelta(seconds=max(0.0, self._served_at.get(staff.id, 0.0) - self._elapsed()))
        ends = max(now + left, locked_until or now)
        if now < ends:
            return PinVerdict(False, failures, ends)
        failures += 1
        # A clock set back a little does not shorten a lock: time is not before the last failure.
        moment = last_at if last_at is not None and now < last_at <= now + LONGEST_LOCK else now
        lock = _lock_of(failures)
        until = min(moment + lock, now + LONGEST_LOCK) if lock else None
        self._write(staff.id, failures, until, moment)
        self._served_at[staff.id] = self._elapsed() + lock.total_seconds()
        if not self._is_right(staff, pin):
            return PinVerdict(False, failures, until)
        self._write(staff.id, 0, None, now)
        del self._served_at[staff.id]
        return PinVerdict(True)

    def verifier(self, pin: str) -> str:
        """See `pos.till.ports.Pins.verifier`."""
        return self._argon2.hash(keyed_pin(pin, pepper=self._pepper))

    def badge(self, code: str) -> str:
        """See `pos.till.ports.Pins.badge`."""
        return keyed_badge(code, pepper=self._pepper)

    def forgive(self, staff_id: str, *, now: datetime) -> None:
        """See `pos.till.ports.Pins.forgive`."""
        self._write(staff_id, 0, None, now)

    def keep_time(self, *, now: datetime) -> None:
        """See `pos.till.ports.Pins.keep_time`."""

    def confirm_time(self, told: datetime, *, now: datetime) -> None:
        """See `pos.till.ports.Pins.confirm_time`."""

    def _is_right(self, staff: Staff, pin: str) -> bool:
        try:
            return self._argon2.verify(staff.pin_verifier, keyed_pin(pin, pepper=self._pepper))
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _read(self, staff: str) -> tuple[int, datetime | None, datetime | None]:
        with self._database.read() as connection:
            row = connection.exec_driver_sql("SELECT * FROM pin_failure WHERE staff = ?", (staff,)).first()
        if row is None:
            return 0, None, None
        return row.failures, _moment(row.locked_until), _moment(row.last_at)

    def _write(self, staff: str, failures: int, until: datetime | None, at: datetime) -> None:
        locked = until.astimezone(KST).isoformat() if until else ""
        row = (staff, failures, locked, at.astimezone(KST).isoformat())
        with self._database.write() as connection:
            connection.exec_driver_sql("INSERT OR REPLACE INTO pin_failure VALUES (?, ?, ?, ?)", row)


def _lock_of(failures: int) -> timedelta:
    if failures < TRIES:
        return timedelta(0)
    return LONGEST_LOCK if failures >= TRIES_A_DAY else FIRST_LOCK * 2 ** (failures - TRIES)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
