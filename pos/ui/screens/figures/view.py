"""What the manager's page says: the sums with how they changed, pictures, what stands out, people, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from msgspec.structs import replace

from pos.domain.money import Won
from pos.domain.sums.figures import ODDITIES, Figures, Oddity, Sums, Unusual
from pos.domain.sums.figures_tables import Shown, charts, in_times, people, tables
from pos.domain.sums.tables import Bars, Table
from pos.ui.figures import won
from pos.ui.screens.figures.periods import Period
from pos.ui.words import Words

Mode: TypeAlias = Literal["overview", "people", "tables"]
MODES: tuple[Mode, ...] = ("overview", "people", "tables")
MOST_ROWS = 100
_NOTHING = Sums()


@dataclass(frozen=True, slots=True)
class Course:
    """What the person looks at: which days, held against which, how, and the row they chose."""

    period: Period
    against: Period | None
    mode: Mode = "overview"
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read for a course; `names` are those of people and products in the person's language."""

    period: Period
    against: Period | None
    figures: Figures
    before: Figures | None
    odd: tuple[Unusual, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """Something to look at: what stands out of a person, or (`staff` is "") how often it happened altogether."""

    oddity: Oddity
    staff: str
    count: int
    amount: Won
    unusual: Unusual | None = None


@dataclass(frozen=True, slots=True)
class Kpi:
    """A sum that stands large: what it is, how much, and how it changed."""

    name: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class OddRow:
    """A row to look at; `stands_out` where it is unusual."""

    title: str
    detail: str
    trailing: str
    is_chosen: bool
    stands_out: bool


@dataclass(frozen=True, slots=True)
class FiguresView:
    """`message` takes the place of everything else where there is one."""

    title: str
    against: str
    mode: Mode
    message: str
    can_go_on: bool
    can_export: bool
    kpis: tuple[Kpi, ...] = ()
    pictures: tuple[Bars, ...] = ()
    odd: tuple[OddRow, ...] = ()
    people: Table | None = None
    tables: tuple[Table, ...] = ()
    chosen: int = 0
    questions: str = ""
    agreement: str = ""


def shown_of(loaded: Loaded, words: Words) -> Shown:
    """What was read, with its days in words."""
    against = loaded.against.briefly(words) if loaded.against else ""
    return Shown(loaded.figures, loaded.period.briefly(words), loaded.before, against, loaded.names)


def to_look_at(loaded: Loaded) -> tuple[Look, ...]:
    """What stands out first, and after it how often each such thing happened at all."""
    found = [Look(one.oddity, one.staff, one.count, one.amount, one) for one in loaded.odd]
    for oddity in ODDITIES:
        rows = [row for person in loaded.figures.people for row in person.odd if row.name == oddity]
        if rows:
            found.append(Look(oddity, "", sum(row.count for row in rows), sum(row.amount for row in rows)))
    return tuple(found)


def present(course: Course, loaded: Loaded | None, words: Words, *, message: str, can_go_on: bool) -> FiguresView:
    """The page as it stands; `message` says why there is nothing to see yet."""
    against = course.against.told(words) if course.against else ""
    head = FiguresView(
        title=course.period.told(words),
        against=words("figures.against", period=against) if against else words("figures.alone"),
        mode=course.mode,
        message=message,
        can_go_on=can_go_on,
        can_export=False,
    )
    if loaded is None or message:
        return head
    shown = shown_of(loaded, words)
    is_empty = loaded.figures.sums == _NOTHING and not loaded.figures.people
    return FiguresView(
        title=head.title,
        against=head.against,
        mode=course.mode,
        message=words("figures.empty") if is_empty else "",
        can_go_on=can_go_on,
        can_export=not is_empty,
        kpis=_kpis(loaded, words),
        pictures=charts(shown, words),
        odd=tuple(_odd(one, loaded, words, is_chosen=at == course.chosen) for at, one in enumerate(to_look_at(loaded))),
        people=people(shown, words),
        tables=_tables(shown, loaded, words) if course.mode == "tables" else (),
        chosen=course.chosen,
    )


def _tables(shown: Shown, loaded: Loaded, words: Words) -> tuple[Table, ...]:
    """Every table, as much of it as anybody reads on a screen; a file holds the rest."""
    return tuple(
        replace(table, rows=table.rows[:MOST_ROWS], note=words("figures.more", count=MOST_ROWS))
        if len(table.rows) > MOST_ROWS
        else table
        for table in tables(shown, loaded.odd, words)
    )


def _kpis(loaded: Loaded, words: Words) -> tuple[Kpi, ...]:
    now, before = loaded.figures.sums, loaded.before.sums if loaded.before else None
    sums = (
        ("net", now.net, before.net if before else None),
        ("sale_count", now.sale_count, before.sale_count if before else None),
        ("average", now.average, before.average if before else None),
        ("discounts", now.discounts, before.discounts if before else None),
        ("returns", now.returns, before.returns if before else None),
    )
    return tuple(Kpi(_kpi_name(name, now, words), _told(name, value, words), _change(value, was, words))
                 for name, value, was in sums)  # fmt: skip


def _kpi_name(name: str, now: Sums, words: Words) -> str:
    told = words(f"figures.kpi.{name}")
    return f"{told} {words('figures.kpi.times', count=now.return_count)}" if name == "returns" else told


def _told(name: str, value: Won, words: Words) -> str:
    return words("figures.kpi.times", count=f"{value:,}") if name == "sale_count" else won(value, words.language)


def _change(value: Won, was: Won | None, words: Words) -> str:
    """How much more or less, in tenths of a per cent rounded to nearest."""
    if was is None:
        return ""
    if value == was:
        return words("figures.kpi.same")
    if was <= 0:
        return words("figures.kpi.none")
    tenths = ((value - was) * 2_000 + was) // (2 * was)
    sign = "+" if tenths >= 0 else "−"
    return f"{sign}{abs(tenths) // 10:,}.{abs(tenths) % 10}%"


def _odd(one: Look, loaded: Loaded, words: Words, *, is_chosen: bool) -> OddRow:
    who = loaded.names.get(one.staff, one.staff) if one.staff else words("figures.unusual.all")
    rate = in_times(one.unusual, words) if one.unusual else ""
    amount = won(one.amount, words.language) if one.amount else ""
    return OddRow(
        title=words(f"figures.odd.{one.oddity}"),
        detail=" · ".join(part for part in (who, rate, amount) if part),
        trailing=words("figures.unusual.count", count=one.count),
        is_chosen=is_chosen,
        stands_out=one.unusual is not None,
    )
