"""What a manager or an auditor asks of a till's past: figures, what stands out, the entries behind it, also as a file.

It reads on the disk lane and writes files on a lane of their own, so that nobody at the counter waits for either.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pos.domain.sums.figures import Figures, Oddity, Told
from pos.domain.sums.tables import Bars, Table
from pos.till.counter import Counter
from pos.till.day.exporting import Format


def check_may_see(counter: Counter) -> None:
    """Figures of people are not for everybody. Raises Refused("staff.not_allowed"), ("session.nobody")."""
    counter.who_may("see_figures")


async def figures(counter: Counter, *periods: tuple[date, date]) -> tuple[Figures, ...]:
    """What days or periods came to, both ends included. Raises what `check_may_see` raises."""
    check_may_see(counter)
    ledgers = counter.ports.ledgers
    return await counter.ports.disk.run(lambda: tuple(ledgers.figures(first, last) for first, last in periods))


async def told(
    counter: Counter, first: date, last: date, *, who: str = "", oddity: Oddity | None = None
) -> tuple[Told, ...]:
    """The entries behind a figure, newest first. Raises what `check_may_see` raises."""
    check_may_see(counter)
    ledgers = counter.ports.ledgers
    return await counter.ports.disk.run(lambda: ledgers.told(first, last, who=who, oddity=oddity))


async def export(
    counter: Counter, tables: tuple[Table, ...], charts: tuple[Bars, ...] = (), *, to: Path, form: Format
) -> Path:
    """Make a file of figures, write it and say where it is. Raises what `check_may_see` and `Exporter` raise."""
    check_may_see(counter)
    exporter = counter.ports.exporter

    def work() -> Path:
        if form == "pdf":
            content = exporter.pdf(tables, charts)
        else:
            content = exporter.csv(tables) if form == "csv" else exporter.xlsx(tables)
        return exporter.put(to, content)

    return await counter.ports.files.run(work)
