"""A till killed at random moments loses nothing it acknowledged; and the harness that says so can say otherwise."""

from pathlib import Path

import pytest

from benchmarks.kills import kill_often
from benchmarks.seller import Safety
from benchmarks.toll import Toll

pytestmark = pytest.mark.xdist_group("kills")  # a group is begun before what stands alone: these wait long

KILLS = 40
MOST_KILLS = 400


def kill_until_it_shows(folder: Path, safety: Safety) -> Toll:
    """Kill in rounds until something bad was found; chance decides when, hardly ever whether."""
    toll = Toll()
    for seed in range(MOST_KILLS // KILLS):
        (folder / str(seed)).mkdir()
        toll = kill_often(folder / str(seed), KILLS, seed=seed, safety=safety)
        if not toll.is_none:
            break
    return toll


def test_kills_lose_nothing(tmp_path: Path) -> None:
    toll = kill_often(tmp_path, KILLS, seed=11)
    assert toll.is_none, str(toll)
    assert toll.kills == KILLS
    assert toll.acknowledged


def test_a_till_that_tells_too_early_is_caught(tmp_path: Path) -> None:
    toll = kill_until_it_shows(tmp_path, "told too early")
    assert toll.lost, str(toll)


@pytest.mark.timeout(300)
def test_a_till_without_transactions_is_caught(tmp_path: Path) -> None:
    toll = kill_until_it_shows(tmp_path, "not one transaction")
    assert toll.partial or toll.doubled, str(toll)
