"""Reading the journal, and asking about days: for whoever may see the audit, on the disk lane, in small pieces.

Nothing is ever forbidden or written here: it shows, and asks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from pos.domain.audit.flags import Flag, Place, Seen
from pos.domain.audit.judging import BASELINE, flags
from pos.domain.audit.lines import Line, Wanted
from pos.domain.audit.watching import see_day
from pos.domain.errors import TillError
from pos.domain.facts import Fact, decode_fact
from pos.domain.journal import Entry
from pos.domain.sums.tables import Table
from pos.till.counter import Counter, Notice
from pos.till.day.journal import Head, Journal, Link, Page

MOST_EXPORTED = 50_000
"""So many lines a file holds: more than anybody reads, and less than a spreadsheet takes."""


def check_may_see(counter: Counter) -> None:
    """Raises Refused("staff.not_allowed"), ("session.nobody")."""
    counter.who_may("see_audit")


async def read(counter: Counter, wanted: Wanted, *, before: Place | None = None, most: int = 100) -> Page:
    """Lines before a place, newest first. Raises what `check_may_see` raises."""
    check_may_see(counter)
    journal = counter.ports.journal
    return await counter.ports.disk.run(lambda: journal.page(wanted, before=before, most=most))


async def read_all(counter: Counter, wanted: Wanted) -> tuple[Line, ...]:
    """Every line that is wanted, newest first, up to `MOST_EXPORTED`. Raises what `check_may_see` raises."""
    found: list[Line] = []
    page = await read(counter, wanted, most=1_000)
    found += page.lines
    while page.next is not None and len(found) < MOST_EXPORTED:
        page = await read(counter, wanted, before=page.next, most=1_000)
        found += page.lines
    return tuple(found[:MOST_EXPORTED])


async def export(counter: Counter, table: Table, *, to: Path) -> Path:
    """Lines as comma-separated values in a file, and where it is. Raises what `check_may_see` and `Exporter` raise."""
    check_may_see(counter)
    exporter = counter.ports.exporter
    return await counter.ports.files.run(lambda: exporter.put(to, exporter.csv((table,))))


async def head(counter: Counter) -> Head:
    """Where the chain stands, and what the mall has of it. Raises what `check_may_see` raises."""
    check_may_see(counter)
    return await counter.ports.disk.run(counter.ports.journal.head)


async def check_chain(counter: Counter, *, is_wanted: Callable[[], bool], told: Callable[[Link], object]) -> None:
    """Go on checking the chain where it was left, for as long as it is wanted; `told` hears of every piece."""
    check_may_see(counter)
    journal, looked = counter.ports.journal, counter.looked
    if looked.link.is_end and looked.link.broken is None:
        looked.link = msgspec.structs.replace(looked.link, is_end=False)
    while is_wanted() and not looked.link.is_end:
        link = looked.link
        looked.link = await counter.ports.disk.run(lambda at=link: journal.check(at))  # type: ignore[misc]  # of its own round
        told(looked.link)


# --- what to look at ---


async def look(
    counter: Counter, *, until: date | None = None, told: Callable[[int, int], object] | None = None
) -> tuple[date | None, tuple[Flag, ...]]:
    """The last business day before today, or before `until`, with the questions about it, the rarest first.

    `told` hears how far it is. Days that were seen are kept until the program ends: a morning reads a month once,
    afterwards a day. Raises what `check_may_see` raises.
    """
    check_may_see(counter)
    return await _look(counter, until, told)


def greet(counter: Counter) -> None:
    """Whoever may see the audit hears once a day that there is something to look at; nobody waits for it."""
    counter.hush("audit.to_look_at")
    if counter.may("see_audit") and counter.looked.told_on != counter.day():
        counter.ports.start(_tell(counter))


async def _tell(counter: Counter) -> None:
    try:
        day, found = await _look(counter, None, None)
    except TillError:
        return  # it is only a hint; the page itself says what is wrong with the disk
    today = counter.day()
    if counter.may("see_audit") and counter.looked.told_on != today:
        counter.looked.told_on = today
        if found and day is not None:
            counter.tell(Notice("audit.to_look_at", {"count": len(found), "day": day.isoformat()}, "news"))


async def _look(
    counter: Counter, until: date | None, told: Callable[[int, int], object] | None
) -> tuple[date | None, tuple[Flag, ...]]:
    journal, disk, looked = counter.ports.journal, counter.ports.disk, counter.looked
    end = until or counter.day()
    days = await disk.run(lambda: journal.days(before=end, most=BASELINE + 1))
    for place, day in enumerate(days):
        if day not in looked.seen:
            before = looked.seen.get(days[place - 1]) if place else None
            looked.seen[day] = await disk.run(lambda on=day, last=before: _see(journal, on, last))  # type: ignore[misc]  # of its own round
        if told is not None:
            told(place + 1, len(days))
    if not days:
        return None, ()
    found = flags([looked.seen[day] for day in days])
    if until is None:
        looked.day, looked.questions = days[-1], len(found)
    return days[-1], found


def _see(journal: Journal, day: date, before: Seen | None) -> Seen:
    entries = ((entry, fact) for entry in journal.of_day(day) if (fact := _fact_of(entry)) is not None)
    return see_day(day, entries, before.owed if before else None)


def _fact_of(entry: Entry) -> Fact | None:
    """What cannot be read is for `verify` to say."""
    try:
        return decode_fact(entry.payload)
    except msgspec.DecodeError:
        return None
