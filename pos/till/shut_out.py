"""The mall shut this till out: nobody signs in here any more, whoever is there is signed out, and nothing is lost.

A payment that is under way is finished first. There is no way back: a till that was in strange hands gets another key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pos.domain.errors import Refused
from pos.till import session
from pos.till.counter import Counter, Notice
from pos.till.ports import PinVerdict

CODE = "mall.revoked"
"""What the mall says to a till that is shut out."""


class Nobody:
    """Implements `pos.till.ports.Pins` where nobody's PIN is looked at any more.

    Mutable: `note` writes that down, and is there until it did.
    """

    def __init__(self, note: Callable[[], None] | None = None) -> None:
        self.note = note

    def check(self, *_: object, **__: object) -> PinVerdict:
        """Raises Refused("till.shut_out")."""
        raise Refused("till.shut_out")

    def verifier(self, *_: object) -> str:
        """Raises Refused("till.shut_out")."""
        raise Refused("till.shut_out")

    def badge(self, *_: object) -> str:
        """Raises Refused("till.shut_out")."""
        raise Refused("till.shut_out")

    def locked_until(self, staff_id: str, *, now: datetime) -> datetime | None:
        """Waiting helps nobody."""

    def forgive(self, staff_id: str, *, now: datetime) -> None:
        """There is nothing to forgive."""

    def keep_time(self, **_: object) -> bool:
        """No time gives anything back."""
        return False

    def confirm_time(self, told: datetime, *, now: datetime) -> None:
        """See `keep_time`."""


def is_shut_out(counter: Counter) -> bool:
    """Whether this till has heard it."""
    return isinstance(counter.ports.pins, Nobody)


async def hear(counter: Counter, note: Callable[[], None]) -> None:
    """Shut this till, also for the time after a restart: `note` writes it down, on the disk lane. Again is nothing."""
    if not is_shut_out(counter):
        counter.ports.pins = Nobody(note)
        tell(counter)
    await leave(counter)


def tell(counter: Counter) -> None:
    """Say it aloud."""
    counter.tell(Notice(CODE, grade="error"))
    counter.touch("staff")


async def leave(counter: Counter) -> None:
    """Whoever is signed in at a till that is shut out leaves, once no payment is under way; and where it could not be
    written down yet, that is tried again."""
    pins = counter.ports.pins
    if not isinstance(pins, Nobody):
        return
    try:
        if pins.note is not None:
            await counter.ports.disk.run(pins.note)
            pins.note = None
    finally:
        if counter.staff is not None and not counter.is_busy:
            await session.sign_out(counter)
