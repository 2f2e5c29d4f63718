"""The second place of the ledger: an old database forgives nobody, and neither does a guard that is gone."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from pos.domain.errors import Unavailable
from pos.domain.pin import keyed_pin
from pos.storage.pin_guard import FILE, PinGuard
from pos.storage.pins import InDatabase, PinCheck, tills_of
from pos.till.feed import NO_KEY, FeedPage, Staff, TillKey
from pos.till.ports import PinVerdict
from tests.domain.products import NOW
from tests.storage.conftest import Rig

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PEPPER = b"p" * 32
STAFF = Staff("C1", "계산원", "cashier", QUICK.hash(keyed_pin("482913", pepper=PEPPER)))
OTHER = Staff("B1", "점장", "manager", STAFF.pin_verifier)


class Counted:
    """A till whose database is on a disk, with its guard; seconds pass when a test says so. Mutable, as time is."""

    def __init__(self, rig: Rig) -> None:
        self.rig, self.seconds, self.looked_at = rig, 0.0, 0
        self.starts()

    def starts(self) -> None:
        self.rig.reopen()
        self.pins = PinCheck(
            InDatabase(self.rig.database),
            PEPPER,
            guard=PinGuard(self.rig.path.parent, self.rig.keys.database),
            tills=lambda: tills_of(self.rig.database, "SEL01"),
            elapsed=lambda: self.seconds,
            matches=self.looks,
        )

    def looks(self, verifier: str, keyed: bytes) -> bool:
        self.looked_at += 1
        return keyed == keyed_pin("482913", pepper=PEPPER)

    def tries(self, pin: str = "111111", *, who: Staff = STAFF) -> PinVerdict:
        return self.pins.check(who, pin, now=NOW + timedelta(seconds=self.seconds))

    def tries_for_long(self, times: int) -> int:
        """So many, an hour and a half apart; how many of them were looked at."""
        before = self.looked_at
        for _ in range(times):
            self.tries()
            self.seconds += 5_400
        return self.looked_at - before

    def is_put_back(self, copy: Path) -> None:
        self.rig.database.close()
        shutil.copy(copy, self.rig.path)
        for beside in ("-wal", "-shm"):
            self.rig.path.with_name(self.rig.path.name + beside).unlink(missing_ok=True)
        self.starts()

    def copy(self, name: str) -> Path:
        self.rig.database.checkpoint()
        self.rig.database.close()
        copy = self.rig.path.with_name(name)
        shutil.copy(self.rig.path, copy)
        self.starts()
        return copy


@pytest.fixture
def till(rig: Rig) -> Counted:
    return Counted(rig)


def locked(till: Counted, pin: str = "482913", *, who: Staff = STAFF) -> bool:
    before = till.looked_at
    verdict = till.tries(pin, who=who)
    return not verdict.right and verdict.until is not None and till.looked_at == before


def test_an_old_database_forgives_nobody(till: Counted) -> None:
    assert till.tries("482913").right
    old = till.copy("old.db")
    for _ in range(5):
        till.tries()
    till.is_put_back(old)
    assert locked(till)


def test_where_the_guard_is_gone_everybody_waits_a_day_or_for_a_second_person(till: Counted) -> None:
    till.tries()
    (till.rig.path.parent / FILE).unlink()
    till.starts()
    assert locked(till) and locked(till, who=OTHER)
    till.starts()
    assert locked(till), "the loss is on disk"
    till.pins.forgive("B1", now=NOW)
    assert till.tries("482913", who=OTHER).right and locked(till)
    till.seconds += 86_401
    assert till.tries("482913").right


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"\0" * 80])
def test_a_guard_somebody_wrote_into_is_none(till: Counted, content: bytes) -> None:
    till.tries()
    guard = till.rig.path.parent / FILE
    guard.write_bytes(guard.read_bytes()[:-1] + b"9" if content == b"" else content)
    till.starts()
    assert locked(till)


def test_a_new_till_begins_with_nothing_and_without_a_guard(till: Counted) -> None:
    assert not (till.rig.path.parent / FILE).exists()
    assert till.tries("482913").right and (till.rig.path.parent / FILE).exists()
    assert b"C1" not in (till.rig.path.parent / FILE).read_bytes(), "nobody stands in it who has no wrong PIN"


def test_where_the_guard_cannot_be_written_no_pin_is_looked_at(till: Counted) -> None:
    (till.rig.path.parent / f"{FILE}.new").mkdir()
    with pytest.raises(Unavailable, match=r"disk\.failed"):
        till.tries()
    assert till.looked_at == 0


def test_a_right_pin_takes_none_of_the_ten_back(till: Counted) -> None:
    for _ in range(10):
        till.tries()
        till.seconds += 600
        till.tries("482913")
    assert locked(till)
    till.seconds = 86_400
    assert till.tries("482913").right


def test_tills_of_a_boutique_share_the_ten(till: Counted) -> None:
    keys = [TillKey("SEL01", str(number), bytes([number]) * 32) for number in (1, 2, 3)]
    till.rig.outbox.arrive(FeedPage(8, tills=(*keys, TillKey("PUS01", "1", b"x" * 32))))
    assert till.tries_for_long(5) == 3
    till.rig.outbox.arrive(FeedPage(9, tills=(TillKey("SEL01", "2", NO_KEY), TillKey("SEL01", "3", NO_KEY))))
    assert locked(till), "for a day it remembers that there were three"


def test_only_time_that_the_till_ran_or_the_mall_tells_gives_a_guess_back(till: Counted) -> None:
    for _ in range(10):
        till.seconds += 6_000
        till.tries()
    assert till.pins.keep_time(now=NOW)
    far = NOW + timedelta(days=300)
    till.starts()
    before = till.looked_at
    till.pins.check(STAFF, "482913", now=far)
    assert till.looked_at == before, "a clock put forward and a restart serve nothing"
    till.pins.confirm_time(NOW, now=far)
    till.starts()
    till.pins.confirm_time(NOW + timedelta(hours=20), now=far)
    till.pins.check(STAFF, "482913", now=far)
    assert till.looked_at == before + 1, "the mall says that the oldest are a day old"


def test_where_nobody_guessed_wrong_no_time_is_written(till: Counted) -> None:
    assert till.tries("482913").right
    assert not till.pins.keep_time(now=NOW)
