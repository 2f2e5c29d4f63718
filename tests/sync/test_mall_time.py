"""What time it is by the mall: signed for this till and this question, and not too old."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.domain.errors import Unavailable
from pos.mall.chain import Mall
from pos.sync import contract
from pos.sync.contract import Time
from pos.sync.conversation import Identity
from pos.sync.mall_time import mall_time
from tests.mall.tills import NOON, SEED, FixedClock, Till


class Way:
    """The way to the mall, on which somebody may sit."""

    def __init__(self, till: Till) -> None:
        self.till, self.kept = till, list[Time]()

    def time(self, nonce: str) -> Time:
        target = contract.TIME.format(nonce=nonce)
        answer = self.till.mall.time(self.till.asked("GET", target), nonce)
        self.kept.append(answer)
        return answer


@pytest.fixture
def way(tmp_path: Path) -> Iterator[Way]:
    clock = FixedClock()
    mall = Mall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock)
    mall.seed(SEED)
    yield Way(Till.enrolled_at(mall, clock))
    mall.close()


def identity(way: Way) -> Identity:
    return Identity(way.till.name, way.till.enrolled.mall_key)


def test_the_malls_own_time(way: Way) -> None:
    assert mall_time(way, identity(way)) == NOON
    way.till.clock.pass_by(hours=3)
    assert mall_time(way, identity(way)) == NOON + timedelta(hours=3)


class Replay(Way):
    """Gives an answer from before."""

    def time(self, nonce: str) -> Time:
        return super().time(nonce) if not self.kept else self.kept[0]


class Forger(Way):
    """Puts the time forward."""

    def time(self, nonce: str) -> Time:
        return replace(super().time(nonce), time=(NOON + timedelta(days=1)).isoformat())


def test_an_answer_from_before_or_of_somebody_else_is_none(way: Way) -> None:
    replay = Replay(way.till)
    mall_time(replay, identity(way))
    for dishonest in (replay, Forger(way.till)):
        with pytest.raises(Unavailable, match=r"mall\.garbage"):
            mall_time(dishonest, identity(way))


def test_an_answer_that_was_held_back_is_none(way: Way) -> None:
    hours = chain([0.0], repeat(3_600.0))
    with pytest.raises(Unavailable, match=r"mall\.slow"):
        mall_time(way, identity(way), monotonic=lambda: next(hours))
