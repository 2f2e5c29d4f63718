"""A table of figures and a picture of them, as plain values: what screens, files and papers draw alike.

It knows no file format and no colour. Texts are in the reader's language already; numbers stay numbers.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec

from pos.domain.money import Won

Cell: TypeAlias = str | int | date | datetime | None
Kind: TypeAlias = Literal["text", "won", "count", "percent", "day", "moment"]
"""What stands in a column. Percents are tenths: 125 is 12.5 %."""


class Column(msgspec.Struct, frozen=True):
    """A column's heading and what stands under it."""

    title: str
    kind: Kind = "text"


class Table(msgspec.Struct, frozen=True):
    """Rows under columns. A cell is of its column's kind, or None where there is nothing to say.

    On paper a text that is too long is shortened, unless it `wraps`: then every word of it is there.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    wraps: bool = False


class Series(msgspec.Struct, frozen=True):
    """One value a label, in won; None where there is none."""

    name: str
    values: tuple[Won | None, ...]


class Bars(msgspec.Struct, frozen=True):
    """Bars to be drawn: standing ones for what follows in time, lying ones for what is compared.

    The first series is what it is about, a second one what it is held against. `notes` are said with a label where
    its value is looked at.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    shape: Literal["standing", "lying"] = "standing"
    notes: tuple[str, ...] = ()

    @property
    def most(self) -> Won:
        """The largest value, at least 0."""
        return max((value for one in self.series for value in one.values if value is not None), default=0)

    @property
    def least(self) -> Won:
        """The smallest value, at most 0."""
        return min([0, *(value for one in self.series for value in one.values if value is not None)])


def round_top(most: Won, *, steps: int = 4) -> Won:
    """The end of a scale that holds `most`, in steps a person reads easily: 1, 2, 2.5 or 5 times a power of ten."""
    step, size = max(most, 1), 1
    while size * 10 * steps < step:
        size *= 10
    for times in (10, 20, 25, 50, 100):
        if size * times * steps >= most * 10:
            return max(size * times * steps // 10, steps)
    return size * 10 * steps
