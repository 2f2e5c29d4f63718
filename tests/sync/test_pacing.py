"""When the sender comes again, and how much it brings at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.errors import Refused, TillError, Unavailable
from pos.sync import pacing
from pos.sync.contract import MOST_ENTRIES
from pos.sync.pacing import AWAY, LIVELY, LONGEST, QUIET, SHORTEST, Batch, Pace, is_too_much, longest_after, pause

chances = st.floats(0.0, 1.0, exclude_max=True)
ceilings = st.sampled_from([AWAY, LONGEST])


@given(st.integers(1, 10_000), chances, ceilings)
def test_a_pause_is_from_a_second_to_the_longest(failures: int, chance: float, longest: float) -> None:
    assert SHORTEST <= pause(failures, chance, longest=longest) <= longest


@given(st.integers(1, 10_000), chances, chances, ceilings)
def test_pauses_grow_and_never_shrink_by_more_than_their_spread(
    failures: int, one: float, other: float, longest: float
) -> None:
    assert pause(failures + 1, one, longest=longest) >= pause(failures, one, longest=longest)
    assert pause(failures, other, longest=longest) >= pause(failures, one, longest=longest) / 2


def test_pauses_of_many_tills_are_spread() -> None:
    assert pause(20, 0.0) == LONGEST / 2
    assert pause(20, 0.999) > LONGEST * 0.99
    assert pause(1, 0.0) == SHORTEST
    assert pause(20, 0.0, longest=AWAY) == AWAY / 2


@given(st.lists(chances, min_size=1, max_size=40))
def test_a_pace_stays_within_its_bounds_however_often_it_fails(tries: list[float]) -> None:
    now, pace = 0.0, Pace()
    for count, chance in enumerate(tries, 1):
        pace = pace.failed(now, chance)
        assert pace.failures == count
        assert now + SHORTEST <= pace.due <= now + LONGEST  # adding rounds both alike, subtracting would not
        now = pace.due


def test_a_mall_that_comes_back_is_found_with_time_left_to_send() -> None:
    assert AWAY + 10.0 <= 60.0 - 20.0, "its pause and a request that was cut leave a third of the minute"


@pytest.mark.parametrize(
    ("error", "longest"),
    [
        (Unavailable("mall.unreachable"), AWAY),
        (Unavailable("mall.slow"), AWAY),
        (Unavailable("mall.other_authority"), AWAY),
        (Unavailable("mall.certificate_dates"), AWAY),
        (Unavailable("mall.certificate_name"), AWAY),
        (Unavailable("mall.busy", status=502), AWAY),
        (Unavailable("mall.busy", status=503), AWAY),
        (Unavailable("mall.busy", status=500), LONGEST),
        (Unavailable("mall.busy", cause="nothing taken"), LONGEST),
        (Unavailable("mall.garbage"), LONGEST),
        (Refused("mall.revoked"), LONGEST),
        (Unavailable("disk.failed"), LONGEST),
    ],
    ids=str,
)
def test_who_is_out_of_reach_is_asked_sooner_than_who_is_not_content(error: TillError, longest: float) -> None:
    assert longest_after(error) == longest


@pytest.mark.parametrize(("wish", "least", "most"), [(1, 1, 1.25), (90, 90, 112.5), (86_400, LONGEST, LONGEST * 1.25)])
def test_the_malls_wish_is_kept_within_bounds_and_not_by_all_at_once(wish: int, least: float, most: float) -> None:
    error = Unavailable("mall.busy", status=503, retry_after=wish)
    asked_for = pacing.asked_for_by(error)
    assert Pace().failed(0.0, 0.0, asked_for=asked_for).due == least
    assert Pace().failed(0.0, 1.0, asked_for=asked_for).due == most


@pytest.mark.parametrize("wish", [None, 0, -5, "soon"])
def test_what_is_no_wish_is_none(wish: int | str | None) -> None:
    assert pacing.asked_for_by(Unavailable("mall.busy", retry_after=wish)) == 0.0


def test_the_feed_rests_longer_where_nothing_happens() -> None:
    assert pacing.rest_of_feed(20.0, quiet_for=LIVELY - 1) == 20.0
    assert pacing.rest_of_feed(20.0, quiet_for=LIVELY) == QUIET < 60.0
    assert pacing.rest_of_feed(90.0, quiet_for=LIVELY) == 90.0


# --- how much ----------------------------------------------------------------------------------------------------


@given(st.lists(st.booleans(), max_size=60))
def test_a_batch_is_never_empty_and_never_over_the_bound(tries: list[bool]) -> None:
    batch = Batch()
    for gets_through in tries:
        batch = batch.grown(batch.most) if gets_through else batch.shrunk(batch.most)
        assert 1 <= batch.most <= MOST_ENTRIES


def test_a_batch_halves_down_to_one() -> None:
    batch, seen = Batch(), []
    for _ in range(9):
        seen.append(batch.most)
        batch = batch.shrunk(batch.most)
    assert seen == [200, 100, 50, 25, 12, 6, 3, 1, 1]


def test_what_failed_counts_and_not_what_was_allowed() -> None:
    assert Batch().shrunk(10).most == 5


def test_a_batch_that_was_not_full_proves_nothing() -> None:
    small = Batch(25, 50)
    assert small.grown(3) == small


def test_a_batch_grows_by_doubling_and_by_small_steps_near_what_failed() -> None:
    batch, seen = Batch(6, 50), []
    for _ in range(14):
        batch = batch.grown(batch.most)
        seen.append(batch.most)
    assert seen[:6] == [12, 24, 27, 30, 33, 37], "what failed an hour ago is tried again, with care"
    assert seen[-1] == MOST_ENTRIES


def test_one_that_always_fails_at_some_size_is_mostly_below_it() -> None:
    batch, sent, wasted = Batch(), 0, 0
    for _ in range(200):
        if batch.most > 60:
            wasted += 1
            batch = batch.shrunk(batch.most)
        else:
            sent += batch.most
            batch = batch.grown(batch.most)
    assert wasted <= 200 / 6 and sent > 170 * 40


@pytest.mark.parametrize(
    ("error", "less_helps"),
    [
        (Unavailable("mall.slow"), True),
        (Unavailable("mall.too_large"), True),
        (Unavailable("mall.busy", status=500), True),
        (Unavailable("mall.unreachable", how="cut"), True),
        (Unavailable("mall.unreachable"), False),
        (Unavailable("mall.busy", status=503, retry_after=30), False),
        (Unavailable("mall.garbage"), False),
        (Refused("journal.broken"), False),
    ],
    ids=str,
)
def test_less_is_brought_where_less_may_help(error: TillError, less_helps: bool) -> None:
    assert is_too_much(error) is less_helps
