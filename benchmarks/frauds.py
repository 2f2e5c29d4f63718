"""Twelve frauds in months of 20,000 sales: how many are asked about the next day, and how many honest shifts with them.

Run it over as many seeds as one likes: `python -m benchmarks.frauds 20`; `--fewer 1` plays each once less often,
`--noise 2` makes honest people twice as noisy. A rule that asks about whatever happens three
times in a day stands beside it, for what the arithmetic is good for.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from benchmarks.honest_month import Month
from benchmarks.plays import PLAYS, Played, play
from pos.domain.audit.flags import Code, Flag, Seen
from pos.domain.audit.judging import BASELINE, FEWEST, flags
from pos.domain.audit.watching import see_day


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a month. `caught` are the codes that were asked about in the right shift by the right name."""

    sales: int
    shifts: int
    played: tuple[Played, ...]
    flags: tuple[Flag, ...]
    naive: int
    seconds: float

    @property
    def caught(self) -> frozenset[Code]:
        """The frauds that were asked about by their own code."""
        asked = {(one.code, one.who, one.day) for one in self.flags}
        return frozenset(one.code for one in self.played if (one.code, one.who, one.day) in asked)

    @property
    def dishonest(self) -> frozenset[tuple[str, date]]:
        """The shifts in which somebody played."""
        return frozenset((one.who, day) for one in self.played for day in one.days)

    @property
    def honest(self) -> tuple[Flag, ...]:
        """What honest people were asked about."""
        played = self.dishonest
        return tuple(one for one in self.flags if (one.who, one.day) not in played)

    @property
    def honest_shifts(self) -> int:
        """In how many honest shifts."""
        return len({(one.who, one.day) for one in self.honest})

    def is_asked_about(self, code: Code) -> bool:
        """Whether who played a fraud was asked about anything at all on its day."""
        played = next(one for one in self.played if one.code == code)
        return any((one.who, one.day) == (played.who, played.day) for one in self.flags)


def a_month(seed: int, *, without: Collection[Code] = (), fewer: int = 0, noise: float = 1.0) -> Outcome:
    """A month with its frauds, looked at every morning."""
    month = Month(seed, noise=noise)
    played = play(month, fewer=fewer)
    shifts = sum(len(works) for works in month.works)
    seen, found, naive, owed, seconds = list[Seen](), list[Flag](), 0, dict[str, str](), 0.0
    dishonest = {(one.who, day) for one in played for day in one.days}
    for day, entries in month.days():
        began = perf_counter()
        seen.append(see_day(day, entries, owed))
        owed = seen[-1].owed
        found += flags(seen[-BASELINE - 1 :], without=without)
        seconds += perf_counter() - began
        often = Counter((hit.who, hit.code) for hit in seen[-1].hits)
        naive += len({who for (who, _), count in often.items() if count >= FEWEST and (who, day) not in dishonest})
    sales = sum(sum(one.sales.values()) for one in seen)
    return Outcome(sales, shifts, played, tuple(found), naive, seconds)


def main(seeds: int, *, fewer: int = 0, noise: float = 1.0) -> int:
    """Print what was found, seed by seed; 1 where an aim is missed."""
    missed, honest, shifts, naive = Counter[Code](), Counter[Code](), 0, 0
    flagged, worst = 0, 0.0
    for seed in range(seeds):
        found = a_month(seed, fewer=fewer, noise=noise)
        lost = sorted(set(PLAYS) - found.caught)
        missed.update(lost)
        honest.update(one.code for one in found.honest)
        clean = found.shifts - len(found.dishonest)
        shifts, flagged, naive = shifts + clean, flagged + found.honest_shifts, naive + found.naive
        worst = max(worst, found.honest_shifts / clean)
        print(
            f"seed {seed}: {found.sales} sales, {len(found.caught)} of {len(PLAYS)} asked about, "
            f"{found.honest_shifts} of {clean} honest shifts, {found.seconds:.2f} s {' '.join(lost)}"
        )
    print(f"missed {sum(missed.values())} of {seeds * len(PLAYS)}: {dict(missed)}")
    print(f"honest shifts asked about: {flagged} of {shifts} ({flagged / shifts:.2%}), at most {worst:.2%} in a month")
    print(f"by kind: {dict(honest)}; three times a day would ask about {naive} ({naive / shifts:.0%})")
    return int(bool(missed) or flagged > shifts / 100)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.frauds", description="Frauds in honest months, by seeds.")
    parser.add_argument("seeds", nargs="?", type=int, default=10)
    parser.add_argument("--fewer", type=int, default=0, help="each fraud so many times less often")
    parser.add_argument("--noise", type=float, default=1.0, help="honest people so much noisier")
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    sys.exit(main(asked.seeds, fewer=asked.fewer, noise=asked.noise))
