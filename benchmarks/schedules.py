"""Whatever is lost, late, doubled or restarted on the way: every entry is held once, in order, soon after it is over.

Run it over as many seeds as one likes: `python -m benchmarks.schedules 10000`. `--without` takes one safety out, and
then it has to fail.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from time import perf_counter
from typing import Literal, get_args

import msgspec

from benchmarks.apart_tills import SimulatedTill
from benchmarks.apart_world import World
from pos.domain.journal import find_break
from pos.mall.chain import Mall
from pos.mall.entrance import Asked
from pos.sync.contract import Push, PushAnswer

HEALS_WITHIN = 60.0
"""Seconds after the end of the bad time within which all heads are equal."""

Without = Literal["", "idempotency"]


@dataclass(frozen=True, slots=True)
class Toll:
    """What went wrong in a seed: entries lost, doubled, out of their place; tills that the mall has otherwise."""

    lost: int = 0
    doubled: int = 0
    gaps: int = 0
    apart: int = 0
    alarms: int = 0
    entries: int = 0

    @property
    def is_none(self) -> bool:
        """Nothing did."""
        return not (self.lost or self.doubled or self.gaps or self.apart or self.alarms)


class AsOftenAsItComes(Mall):
    """A mall without idempotency: it writes down what comes, and what comes twice twice."""

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]  # whatever a mall takes
        self.came: dict[str, list[str]] = {}

    def push(self, asked: Asked) -> PushAnswer:
        answer = super().push(asked)
        self.came.setdefault(asked.till, []).extend(entry.hash.hex() for entry in _push_in(asked).entries)
        return answer


def _push_in(asked: Asked) -> Push:
    return msgspec.json.decode(asked.body, type=Push)


MALLS: dict[Without, type[Mall]] = {"": Mall, "idempotency": AsOftenAsItComes}


def play(seed: int, *, without: Without = "") -> Toll:
    """One seed: some minutes of bad time, then sixty seconds in which everything has to come together."""
    world = World(seed, mall=MALLS[without])
    try:
        _bad_time(world)
        world.heal()
        for till in world.tills:
            till.opens_drawer()
        world.pass_by(HEALS_WITHIN)
        return _toll(world)
    finally:
        world.close()


def _bad_time(world: World) -> None:
    chance = world.chance
    for _ in range(chance.randrange(5, 40)):
        till = chance.choice(world.tills)
        for _ in range(chance.choice((1, 1, 3, 30))):
            till.sells()
        if chance.random() < world.weather.till_dies:
            till.dies()
        if chance.random() < world.weather.clock_jumps:
            till.jumps()
        if chance.random() < world.weather.mall_dies:
            world.mall_dies()
        if chance.random() < world.weather.mall_forgets:
            world.mall_forgets()
        elif chance.random() < world.weather.mall_forgets * 4:
            world.mall_is_copied()
        if chance.random() < 0.2:
            world.changes_price()
        world.pass_by(chance.choice((0.1, 1.0, 5.0, 60.0)) * chance.random() * 2)


def _toll(world: World) -> Toll:
    mall = world.mall
    if mall is None:
        raise RuntimeError("the mall stands after the bad time")
    found = [_of_till(mall, till) for till in world.tills]
    return Toll(*(sum(column) for column in zip(*found, strict=True)))


def _of_till(mall: Mall, till: SimulatedTill) -> tuple[int, int, int, int, int, int]:
    ours, held = till.disk.entries, mall.entries(till.name)
    hashes = [entry.hash.hex() for entry in held]
    if isinstance(mall, AsOftenAsItComes):
        hashes = mall.came.get(str(till.name), [])
    sales = sum(entry.kind == "SaleCompleted" for entry in ours)
    is_equal = (
        tuple(ours) == tuple(held)
        and till.disk.next == len(ours) + 1
        and mall.sums(till.name).count == sales
        and not mall.reviews(till.name)
        and till.loop is not None
        and till.loop.connection.state == "online"
        and till.disk.price == till.world.price
    )
    return (
        len(ours) - len(held),
        len(hashes) - len(set(hashes)),
        int(find_break(held) is not None) if held else 0,
        int(not is_equal),
        len(mall.alarms(till.name)),
        len(ours),
    )


def play_all(seeds: Sequence[int], *, without: Without = "", at_once: int = 1) -> dict[int, Toll]:
    """What went wrong in each seed, so many of them at once."""
    one = partial(play, without=without)
    if at_once == 1:
        return {seed: one(seed) for seed in seeds}
    with Pool(at_once) as pool:
        return dict(zip(seeds, pool.imap(one, seeds, chunksize=20), strict=True))


def main() -> int:
    """Play seeds and say how many went wrong; 1 where one did."""
    parser = argparse.ArgumentParser(prog="benchmarks.schedules", description=__doc__)
    parser.add_argument("seeds", type=int, nargs="?", default=1_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--without", choices=get_args(Without), default="")
    parser.add_argument("--at-once", type=int, default=1)
    asked = parser.parse_args()
    begun = perf_counter()
    tolls = play_all(range(asked.first, asked.first + asked.seeds), without=asked.without, at_once=asked.at_once)
    bad = {seed: toll for seed, toll in tolls.items() if not toll.is_none}
    for seed in list(bad)[:10]:
        print(seed, bad[seed])
    entries = sum(toll.entries for toll in tolls.values())
    print(f"{asked.seeds} seeds, {entries} entries, {len(bad)} went wrong, {perf_counter() - begun:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
