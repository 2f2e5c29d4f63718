"""A till killed between any two steps of a payment charges nobody twice; and the witness can say otherwise."""

from pathlib import Path

from benchmarks.payments import kill_at_every_step

KILLS = 25
MOST_KILLS = 200


def test_no_death_between_tender_and_receipt_charges_twice(tmp_path: Path) -> None:
    found = kill_at_every_step(tmp_path, KILLS, seed=7)
    assert not found.wrong, str(found)
    assert found.kills == KILLS and found.doubts and found.settled


def test_a_till_that_charges_again_instead_of_asking_is_caught(tmp_path: Path) -> None:
    wrong: list[str] = []
    for seed in range(MOST_KILLS // KILLS):
        (tmp_path / str(seed)).mkdir()
        wrong = kill_at_every_step(tmp_path / str(seed), KILLS, seed=seed, care="charges again").wrong
        if wrong:
            break
    assert any("charged" in one for one in wrong), wrong
