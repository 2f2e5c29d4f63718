"""What the manager's page asks its panels: which days, which entries, which file. Values, no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pos.domain.sums.figures import Oddity
from pos.domain.sums.tables import Bars, Table
from pos.ui.screens.figures.periods import Period


@dataclass(frozen=True, slots=True)
class Choosing:
    """Other days are to be chosen; `then` gets the period, and what to hold it against."""

    period: Period
    against: Period | None
    then: Callable[[Period, Period | None], object]


@dataclass(frozen=True, slots=True)
class Behind:
    """The entries behind a figure: of a person, of a kind, or both."""

    period: Period
    title: str
    who: str = ""
    oddity: Oddity | None = None
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToFile:
    """Figures that are to become a file; `title` says of which days, `stem` is the file's name without its kind."""

    title: str
    stem: str
    tables: tuple[Table, ...]
    pictures: tuple[Bars, ...]
