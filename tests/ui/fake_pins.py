"""PINs in memory."""

from __future__ import annotations

from datetime import datetime, timedelta

from pos.till.feed import Staff
from pos.till.ports import PinVerdict
from tests.open_pins import PinStand


class FakePins(PinStand):
    """The right PIN is the one the demo shows; the fifth wrong one locks for five minutes."""

    def __init__(self) -> None:
        super().__init__()
        self.failures = 0

    def check(self, staff: Staff, pin: str, *, now: datetime) -> PinVerdict:
        if self.failures >= 5:
            return PinVerdict(right=False, failures=self.failures, until=now + timedelta(minutes=5))
        if pin == staff.demo_pin:
            self.failures = 0
            return PinVerdict(right=True)
        self.failures += 1
        return PinVerdict(right=False, failures=self.failures)
