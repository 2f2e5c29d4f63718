"""Back within a minute of the mall coming back, and how much the sender brings at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos.domain.errors import TillError, Unavailable
from pos.mall.chain import Mall
from pos.sync import pacing
from pos.sync.contract import MOST_ENTRIES, Push, PushAnswer
from pos.sync.pacing import AWAY, LONGEST
from tests.mall.tills import SEED, FixedClock
from tests.sync.rig import Rig

GONE = Unavailable("mall.unreachable")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    clock = FixedClock()
    mall = Mall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock)
    mall.seed(SEED)
    yield Rig(mall, clock)
    mall.close()


def all_held(rig: Rig) -> bool:
    return rig.mall.entries(rig.till.name) == tuple(rig.till.journal)


# --- back within a minute ----------------------------------------------------------------------------------------


def seconds_until_all_is_held(rig: Rig, *, most: int) -> int:
    """Let time pass by the second until the mall holds everything."""
    for second in range(most + 1):
        if all_held(rig):
            return second
        rig.run(1)
    raise AssertionError(f"not within {most} s")


def be_away(rig: Rig, *, seconds: int) -> None:
    """The mall is away for so long, while fifty sales are made; then it is back."""
    rig.run(1)
    rig.wire.before = [GONE] * 10_000
    for _ in range(50):
        rig.till.sell()
        rig.loop.wake()
        rig.run(seconds / 50)
    rig.wire.before = []


@pytest.mark.parametrize("seconds", [50, 300, 3_600, 36_000 + 13])
def test_a_mall_that_comes_back_has_everything_within_a_minute(rig: Rig, seconds: int) -> None:
    be_away(rig, seconds=seconds)
    assert seconds_until_all_is_held(rig, most=60) <= AWAY


def test_with_the_pauses_of_a_mall_that_is_not_content_it_would_not(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "AWAY", LONGEST)
    be_away(rig, seconds=3_613)
    with pytest.raises(AssertionError, match="not within 60"):
        seconds_until_all_is_held(rig, most=60)


def test_an_answer_to_somebody_at_the_counter_shows_that_the_mall_is_back(rig: Rig) -> None:
    be_away(rig, seconds=600)
    rig.loop.answered()
    assert rig.loop.due(rig.seconds)
    assert seconds_until_all_is_held(rig, most=1) <= 1


def test_an_answer_at_the_counter_hurries_no_mall_that_is_not_content(rig: Rig) -> None:
    rig.till.sell()
    rig.wire.before = [Unavailable("mall.busy", status=503, retry_after=120)]
    rig.run(5)
    rig.loop.answered()
    assert not rig.loop.due(rig.seconds)
    assert len(rig.wire.asked) == 1


def test_a_mall_that_wants_to_be_left_alone_is(rig: Rig) -> None:
    rig.till.sell()
    rig.wire.before = [Unavailable("mall.busy", status=503, retry_after=120)]
    rig.run(119)
    assert rig.wire.asked == ["push"]
    rig.run(32)
    assert all_held(rig)


def test_where_nothing_happens_the_feed_is_asked_less_often(rig: Rig) -> None:
    rig.run(pacing.LIVELY)
    lively = len(rig.wire.asked)
    rig.run(3_600)
    assert lively == 4
    assert len(rig.wire.asked) - lively == 3_600 / pacing.QUIET
    rig.till.sell()
    rig.loop.wake()
    rig.run(0)
    before = len(rig.wire.asked)
    rig.run(pacing.QUIET)
    rig.run(pacing.QUIET)
    assert len(rig.wire.asked) - before >= 3, "a sale makes it lively again"


# --- how much at once ----------------------------------------------------------------------------------------------


def sizes(rig: Rig, monkeypatch: pytest.MonkeyPatch, *, fits: int, error: TillError) -> list[int]:
    """How many entries each request brings to a mall that takes no more than so many at once."""
    seen: list[int] = []
    push = rig.wire.push

    def narrow(asked: Push) -> PushAnswer:
        seen.append(len(asked.entries))
        if len(asked.entries) > fits:
            raise error
        return push(asked)

    monkeypatch.setattr(rig.wire, "push", narrow)
    return seen


@pytest.mark.parametrize(
    "error",
    [Unavailable("mall.slow"), Unavailable("mall.too_large"), Unavailable("mall.unreachable", how="cut")],
    ids=str,
)
@pytest.mark.parametrize(("fits", "count", "first"), [(60, 210, [200, 100, 50]), (1, 9, [9, 4, 2])])
def test_what_does_not_get_through_at_once_does_in_pieces(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, error: TillError, fits: int, count: int, first: list[int]
) -> None:
    seen = sizes(rig, monkeypatch, fits=fits, error=error)
    rig.till.sell(count)
    rig.run(600)
    assert all_held(rig), seen
    assert seen[:3] == first


def test_too_much_is_halved_without_long_pauses(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = sizes(rig, monkeypatch, fits=1, error=Unavailable("mall.too_large"))
    rig.till.sell(3)
    rig.run(5)
    assert all_held(rig)
    assert seen[:2] == [3, 1]


def test_what_gets_through_grows_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = sizes(rig, monkeypatch, fits=30, error=Unavailable("mall.slow"))
    rig.till.sell(60)
    rig.run(300)
    monkeypatch.undo()
    rig.till.sell(MOST_ENTRIES)
    rig.loop.insist()
    before = len(rig.wire.asked)
    rig.run(0)
    assert all_held(rig)
    assert rig.wire.asked[before:].count("push") < 12 and max(seen) == 60


def test_one_entry_that_is_too_large_for_anything_is_said_and_asked_less_and_less(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = sizes(rig, monkeypatch, fits=0, error=Unavailable("mall.too_large"))
    rig.till.sell(4)
    rig.run(3_600)
    assert seen[:3] == [4, 2, 1] and len(seen) < 3 + 3_600 / LONGEST + 12
    assert (rig.loop.connection.state, rig.loop.connection.code) == ("broken", "mall.too_large")
    assert rig.outbox.pages, "the feed goes on"
