"""What the sign-in screen says: who may sign in, who was chosen, how much of a PIN is typed. It never holds the PIN."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos.domain.pin import SHORTEST
from pos.till import proving
from pos.till.counter import Counter
from pos.till.feed import Role
from pos.ui import whose
from pos.ui.screens.sign_in.typing import Stage

# The fifth wrong PIN in a row locks a person.
TRIES = 5


@dataclass(frozen=True, slots=True)
class Person:
    """A person to choose. `number` is the digit that chooses them, 0 from the tenth on.

    `drawer` is that of their own open shift, 0 where they have none.
    """

    id: str
    name: str
    role: Role
    number: int
    is_chosen: bool
    demo_pin: str
    drawer: int = 0
    pin_digits: int = SHORTEST


@dataclass(frozen=True, slots=True)
class SignInView:
    """`tries_left` is None before a wrong PIN, `locked_for` the seconds until the chosen one may try again."""

    people: tuple[Person, ...]
    chosen: Person | None
    typed: int
    is_checking: bool
    tries_left: int | None
    locked_for: int
    is_demo: bool
    has_two_drawers: bool = False
    is_training: bool = False
    stage: Stage = "pin"
    is_unlike: bool = False

    @property
    def dots(self) -> int:
        """How many places there are for digits: of a new PIN as many as are typed, and never fewer than it needs."""
        whole = self.chosen.pin_digits if self.chosen and self.stage == "pin" else SHORTEST
        return max(whole, self.typed)

    @property
    def can_type(self) -> bool:
        """Whether a digit is taken now."""
        return self.chosen is not None and not self.is_checking and self.locked_for == 0


def present(
    counter: Counter,
    *,
    chosen: str | None = None,
    typed: int = 0,
    is_checking: bool = False,
    failures: int = 0,
    locked_until: datetime | None = None,
    stage: Stage = "pin",
    is_unlike: bool = False,
) -> SignInView:
    """The view of who may sign in now, with what was typed so far."""
    drawers = {one.cashier: one.drawer for one in counter.ports.shelf.open_shifts() if one.own}
    staff = [one for one in counter.ports.shelf.staff() if proving.may_come(counter, one)]
    people = tuple(
        Person(
            one.id,
            one.name,
            one.role,
            place if place < 10 else 0,
            one.id == chosen,
            one.demo_pin,
            drawers.get(one.id, 0),
            one.pin_digits,
        )
        for place, one in enumerate(staff, start=1)
    )
    return SignInView(
        people=people,
        chosen=next((person for person in people if person.is_chosen), None),
        typed=typed,
        is_checking=is_checking,
        tries_left=max(TRIES - failures, 0) if failures else None,
        locked_for=_seconds_to(locked_until, counter.now()),
        is_demo=any(person.demo_pin for person in people),
        has_two_drawers=whose.has_two(counter),
        is_training=counter.ports.practice.is_on,
        stage=stage,
        is_unlike=is_unlike,
    )


def _seconds_to(moment: datetime | None, now: datetime) -> int:
    """Whole seconds until `moment`, rounded up; 0 once it has come."""
    if moment is None or moment <= now:
        return 0
    left = moment - now
    return left.days * 86_400 + left.seconds + (1 if left.microseconds else 0)
