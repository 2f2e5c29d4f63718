"""Lists of people that leave the till: by a manager, for a reason, of those who agreed to it alone."""

from __future__ import annotations

from pathlib import Path

from pos.domain.people.access import ListExported
from pos.domain.refusal import check_note
from pos.domain.sums.figures_tables import Say
from pos.domain.sums.tables import Column, Table
from pos.till.counter import Counter
from pos.till.day.exporting import Format
from pos.till.feed import Member
from pos.till.ports import Commit

PAGE = 500


async def marketing(counter: Counter, *, reason: str, processor: str = "") -> tuple[Member, ...]:
    """The members who agreed to advertising, in order of number; that it was taken is on disk before it is given.

    Raises Refused("staff.not_allowed"), and what a bad reason raises. Suspended members are not on it, nor who waits
    for a correction of how they are reached.
    """
    counter.who_may("export_lists")
    check_note(reason)
    found: list[Member] = []

    def entry() -> Commit:  # nobody takes it back between the list and its entry
        found[:] = _agreed(counter)
        fact = ListExported("marketing", len(found), reason.strip(), processor)
        return counter.commit_of(facts=(fact,))

    await counter.write(entry)
    return tuple(found)


async def write_marketing(
    counter: Counter, say: Say, *, reason: str, to: Path, form: Format, processor: str = ""
) -> tuple[Path, int]:
    """The same as a file: where it went, and how many stand on it.

    Raises what `marketing` raises; what `Exporter` raises comes after the entry, which then says more than happened.
    """
    found = await marketing(counter, reason=reason, processor=processor)
    table, exporter = table_of(found, say), counter.ports.exporter

    def work() -> Path:
        return exporter.put(to, exporter.csv((table,)) if form == "csv" else exporter.xlsx((table,)))

    return await counter.ports.files.run(work), len(found)


def table_of(found: tuple[Member, ...], say: Say) -> Table:
    """How they agreed to be reached, and nothing more."""
    columns = tuple(Column(say(f"person.field.{name}")) for name in ("number", "name", "mobile", "email"))
    return Table(say("access.marketing.title"), columns, tuple(_row(one) for one in found))


def _row(one: Member) -> tuple[str, str, str, str]:
    return (one.number, one.name, one.mobile, one.email)


def _agreed(counter: Counter) -> tuple[Member, ...]:
    people, found, last = counter.ports.people, list[Member](), ""
    while page := people.members(after=last, most=PAGE):
        found += [one for one in page if _may_be_written_to(counter, one)]
        last = page[-1].number
    return tuple(found)


def _may_be_written_to(counter: Counter, member: Member) -> bool:
    agreed = any(one.kind == "marketing" for one in member.consents)
    return agreed and member.standing == "active" and not counter.ports.people.frozen(member.number)
