"""Whose addresses may be seen: those of the member at the basket, once it is written down that somebody looks."""

from __future__ import annotations

from collections.abc import Callable

from pos.domain.delivery import Recipient
from pos.domain.errors import TillError
from pos.till import membership
from pos.till.people import records
from pos.ui.desk import Desk
from pos.ui.screens.delivery.view import places_of

NOBODY = Recipient("", "", "", "")
_WHAT = ("name", "mobile", "address")


class Sight:
    """Mutable: for whom, at which basket, and before whom the record was opened."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = self._asked = ("", "", "")

    def begin(self, then: Callable[[], object]) -> None:
        """Go on once the member's record is open, or cannot be; at once where there is nobody, or it is open."""
        now = self._now()
        if not now[2] or now in (self._open, self._asked):
            if now != self._asked:
                then()
            return
        self._asked = now

        def seen(_: object) -> None:
            self._asked = ("", "", "")
            if self._now() == now:
                self._open = now
                then()

        def not_seen(error: TillError) -> None:
            self._asked = ("", "", "")
            self._desk.refused(error)
            then()

        story = records.open_record(self._desk.counter, now[2], "delivery", what=_WHAT)
        self._desk.do(story, then=seen, otherwise=not_seen)

    def places(self) -> tuple[Recipient, ...]:
        """The stored addresses, as far as they may be seen."""
        return places_of(self._desk.counter) if self._is_open else ()

    def whose(self) -> Recipient:
        """Name and phone of the member, but for what they asked to have corrected; nothing of who may not be seen."""
        member = membership.attached(self._desk.counter)
        if member is None or not self._is_open:
            return NOBODY
        frozen = self._desk.counter.ports.people.frozen(member.number)
        name = "" if "name" in frozen else member.name
        return Recipient(name, "" if "mobile" in frozen else member.mobile, "", "")

    @property
    def _is_open(self) -> bool:
        now = self._now()
        return bool(now[2]) and now == self._open

    def _now(self) -> tuple[str, str, str]:
        counter = self._desk.counter
        staff, basket, member = counter.staff, counter.basket, membership.attached(counter)
        return (staff.id if staff else "", basket.id if basket else "", member.number if member and staff else "")
