"""What goes to the mall apart from the journal, once it holds the entry it belongs to: addresses of orders, people.

All of it is personal, and so is never logged. One that the mall refuses stops no other, and is brought again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from pos.till.books import Sent
from pos.till.feed import MemberSent, StaffSent
from pos.till.ports import Outbox

Letter: TypeAlias = Sent | MemberSent | StaffSent

_MOST = 20


class Carrier(Protocol):
    """Brings a letter to the mall, which has it from then on; again is the same. Raises Refused and Unavailable."""

    def put_recipient(self, sent: Sent) -> None:
        """Bring the address of an order."""

    def put_member(self, sent: MemberSent) -> None:
        """Bring a member as this till knows them."""

    def put_staff(self, sent: StaffSent) -> None:
        """Bring what changed of somebody who works here."""


class Letters:
    """The letters that wait, of every kind. Mutable: it remembers those the mall would not have, to try them last."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._returned: set[str] = set()

    def waiting(self) -> tuple[Letter, ...]:
        """Some letters of each kind, those that came back last; on the disk lane."""
        most = _MOST + len(self._returned)
        outbox = self._outbox
        kinds: Sequence[Callable[..., Sequence[Letter]]] = (
            outbox.unsent_staff,
            outbox.unsent_members,
            outbox.unsent_recipients,
        )
        found = [letter for unsent in kinds for letter in unsent(most=most)]
        return tuple(sorted(found, key=lambda letter: _name(letter) in self._returned))

    def came_back(self, letter: Letter) -> None:
        """The mall would not have it, or was not there."""
        self._returned.add(_name(letter))

    def arrived(self, letter: Letter) -> None:
        """The mall has it; on the disk lane."""
        match letter:
            case Sent():
                self._outbox.recipient_sent(letter.id)
            case MemberSent():
                self._outbox.member_sent(letter)
            case StaffSent():
                self._outbox.staff_sent(letter)
        self._returned.discard(_name(letter))


def bring(carrier: Carrier, letter: Letter) -> None:
    """Bring one letter by the way of its kind."""
    match letter:
        case Sent():
            carrier.put_recipient(letter)
        case MemberSent():
            carrier.put_member(letter)
        case StaffSent():
            carrier.put_staff(letter)


def _name(letter: Letter) -> str:
    """One name for each thing that is told of, whatever it says of it."""
    match letter:
        case Sent(id=name):
            return f"recipient {name}"
        case MemberSent(member=member):
            return f"member {member.number}"
        case StaffSent(epoch=epoch, seq=seq):
            return f"staff {epoch}/{seq}"
