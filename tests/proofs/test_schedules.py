"""Seeds of bad time between tills and mall: nothing is lost, doubled or out of its place, and all is equal soon after.

`python -m benchmarks.schedules 10000` plays ten thousand of them.
"""

import pytest

from benchmarks.schedules import play

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_entry_is_held_once_within_a_minute(seed: int) -> None:
    toll = play(seed)
    assert toll.is_none, str(toll)
    assert toll.entries


def test_a_mall_with_its_safety_taken_out_is_caught() -> None:
    assert any(play(seed, without="idempotency").doubled for seed in SEEDS)


def test_a_seed_is_the_same_each_time() -> None:
    assert play(3) == play(3)
