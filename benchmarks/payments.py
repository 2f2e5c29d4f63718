"""A till is killed between any two steps from tender to receipt, a thousand times; the terminal is the witness.

After each death the terminal's own memory is held against the journal, and the next life has to show what is in doubt,
and to settle it as the terminal remembers it. This is a proof and no timing.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Bench, Figure
from benchmarks.kills import Pipe, rest, words
from benchmarks.payer import STOCK, Care, take_money
from benchmarks.shop import Till
from benchmarks.witness import against
from pos.domain.errors import TillError

LIVES = 40  # of one folder, so that walking its journal stays quick
MOST_MOMENTS = 60


@dataclass(slots=True)
class Contradictions:
    """What the witness found. Mutable: it counts. `doubts` and `settled` say how often there was anything to show."""

    kills: int = 0
    doubts: int = 0
    settled: int = 0
    sales: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.sales} sales, {self.doubts} left a card in doubt, {self.settled} doubts "
            f"settled: {len(self.wrong)} contradictions{' '.join(['', *self.wrong[:3]])}"
        )


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figure."""
    found = kill_at_every_step(bench.place("payments"), bench.pick(tiny=4, usual=1_000, long=5_000), seed=1)
    measured = "double charges, double sales, doubts not shown as they are"
    return (Figure("payments", measured, len(found.wrong), 0, "", "0", not found.wrong, str(found)),)


def kill_at_every_step(folder: Path, kills: int, *, seed: int, care: Care = "whole") -> Contradictions:
    """Let tills live and die `kills` times, each at a moment of its own, and hear the witness after each death."""
    chance, found = random.Random(seed), Contradictions()
    nursery = multiprocessing.get_context("forkserver")
    nursery.set_forkserver_preload(["benchmarks.payer"])
    home, doubted = folder, ""
    for number in range(kills):
        if number % LIVES == 0:
            home, doubted = folder / str(number), ""
            home.mkdir()
            till = Till(home)
            till.stock(STOCK)
            till.close()
        reader, writer = os.pipe()
        life = (home, Pipe(writer), chance.getrandbits(32), chance.randint(1, MOST_MOMENTS), care)
        child = nursery.Process(target=live, args=life, daemon=True)
        child.start()
        os.close(writer)
        told = (words(reader, 1) + rest(reader)).decode().splitlines()
        child.join()
        found.kills += 1
        if child.exitcode != -signal.SIGKILL and care == "whole":
            found.wrong.append(f"fell over by itself ({child.exitcode})")
        _hear(told, doubted, found)
        journal, wrong = against(home)
        found.wrong += wrong
        found.sales = found.sales + len(journal.sales) if (number + 1) % LIVES == 0 else found.sales
        doubted = journal.doubted
        found.doubts += bool(doubted)
    return found


def live(home: Path, answers: Pipe, seed: int, dies_at: int, care: Care) -> None:
    """One life, in the child."""
    try:
        take_money(home, answers.end, seed=seed, dies_at=dies_at, care=care)
    except TillError:
        if care == "whole":
            raise


def _hear(told: list[str], doubted: str, found: Contradictions) -> None:
    """Whether the till showed what was in doubt, and settled it as the terminal remembers."""
    for line in told:
        word, attempt, *more = line.split()
        if word == "open" and attempt != (doubted or "-"):
            found.wrong.append(f"showed {attempt} as in doubt, where it was {doubted or 'nothing'}")
        elif word == "settled":
            found.settled += 1
            if (more[0] == "charged") is not (more[1] != "0"):
                found.wrong.append(f"believed {more[0]} where the terminal holds {more[1]}")
