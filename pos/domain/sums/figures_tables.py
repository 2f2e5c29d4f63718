"""Figures as tables, and as pictures: what a manager's page shows, a screen reader reads and a file holds.

It chooses and orders, and takes its words from whoever asks: they are in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

import msgspec

from pos.domain.money import Won
from pos.domain.sums.figures import ODDITIES, Figures, Person, Sums, Told, Unusual
from pos.domain.sums.report import Row
from pos.domain.sums.tables import Bars, Cell, Column, Series, Table

MOST_DAYS = 62
"""A picture of more days than this shows months."""


class Say(Protocol):
    """Words by their key, in the reader's language."""

    def __call__(self, key: str, /, **facts: object) -> str:
        """The words."""

    def has(self, key: str, /) -> bool:
        """Whether there are any."""


class Shown(msgspec.Struct, frozen=True):
    """Figures, and what they are held against, each with its days in words. `names` are of people and products."""

    figures: Figures
    title: str
    against: Figures | None = None
    against_title: str = ""
    names: Mapping[str, str] = {}


# --- tables ---


def tables(shown: Shown, odd: tuple[Unusual, ...], say: Say) -> tuple[Table, ...]:
    """Everything there is to say about the figures, what a manager looks at first after the sums."""
    found = [summary(shown, say)]
    found += [unusual(shown, odd, say)] if odd else []
    found += [people(shown, say)] if shown.figures.people else []
    found += [days(shown, say)] if shown.figures.first != shown.figures.last else []
    found += [_rows(shown, say, area) for area in _AREAS if _of(shown.figures, area) or _against(shown, area)]
    return tuple(found)


def summary(shown: Shown, say: Say) -> Table:
    """The sums, and how they changed."""
    columns = [Column(say("figures.column.what")), Column(shown.title, "won")]
    columns += _compared(shown, say)
    rows = tuple(
        (say(f"figures.sum.{name}"), value(shown.figures.sums), *_change(shown, value)) for name, value in SUMS.items()
    )
    return Table(shown.title, tuple(columns), rows)


def days(shown: Shown, say: Say) -> Table:
    """A row a day."""
    columns = (
        Column(say("figures.column.day"), "day"),
        *(Column(say(f"figures.sum.{name}"), "count" if name.endswith("count") else "won") for name in SUMS),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (day, *(value(sums) for value in SUMS.values())) for day, sums in shown.figures.days
    )
    return Table(say("figures.table.days"), columns, rows)


def people(shown: Shown, say: Say) -> Table:
    """People side by side: what they sold, and how often they did what a manager looks at."""
    columns = (
        Column(say("figures.column.who")),
        Column(say("figures.sum.sales"), "won"),
        Column(say("figures.column.count"), "count"),
        Column(say("figures.column.average"), "won"),
        *(Column(say(f"figures.odd_short.{oddity}"), "count") for oddity in ODDITIES),
    )
    return Table(say("figures.table.people"), columns, tuple(_person(one, shown) for one in shown.figures.people))


def unusual(shown: Shown, odd: tuple[Unusual, ...], say: Say) -> Table:
    """What stands out, as it was ranked."""
    columns = (
        Column(say("figures.column.who")),
        Column(say("figures.column.what")),
        Column(say("figures.column.times"), "count"),
        Column(say("figures.column.amount"), "won"),
        Column(say("figures.column.against_others")),
    )
    rows = tuple(
        (_name(shown, one.staff), say(f"figures.odd.{one.oddity}"), one.count, one.amount, in_times(one, say))
        for one in odd
    )
    return Table(say("figures.table.unusual"), columns, rows, note=say("figures.unusual.note"))


def entries(told: tuple[Told, ...], shown: Shown, say: Say) -> Table:
    """The entries behind a figure."""
    columns = (
        Column(say("figures.column.seq"), "count"),
        Column(say("figures.column.at"), "moment"),
        Column(say("figures.column.who")),
        Column(say("figures.column.what")),
        Column(say("figures.column.about")),
        Column(say("figures.column.amount"), "won"),
    )
    rows = tuple(
        (one.seq, one.at, _name(shown, one.who), kind(one, say), shown.names.get(one.subject, one.subject), one.amount)
        for one in told
    )
    return Table(say("figures.table.entries"), columns, rows)


def in_times(one: Unusual, say: Say) -> str:
    """How much more often than the others."""
    if not one.times:
        return say("figures.unusual.only")
    return say("figures.unusual.times", times=f"{one.times // 10}.{one.times % 10}")


def kind(one: Told, say: Say) -> str:
    """What an entry is, in words; its own name where it has none."""
    key = f"figures.kind.{one.kind}"
    return say(key) if say.has(key) else one.kind


def label(area: str, name: str, shown: Shown, say: Say) -> str:
    """The name of a row."""
    if area == "hour":
        return say("figures.hour", hour=name)
    key = f"figures.{area}.{name}"
    return say(key) if say.has(key) else shown.names.get(name, name)


SUMS: Mapping[str, Callable[[Sums], Won]] = {
    "net": lambda sums: sums.net,
    "sales": lambda sums: sums.sales,
    "discounts": lambda sums: -sums.discounts,
    "delivery_fees": lambda sums: sums.delivery_fees,
    "returns": lambda sums: -sums.returns,
    "cancelled": lambda sums: -sums.cancelled,
    "vat": lambda sums: sums.vat,
    "exempt": lambda sums: sums.exempt,
    "sale_count": lambda sums: sums.sale_count,
    "return_count": lambda sums: sums.return_count,
    "cancelled_count": lambda sums: sums.cancelled_count,
    "average": lambda sums: sums.average,
}
"""The sums by their names, signed as they bear on the net."""

_AREAS: Mapping[str, Callable[[Figures], tuple[Row, ...]]] = {
    "hour": lambda figures: figures.hours,
    "range": lambda figures: figures.ranges,
    "tender": lambda figures: figures.tenders,
    "benefit": lambda figures: figures.benefits,
    "product": lambda figures: figures.products,
}


def _rows(shown: Shown, say: Say, area: str) -> Table:
    columns = [
        Column(say(f"figures.column.{area}")),
        Column(shown.title, "won"),
        Column(say("figures.column.count"), "count"),
        *_compared(shown, say),
    ]
    now, before = _of(shown.figures, area), _against(shown, area)
    rows = [
        (
            label(area, name, shown, say),
            _amount(now, name),
            now[name].count if name in now else 0,
            *((_amount(before, name), _amount(now, name) - _amount(before, name)) if shown.against else ()),
        )
        for name in _order(area, now, before)
    ]
    return Table(say(f"figures.table.{area}"), tuple(columns), tuple(rows))


def _compared(shown: Shown, say: Say) -> tuple[Column, ...]:
    if shown.against is None:
        return ()
    return (Column(shown.against_title, "won"), Column(say("figures.column.change"), "won"))


def _change(shown: Shown, value: Callable[[Sums], Won]) -> tuple[Cell, ...]:
    if shown.against is None:
        return ()
    before = value(shown.against.sums)
    return (before, value(shown.figures.sums) - before)


def _person(one: Person, shown: Shown) -> tuple[Cell, ...]:
    counts = {row.name: row.count for row in one.odd}
    average = one.sales // one.sale_count if one.sale_count else 0
    return (
        _name(shown, one.staff),
        one.sales,
        one.sale_count,
        average,
        *(counts.get(oddity, 0) for oddity in ODDITIES),
    )


def _name(shown: Shown, staff: str) -> str:
    return shown.names.get(staff, staff)


def _of(figures: Figures, area: str) -> dict[str, Row]:
    return {row.name: row for row in _AREAS[area](figures)}


def _against(shown: Shown, area: str) -> dict[str, Row]:
    return _of(shown.against, area) if shown.against else {}


def _amount(rows: Mapping[str, Row], name: str) -> Won:
    return rows[name].amount if name in rows else 0


def _order(area: str, now: Mapping[str, Row], before: Mapping[str, Row]) -> list[str]:
    """The hours as they follow; other rows as they came, and after them those that are no more."""
    names = list(dict.fromkeys([*now, *before]))
    return sorted(names) if area == "hour" else names


# --- pictures ---


def charts(shown: Shown, say: Say) -> tuple[Bars, ...]:
    """The pictures of the figures: by hour, by day where there are several, and what is compared lying."""
    found = [hours(shown, say)] if _of(shown.figures, "hour") or _against(shown, "hour") else []
    if shown.figures.first != shown.figures.last:
        found.insert(0, _by_day(shown, say))
    for area in ("range", "tender", "benefit"):
        if _of(shown.figures, area) or _against(shown, area):
            found.append(_lying(shown, area, say))
    return tuple(found)


def hours(shown: Shown, say: Say) -> Bars:
    """Sales by hour, without a gap from the first to the last."""
    now, before = _of(shown.figures, "hour"), _against(shown, "hour")
    known = sorted({*now, *before})
    names = [f"{hour:02}" for hour in range(int(known[0]), int(known[-1]) + 1)] if known else []
    notes = tuple(say("figures.note.count", count=now[name].count if name in now else 0) for name in names)
    return Bars(say("figures.table.hour"), tuple(names), _series(shown, now, before, names), notes=notes)


def _by_day(shown: Shown, say: Say) -> Bars:
    """The net by day, or by month where that would be too many; beside each what it is held against, in order."""
    now = _spans(shown.figures)
    series = [Series(shown.title, tuple(sum(one.net for one in sums) for sums in now.values()))]
    if shown.against is not None:
        before = [sum(one.net for one in sums) for sums in _spans(shown.against).values()]
        padded: list[Won | None] = [*before, *[None] * len(now)]
        series.append(Series(shown.against_title, tuple(padded[: len(now)])))
    notes = tuple(say("figures.note.count", count=sum(one.sale_count for one in sums)) for sums in now.values())
    return Bars(say("figures.table.days"), tuple(now), tuple(series), notes=notes)


def _spans(figures: Figures) -> dict[str, list[Sums]]:
    """Every day of a period, or every month of a long one, by its label; those without a sale, too."""
    known, found = dict(figures.days), dict[str, list[Sums]]()
    many = (figures.last - figures.first).days >= MOST_DAYS
    for ordinal in range(figures.first.toordinal(), figures.last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        name = f"{day:%Y-%m}" if many else f"{day.month}/{day.day}"
        found.setdefault(name, []).append(known.get(day, Sums()))
    return found


def _lying(shown: Shown, area: str, say: Say) -> Bars:
    now, before = _of(shown.figures, area), _against(shown, area)
    names = _order(area, now, before)
    notes = tuple(say("figures.note.count", count=now[name].count if name in now else 0) for name in names)
    labels = tuple(label(area, name, shown, say) for name in names)
    return Bars(say(f"figures.table.{area}"), labels, _series(shown, now, before, names), "lying", notes)


def _series(shown: Shown, now: Mapping[str, Row], before: Mapping[str, Row], names: list[str]) -> tuple[Series, ...]:
    made = [Series(shown.title, tuple(_amount(now, name) for name in names))]
    if shown.against is not None:
        made.append(Series(shown.against_title, tuple(_amount(before, name) for name in names)))
    return tuple(made)
