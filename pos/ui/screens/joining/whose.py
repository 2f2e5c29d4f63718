"""Whose mobile it is already: this till knows at once, the mall is asked beside the typing, and may be silent."""

from __future__ import annotations

from collections.abc import Callable

from pos.domain.errors import TillError, Unavailable
from pos.domain.members import phone_digits
from pos.till import membership
from pos.till.feed import Member
from pos.ui.desk import Desk


class Whose:
    """`known` gets who has the mobile that was asked about last, `heard` whether the mall could be asked."""

    def __init__(
        self, desk: Desk, *, known: Callable[[str, Member | None], object], heard: Callable[[bool], object]
    ) -> None:
        self._desk, self._known, self._heard = desk, known, heard
        self._asked = ""

    def is_known_here(self, mobile: str) -> bool:
        """Say who has it here; False where nobody has."""
        ports = self._desk.counter.ports
        number = ports.people.has_mobile(mobile)
        if number is not None:
            self._known(number, ports.books.member(number))
        return number is not None

    def ask(self, mobile: str) -> None:
        """Ask the mall about a mobile, once."""
        digits = phone_digits(mobile)
        if digits != self._asked:
            self._asked = digits
            self._desk.counter.ports.start(self._hear(digits))

    def forget(self) -> None:
        """What the mall still answers is of no interest any more."""
        self._asked = ""

    async def _hear(self, digits: str) -> None:
        try:
            found = await membership.find_at_mall(self._desk.counter, digits)
        except TillError as error:
            if digits == self._asked:
                self._asked = ""  # so that it is asked again
                self._heard(not isinstance(error, Unavailable))
            return
        if digits != self._asked:
            return
        self._heard(True)
        gone = self._desk.counter.ports.people.is_gone
        same = (one for one in found if phone_digits(one.mobile) == digits and not gone(one.number))
        member = next(same, None)
        if member is not None:
            self._known(member.number, member)
