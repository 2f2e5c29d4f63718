"""A till that sells is killed at random moments, a thousand times, and what it had acknowledged is counted afterwards.

This is a proof and no timing: a killed process loses what is not in the operating system's hands. It says nothing of a
power cut, which a kill cannot tell apart.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import select
import signal
import time
from pathlib import Path

from benchmarks.figures import Bench, Figure
from benchmarks.seller import STOCK, Safety, sell
from benchmarks.shop import Till
from benchmarks.toll import Toll, look
from pos.domain.errors import TillError

LIVES = 25  # of one folder, so that walking its journal stays quick
LONGEST_SECONDS = 0.060
MOST_BEFORE = 4
"""Of what a till says before its death draws near: that it is open, and sales."""
PATIENCE_SECONDS = 60.0


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figure."""
    toll = kill_often(bench.place("kills"), bench.pick(tiny=3, usual=1_000, long=10_000), seed=1)
    return (
        Figure("kills", "lost, doubled, partial sales; broken chains", toll.bad, 0, "", "0", toll.is_none, str(toll)),
    )


def kill_often(folder: Path, kills: int, *, seed: int, safety: Safety = "whole") -> Toll:
    """Let tills live and die `kills` times, and look after each death."""
    chance, toll = random.Random(seed), Toll()
    nursery = multiprocessing.get_context("forkserver")
    nursery.set_forkserver_preload(["benchmarks.seller"])
    home, told = folder, dict[str, int]()
    for number in range(kills):
        if number % LIVES == 0:
            home, told = folder / str(number), {}
            home.mkdir()
            till = Till(home)
            till.stock(STOCK)
            till.close()
        reader, writer = os.pipe()
        child = nursery.Process(target=live, args=(home, Pipe(writer), chance.getrandbits(32), safety), daemon=True)
        child.start()
        os.close(writer)
        # Some die while they open; most while they sell, after a few sales however slow the machine is.
        lines = b"" if chance.random() < 0.1 else words(reader, 1 + chance.randrange(MOST_BEFORE))
        time.sleep(chance.uniform(0.001, LONGEST_SECONDS))
        child.kill()
        child.join()
        lines += rest(reader)
        toll.kills += 1
        toll.crashed += child.exitcode != -signal.SIGKILL and safety == "whole"
        for line in lines.decode().splitlines():
            if line != "open":
                sale, total = line.split()
                told[sale] = int(total)
                toll.acknowledged += 1
        look(home, told, toll)
    return toll


class Pipe:
    """The end of a pipe, handed to a child as its own."""

    def __init__(self, end: int) -> None:
        self.end = end

    def __reduce__(self) -> tuple[object, ...]:
        from multiprocessing.reduction import DupFd

        return _own, (DupFd(self.end),)


def _own(duplicate: object) -> Pipe:
    return Pipe(duplicate.detach())  # type: ignore[attr-defined]  # the standard library types it for one context only


def live(home: Path, answers: Pipe, seed: int, safety: Safety) -> None:
    """One life, in the child. Where a safety is taken out it may well fall over, and nobody needs to hear of it."""
    try:
        sell(home, answers.end, seed=seed, safety=safety)
    except TillError:
        if safety == "whole":
            raise


def words(reader: int, count: int) -> bytes:
    """What a child says first, line by line, or until it fell over. Raises TimeoutError where it says nothing."""
    lines = b""
    while lines.count(b"\n") < count:
        if not select.select([reader], [], [], PATIENCE_SECONDS)[0]:
            raise TimeoutError("the till said nothing")
        more = os.read(reader, 65_536)
        if not more:
            break
        lines += more
    return lines


def rest(reader: int) -> bytes:
    """What it said until it died."""
    lines = b""
    while more := os.read(reader, 65_536):
        lines += more
    os.close(reader)
    return lines
