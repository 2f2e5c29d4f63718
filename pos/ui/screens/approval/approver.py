"""Who is to allow something, and how much of their PIN is typed: never the one who asks, and only who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos.domain.errors import TillError
from pos.domain.pin import SHORTEST
from pos.till import proving
from pos.till.counter import Counter
from pos.till.feed import Staff
from pos.ui.screens.sign_in.view import TRIES
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Manager:
    """Somebody to choose, a manager mostly. `demo_pin` is shown in the demo alone."""

    id: str
    name: str
    is_chosen: bool
    demo_pin: str
    pin_digits: int = SHORTEST


@dataclass(frozen=True, slots=True)
class ApproverView:
    """`asks_self` where the one who asks could allow it to others; `tries_left` is None before a wrong PIN."""

    managers: tuple[Manager, ...]
    asks_self: bool
    typed: int
    is_checking: bool
    tries_left: int | None
    locked_for: int

    @property
    def chosen(self) -> Manager | None:
        """Whose PIN is asked for."""
        return next((manager for manager in self.managers if manager.is_chosen), None)

    @property
    def can_type(self) -> bool:
        """Whether a digit is taken now."""
        return self.chosen is not None and not self.is_checking and self.locked_for == 0


class Approver:
    """Mutable. The PIN is forgotten as soon as it was handed on."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._action = ""
        self._chosen, self._pin, self.is_checking = "", "", False
        self._failures: dict[str, int] = {}
        self._locked: dict[str, datetime] = {}

    def begin(self, action: str) -> None:
        """Nothing typed; who is the only one who may allow `action` is chosen."""
        self._action = action
        self._pin, self.is_checking = "", False
        self._failures.clear()
        self._locked.clear()  # they may have been let in again meanwhile
        managers = self.view().managers
        self._chosen = managers[0].id if len(managers) == 1 else ""

    def view(self) -> ApproverView:
        """What is to be seen now."""
        counter = self._counter
        asker = counter.staff
        managers = [one for one in counter.ports.shelf.staff() if self._may(one)]
        others = [one for one in managers if asker is None or one.id != asker.id]
        failures, until = self._failures.get(self._chosen, 0), self._locked.get(self._chosen)
        return ApproverView(
            managers=tuple(_choice(one, self._chosen) for one in others),
            asks_self=counter.may_allow(self._action),
            typed=len(self._pin),
            is_checking=self.is_checking,
            tries_left=max(TRIES - failures, 0) if failures else None,
            locked_for=_seconds(until, counter.now()),
        )

    def _may(self, one: Staff) -> bool:
        counter = self._counter
        return proving.may_come(counter, one) and counter.ports.powers.may_approve(one.role, self._action)

    def choose(self, manager: str) -> None:
        """Another manager; what was typed is gone."""
        if not self.is_checking and manager != self._chosen:
            self._chosen, self._pin = manager, ""

    def badge(self, code: str) -> bool:
        """Somebody's badge was read: they are chosen, and their PIN follows. False for who may not allow this."""
        person = proving.who_has(self._counter, code)
        if person is None or person.id not in {one.id for one in self.view().managers}:
            return False
        self.choose(person.id)
        return True

    def step(self, step: int) -> None:
        """The next one, or the one before."""
        managers = self.view().managers
        if managers:
            at = next((place for place, one in enumerate(managers) if one.is_chosen), -1 if step > 0 else 0)
            self.choose(managers[(at + step) % len(managers)].id)

    def key(self, name: str) -> bool:
        """A digit of the PIN, or "Backspace". True once it is whole."""
        view = self.view()
        if view.chosen is None or not view.can_type:
            return False
        whole = view.chosen.pin_digits
        self._pin = self._pin[:-1] if name == "Backspace" else (self._pin + name)[:whole]
        return len(self._pin) == whole

    def clear(self) -> bool:
        """Forget what was typed. False where nothing was."""
        had_any, self._pin = bool(self._pin), ""
        return had_any

    def hand_on(self) -> tuple[str, str]:
        """Who, and their PIN, to be checked."""
        pin, self._pin, self.is_checking = self._pin, "", True
        return self._chosen, pin

    def refused(self, error: TillError) -> bool:
        """What the check said. True where it is about the PIN, and said by the view."""
        self.is_checking = False
        failures, until = error.facts.get("failures"), error.facts.get("until")
        if error.code == "approval.locked" and isinstance(until, str):
            self._locked[self._chosen] = datetime.fromisoformat(until)
            return True
        if error.code == "approval.wrong_pin" and isinstance(failures, int):
            self._failures[self._chosen] = failures
            return True
        return False


def _choice(one: Staff, chosen: str) -> Manager:
    return Manager(one.id, one.name, one.id == chosen, one.demo_pin, one.pin_digits)


def told(view: ApproverView, words: Words) -> tuple[str, bool]:
    """What is said above the pad, and whether it is bad."""
    if not view.managers:
        return words("approval.no_second" if view.asks_self else "approval.no_manager"), True
    if view.chosen is None:
        return words("approval.choose_other" if view.asks_self else "approval.choose"), False
    if view.is_checking:
        return words("sign_in.checking"), False
    if view.locked_for:
        minutes, seconds = divmod(view.locked_for, 60)
        return words("approval.locked", left=f"{minutes}:{seconds:02}"), True
    if view.tries_left is not None:
        return words("approval.wrong", left=view.tries_left), True
    if view.chosen.demo_pin:
        return words("approval.enter_demo", name=view.chosen.name, pin=view.chosen.demo_pin), False
    return words("approval.enter_other" if view.asks_self else "approval.enter", name=view.chosen.name), False


def _seconds(until: datetime | None, now: datetime) -> int:
    """Whole seconds until then, rounded up."""
    return 0 if until is None or until <= now else -int((now - until).total_seconds() // 1)
