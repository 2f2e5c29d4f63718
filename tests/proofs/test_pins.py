"""PINs cannot be guessed: ten wrong ones an account are looked at in any 24 hours, whatever somebody does to the tills.

An adversary guesses at every till of a boutique, kills it wherever something is written, sets its clock, puts old
copies of its database back, and lets its owner sign in between. With any of the safeties taken out the same harness
goes red.
"""

import random
from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from pos.domain import guesses
from pos.domain.pin import keyed_pin
from pos.storage.pins import PinCheck
from pos.till.feed import Staff
from tests.domain.products import NOW

PEPPER = b"p" * 32
RIGHT, WRONG = "482913", "111111"
VERIFIER = keyed_pin(RIGHT, pepper=PEPPER).hex()
OWNER = Staff("C1", "x", "cashier", VERIFIER)
SCHEDULES, EVENTS = 1_000, 70
DAY = 86_400.0


class Killed(BaseException):
    """The power is gone."""


class World:
    """Real time, which nobody sets, what was looked at in it, and how many writings until the power goes."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.seen: list[float] = []
        self.writes_left = -1

    def looks(self, verifier: str, keyed: bytes) -> bool:
        is_right = verifier == keyed.hex()
        if not is_right:
            self.seen.append(self.seconds)
        return is_right

    def writes(self) -> None:
        if self.writes_left == 0:
            raise Killed
        self.writes_left -= 1

    def most_in_a_day(self) -> int:
        """The most that were looked at in any 24 hours that begin with one."""
        return max((bisect_right(self.seen, at + DAY - 0.001) - place for place, at in enumerate(self.seen)), default=0)


class Place:
    """A place on a disk, on which whole things stand or nothing new."""

    def __init__(self, world: World) -> None:
        self.world, self.content = world, None

    content: bytes | None

    def load(self) -> bytes | None:
        return self.content

    def save(self, ledger: bytes) -> None:
        self.world.writes()
        self.content = ledger


class Machine:
    """A till: its disk outlives its program. `has_guard`, `knows_others` and `is_timed_by_clock` are safeties."""

    def __init__(
        self, world: World, tills: int, *, has_guard: bool, knows_others: bool, is_timed_by_clock: bool
    ) -> None:
        self.world, self.tills = world, tills if knows_others else 1
        self.kept, self.guard = Place(world), Place(world) if has_guard else None
        self.is_timed_by_clock = is_timed_by_clock
        self.offset = 0.0
        self.copies: list[bytes | None] = [None]
        self.starts()

    def starts(self) -> None:
        began = self.world.seconds

        def elapsed() -> float:
            return self.world.seconds + self.offset if self.is_timed_by_clock else self.world.seconds - began

        self.pins = PinCheck(
            self.kept, PEPPER, guard=self.guard, tills=lambda: self.tills, elapsed=elapsed, matches=self.world.looks
        )

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=self.world.seconds + self.offset)

    def tries(self, pin: str) -> None:
        self.pins.check(OWNER, pin, now=self.clock())


def guess(_chance: random.Random, machine: Machine) -> None:
    machine.tries(WRONG)


def guess_and_kill(chance: random.Random, machine: Machine) -> None:
    machine.world.writes_left = chance.randrange(4)
    machine.tries(WRONG)


def owner_comes(_chance: random.Random, machine: Machine) -> None:
    machine.tries(RIGHT)


def restart(_chance: random.Random, machine: Machine) -> None:
    machine.starts()


def set_clock(chance: random.Random, machine: Machine) -> None:
    machine.offset = chance.choice((0.0, chance.uniform(-3, 3) * DAY, chance.uniform(0, 400) * DAY))


def copy(_chance: random.Random, machine: Machine) -> None:
    machine.copies.append(machine.kept.content)


def put_back(chance: random.Random, machine: Machine) -> None:
    machine.kept.content = chance.choice(machine.copies)
    machine.starts()


def wait(chance: random.Random, machine: Machine) -> None:
    machine.world.seconds += chance.choice((60, 300, 1_800, 7_200, 5 * 3_600)) * chance.uniform(0.5, 1.5)


def off(chance: random.Random, machine: Machine) -> None:
    machine.world.seconds += chance.choice((3_600, 36_000, 72_000, 2.5 * DAY)) * chance.uniform(0.5, 1.5)
    machine.starts()


def write_time_down(_chance: random.Random, machine: Machine) -> None:
    machine.pins.keep_time(now=machine.clock())


def hear_from_the_mall(chance: random.Random, machine: Machine) -> None:
    """Its time is true, and up to half a minute old when it is heard."""
    told = NOW + timedelta(seconds=machine.world.seconds - chance.uniform(0, guesses.LATEST_ANSWER))
    machine.pins.confirm_time(told, now=machine.clock())


EVENT: tuple[Callable[[random.Random, Machine], None], ...] = (
    *(guess,) * 12,
    *(guess_and_kill,) * 3,
    *(owner_comes,) * 2,
    *(wait,) * 6,
    *(write_time_down,) * 2,
    *(hear_from_the_mall,) * 2,
    *(off,) * 2,
    *(restart, set_clock, copy, put_back),
)


def play(seed: int, *, has_guard: bool = True, knows_others: bool = True, is_timed_by_clock: bool = False) -> int:
    """One schedule; the most wrong guesses that were looked at in a day."""
    chance, world = random.Random(seed), World()
    tills = chance.randint(1, 3)
    machines = [
        Machine(world, tills, has_guard=has_guard, knows_others=knows_others, is_timed_by_clock=is_timed_by_clock)
        for _ in range(tills)
    ]
    for _ in range(EVENTS):
        machine = chance.choice(machines)
        try:
            chance.choice(EVENT)(chance, machine)
        except Killed:
            machine.starts()
        finally:
            world.writes_left = -1
    return world.most_in_a_day()


def test_nobody_looks_at_more_than_ten_wrong_pins_in_a_day() -> None:
    most = [play(seed) for seed in range(SCHEDULES)]
    assert max(most) == guesses.TRIES_A_DAY, f"seed {most.index(max(most))}"
    assert sum(one >= 8 for one in most) > SCHEDULES // 10, "the adversary tried in earnest"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(partial(play, has_guard=False), id="without the file beside the database"),
        pytest.param(partial(play, knows_others=False), id="where a till does not share with the others"),
        pytest.param(partial(play, is_timed_by_clock=True), id="where the clock serves a day"),
    ],
)
def test_without_a_safety_the_same_schedules_show_it(broken: Callable[[int], int]) -> None:
    assert max(broken(seed) for seed in range(SCHEDULES // 4)) > guesses.TRIES_A_DAY


def test_where_a_right_pin_took_back_the_wrong_ones_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guesses, "right", guesses.forgiven)
    assert max(play(seed) for seed in range(SCHEDULES // 4)) > guesses.TRIES_A_DAY


def test_where_the_mall_takes_back_what_was_guessed_after_the_night_it_tells_of_it_shows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guesses, "_moved", lambda at, _unseen, *, since: at)
    assert max(play(seed) for seed in range(SCHEDULES // 2)) > guesses.TRIES_A_DAY


def test_where_nothing_is_on_disk_before_the_pin_is_looked_at_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_at_first(pins: PinCheck, staff: Staff, pin: str, *, now: datetime) -> object:
        pins._matches(staff.pin_verifier, keyed_pin(pin, pepper=PEPPER))
        return check(pins, staff, pin, now=now)

    check = PinCheck.check
    monkeypatch.setattr(PinCheck, "check", looked_at_first)
    assert max(play(seed) for seed in range(SCHEDULES // 10)) > guesses.TRIES_A_DAY
