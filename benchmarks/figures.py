"""What a benchmark finds, how it is reckoned from what was measured, and how it is shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

T = TypeVar("T")
Size = Literal["tiny", "usual", "long"]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a benchmark may write, and how much it shall do: "tiny" only shows that it works."""

    folder: Path
    size: Size = "usual"

    def pick(self, *, tiny: T, usual: T, long: T | None = None) -> T:
        """One of these, by the size; `usual` where nothing is told for a longer run."""
        if self.size == "tiny":
            return tiny
        return usual if self.size == "usual" or long is None else long

    def place(self, name: str) -> Path:
        """A folder of this name, made where it is not there yet."""
        made = self.folder / name
        made.mkdir(parents=True, exist_ok=True)
        return made


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `ours` beside its `floor`, both in `unit`, and what is aimed at.

    `ratio` is ours over the floor. `met` is None where the figure stands beside another and has no aim of its own.
    """

    name: str
    measured: str
    ours: float
    floor: float
    unit: str
    aim: str
    met: bool | None
    notes: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the floor; 0 where there is no floor."""
        return self.ours / self.floor if self.floor else 0.0


def quantile(seen: Iterable[float], share: float) -> float:
    """The value below which `share` of what was seen lies (nearest rank)."""
    ordered = sorted(seen)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def median(seen: Iterable[float]) -> float:
    """The middle of what was seen."""
    return quantile(seen, 0.5)


def seconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def in_turn(calls: dict[str, Callable[[], object]], *, rounds: int) -> dict[str, list[float]]:
    """The seconds of each call, taken in turn so that a busy moment meets all alike; the first round is not counted."""
    seen: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(rounds + 1):
        for name, call in calls.items():
            taken = seconds(call)
            if number:
                seen[name].append(taken)
    return seen


HEADINGS = ("figure", "measured", "ours", "floor", "ratio", "aim", "")


def table(figures: Sequence[Figure]) -> list[tuple[str, ...]]:
    """The figures as rows of texts under `HEADINGS`."""
    return [
        (
            figure.name,
            figure.measured,
            f"{_short(figure.ours)} {figure.unit}",
            f"{_short(figure.floor)} {figure.unit}" if figure.floor else "",
            f"{figure.ratio:.2f}" if figure.floor else "",
            figure.aim,
            {True: "met", False: "MISSED", None: ""}[figure.met],
        )
        for figure in figures
    ]


def _short(number: float) -> str:
    if number == int(number) or abs(number) >= 1000:
        return f"{number:,.0f}"
    return f"{number:.3g}" if abs(number) < 100 else f"{number:.0f}"
