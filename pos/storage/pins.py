"""PINs: checked slowly, counted on disk before the answer is known, locked after five wrong ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from pos.domain.calendar import KST
from pos.domain.pin import keyed_pin
from pos.storage.engine import Database
from pos.till.feed import Staff
from pos.till.ports import PinVerdict

TRIES = 5
FIRST_LOCK = timedelta(minutes=5)
TRIES_A_DAY = 10
LONGEST_LOCK = timedelta(days=1)


class PinCheck:
    """Implements `pos.till.ports.Pins` over the till's database; used on a lane of its own."""

    def __init__(self, database: Database, pepper: bytes) -> None:
        self._database, self._pepper = database, pepper
        self._argon2 = PasswordHasher()

    def check(self, staff: Staff, pin: str, *, now: datetime) -> PinVerdict:
        """See `pos.till.ports.Pins.check`. The fifth wrong PIN locks for five minutes, each further one for
        twice as long, the tenth for a day: nobody gets more than ten guesses a day.
        """
        failures, locked_until, last_at = self._read(staff.id)
        # A clock set back does not shorten a lock: time is never before the last failure.
        moment = max(now, last_at) if last_at else now
        if locked_until and moment < locked_until:
            return PinVerdict(False, failures, locked_until)
        failures += 1
        until = moment + _lock_of(failures) if failures >= TRIES else None
        self._write(staff.id, failures, until, moment)
        try:
            self._argon2.verify(staff.pin_verifier, keyed_pin(pin, pepper=self._pepper))
        except (VerifyMismatchError, InvalidHashError):
            return PinVerdict(False, failures, until)
        self._write(staff.id, 0, None, moment)
        return PinVerdict(True)

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
    return LONGEST_LOCK if failures >= TRIES_A_DAY else FIRST_LOCK * 2 ** (failures - TRIES)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
