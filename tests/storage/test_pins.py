"""PINs: five tries, then a lock that neither a kill nor a clock set back opens."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from pos.domain.guesses import FIRST_LOCK, LONGEST_LOCK
from pos.domain.pin import keyed_pin
from pos.storage.pins import InDatabase, PinCheck, is_right
from pos.till.feed import Staff
from pos.till.ports import PinVerdict
from tests.domain.products import NOW
from tests.storage.conftest import Rig

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PEPPER = b"p" * 32


@pytest.fixture
def staff() -> Staff:
    return Staff("C1", "계산원", "cashier", QUICK.hash(keyed_pin("482913", pepper=PEPPER)))


def test_the_right_pin_and_a_wrong_one(rig: Rig, staff: Staff) -> None:
    pins = PinCheck(InDatabase(rig.database), PEPPER)
    assert pins.check(staff, "482913", now=NOW).right
    wrong = pins.check(staff, "111111", now=NOW)
    assert (wrong.right, wrong.failures, wrong.until) == (False, 1, None)
    assert pins.check(staff, "482913", now=NOW).right
    assert pins.check(staff, "111111", now=NOW).failures == 1


def test_another_pepper_is_another_pin(rig: Rig, staff: Staff) -> None:
    assert not PinCheck(InDatabase(rig.database), b"q" * 32).check(staff, "482913", now=NOW).right


def test_five_wrong_ones_lock_for_five_minutes_whatever_is_killed_or_set_back(rig: Rig, staff: Staff) -> None:
    verdicts = []
    for _ in range(5):
        verdicts.append(PinCheck(InDatabase(rig.database), PEPPER).check(staff, "111111", now=NOW))
        rig.reopen()
    assert [verdict.failures for verdict in verdicts] == [1, 2, 3, 4, 5]
    assert [verdict.until for verdict in verdicts] == [None] * 4 + [NOW + timedelta(minutes=5)]
    until = NOW + timedelta(minutes=5)
    assert PinCheck(InDatabase(rig.database), PEPPER).locked_until(staff.id, now=NOW) == until
    assert PinCheck(InDatabase(rig.database), PEPPER).locked_until("C2", now=NOW) is None
    for moment in (NOW + timedelta(minutes=4, seconds=59), NOW - timedelta(days=1)):
        assert not PinCheck(InDatabase(rig.database), PEPPER).check(staff, "482913", now=moment).right
    assert PinCheck(InDatabase(rig.database), PEPPER).check(staff, "482913", now=until).right


class Time:
    """Passes by; and the clock on the wall, which somebody can set. Mutable, as time is."""

    def __init__(self) -> None:
        self.now, self.seconds = NOW, 0.0

    def elapsed(self) -> float:
        return self.seconds

    def passes(self, **duration: float) -> None:
        self.now += timedelta(**duration)
        self.seconds += timedelta(**duration).total_seconds()

    def is_set(self, **ahead: float) -> None:
        self.now += timedelta(**ahead)


class Thief:
    """Tries PINs until one is not even looked at."""

    def __init__(self, rig: Rig, staff: Staff, time: Time) -> None:
        self.rig, self.staff, self.time, self.guesses = rig, staff, time, 0
        self.starts_anew()

    def starts_anew(self) -> None:
        kept = InDatabase(self.rig.database)
        self.pins = PinCheck(kept, PEPPER, elapsed=self.time.elapsed, matches=self.looked_at)

    def looked_at(self, verifier: str, keyed: bytes) -> bool:
        found = is_right(verifier, keyed)
        self.guesses += not found
        return found

    def tries(self, pin: str = "111111") -> PinVerdict:
        return self.pins.check(self.staff, pin, now=self.time.now)


@pytest.fixture
def thief(rig: Rig, staff: Staff) -> Thief:
    return Thief(rig, staff, Time())


def test_each_further_failure_doubles_the_lock_up_to_a_day(thief: Thief) -> None:
    locks = []
    for _ in range(11):
        verdict = thief.tries()
        if verdict.until:
            locks.append((verdict.until - thief.time.now) // timedelta(minutes=1))
            thief.time.passes(minutes=locks[-1])
    assert locks == [5, 10, 20, 40, 80, 1440, 1440]


@pytest.mark.parametrize("wrong", range(1, 6))
def test_a_clock_that_was_ahead_locks_nobody_out_for_years(thief: Thief, wrong: int) -> None:
    """Wrong PINs while the clock stands years ahead, then it is set right."""
    thief.time.is_set(days=1_500)
    for _ in range(wrong):
        thief.tries()
    thief.time.is_set(days=-1_500)
    thief.starts_anew()
    if wrong == 5:
        until = thief.tries("482913").until
        assert until == thief.time.now + LONGEST_LOCK
        thief.time.passes(hours=23)
        assert thief.tries("482913").until == until, "it does not move along with the time"
        thief.time.passes(hours=1)
    assert thief.tries("482913").right
    assert [thief.tries().until for _ in range(5)][-1] == thief.time.now + FIRST_LOCK


def test_wrong_pins_before_and_after_the_clock_was_set_right_lock_as_long_as_any(thief: Thief) -> None:
    thief.time.is_set(days=1_500)
    thief.tries()
    thief.time.is_set(days=-1_500)
    assert [thief.tries().until for _ in range(4)][-1] == thief.time.now + FIRST_LOCK


def test_a_right_pin_while_the_clock_was_ahead_leaves_nothing_behind(thief: Thief) -> None:
    thief.time.is_set(hours=20)
    thief.tries()
    thief.time.is_set(hours=-20)
    assert thief.tries("482913").right
    assert [thief.tries().until for _ in range(5)][-1] == thief.time.now + FIRST_LOCK


def set_back_and_killed(chance: random.Random, thief: Thief) -> None:
    thief.time.is_set(hours=-chance.uniform(0, 40))
    thief.starts_anew()


def put_forward(chance: random.Random, thief: Thief) -> None:
    thief.time.is_set(hours=chance.uniform(0, 40))


def moved_to_and_fro(chance: random.Random, thief: Thief) -> None:
    thief.time.is_set(hours=chance.uniform(-40, 40))


def left_as_it_is(chance: random.Random, thief: Thief) -> None:
    pass


@pytest.mark.parametrize("set_clock", [left_as_it_is, set_back_and_killed, put_forward, moved_to_and_fro])
def test_nobody_gets_more_than_ten_guesses_a_day_under_any_clock(
    thief: Thief, set_clock: Callable[[random.Random, Thief], object]
) -> None:
    chance = random.Random(20261102)
    for day in range(1, 5):
        for _ in range(48):
            set_clock(chance, thief)
            thief.tries()
            thief.time.passes(minutes=30)
        assert 5 <= thief.guesses <= 10 * day


def test_a_verifier_that_is_rubbish_opens_nothing(rig: Rig) -> None:
    pins = PinCheck(InDatabase(rig.database), PEPPER)
    assert not pins.check(Staff("C1", "x", "cashier", "rubbish"), "1", now=NOW).right
