"""The machine's clock, in Korean time; the one place that asks what time it is."""

from __future__ import annotations

from datetime import datetime

from pos.domain.calendar import KST


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """This instant, in Korean time."""
        return datetime.now(KST)
