"""PINs: five tries, then a lock that neither a kill nor a clock set back opens."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from pos.domain.pin import keyed_pin
from pos.storage.pins import PinCheck
from pos.till.feed import Staff
from tests.domain.products import NOW
from tests.storage.conftest import Rig

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PEPPER = b"p" * 32


@pytest.fixture
def staff() -> Staff:
    return Staff("C1", "계산원", "cashier", QUICK.hash(keyed_pin("482913", pepper=PEPPER)))


def test_the_right_pin_and_a_wrong_one(rig: Rig, staff: Staff) -> None:
    pins = PinCheck(rig.database, PEPPER)
    assert pins.check(staff, "482913", now=NOW).right
    wrong = pins.check(staff, "111111", now=NOW)
    assert (wrong.right, wrong.failures, wrong.until) == (False, 1, None)
    assert pins.check(staff, "482913", now=NOW).right
    assert pins.check(staff, "111111", now=NOW).failures == 1


def test_another_pepper_is_another_pin(rig: Rig, staff: Staff) -> None:
    assert not PinCheck(rig.database, b"q" * 32).check(staff, "482913", now=NOW).right


def test_five_wrong_ones_lock_for_five_minutes_whatever_is_killed_or_set_back(rig: Rig, staff: Staff) -> None:
    verdicts = []
    for _ in range(5):
        verdicts.append(PinCheck(rig.database, PEPPER).check(staff, "111111", now=NOW))
        rig.reopen()
    assert [verdict.failures for verdict in verdicts] == [1, 2, 3, 4, 5]
    assert [verdict.until for verdict in verdicts] == [None] * 4 + [NOW + timedelta(minutes=5)]
    for moment in (NOW + timedelta(minutes=4, seconds=59), NOW - timedelta(days=1)):
        assert not PinCheck(rig.database, PEPPER).check(staff, "482913", now=moment).right
    assert PinCheck(rig.database, PEPPER).check(staff, "482913", now=NOW + timedelta(minutes=5)).right


def test_each_further_failure_doubles_the_lock_up_to_a_day(rig: Rig, staff: Staff) -> None:
    pins = PinCheck(rig.database, PEPPER)
    moment, locks = NOW, []
    for _ in range(11):
        verdict = pins.check(staff, "111111", now=moment)
        if verdict.until:
            locks.append((verdict.until - moment) // timedelta(minutes=1))
            moment = verdict.until
    assert locks == [5, 10, 20, 40, 80, 1440, 1440]


def test_a_verifier_that_is_rubbish_opens_nothing(rig: Rig) -> None:
    assert not PinCheck(rig.database, PEPPER).check(Staff("C1", "x", "cashier", "rubbish"), "1", now=NOW).right
