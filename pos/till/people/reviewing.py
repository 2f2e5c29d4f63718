"""Who opened whose record, reviewed by a manager (privacy policy 7): what happened in the same days is looked up beside
it, so that what nothing explains comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from pos.domain.calendar import korean_day
from pos.domain.people.access import ListExported, Opening
from pos.domain.people.watching import Asked, Cause, Worked, questions
from pos.domain.refusal import check_note
from pos.domain.sums.figures_tables import Say
from pos.domain.sums.tables import Column, Table
from pos.till.counter import Counter
from pos.till.day.exporting import Format

_SHIFTS_A_DAY = 8


class Review(msgspec.Struct, frozen=True):
    """What the access log says of some days, newest first, and what there is to ask about."""

    first: date
    last: date
    openings: tuple[Opening, ...]
    asked: tuple[Asked, ...]


async def review(counter: Counter, first: date, last: date) -> Review:
    """The access log of some Korean days, both ends included. Raises Refused("staff.not_allowed")."""
    counter.who_may("see_audit")
    return await counter.ports.disk.run(lambda: _read(counter, first, last))


async def export(counter: Counter, found: Review, say: Say, *, reason: str, to: Path, form: Format) -> Path:
    """The same as a file, for a reason that is written down. Raises Refused("staff.not_allowed"), a bad reason's, and
    what `Exporter` raises."""
    counter.who_may("see_audit")
    check_note(reason)
    fact = ListExported("access", len(found.openings), reason.strip())
    await counter.write(lambda: counter.commit_of(facts=(fact,)))
    tables, exporter = tables_of(found, _names(counter), say), counter.ports.exporter

    def work() -> Path:
        return exporter.put(to, exporter.csv(tables) if form == "csv" else exporter.xlsx(tables))

    return await counter.ports.files.run(work)


def tables_of(found: Review, names: dict[str, str], say: Say) -> tuple[Table, ...]:
    """What there is to ask about, then every opening; members by their numbers alone."""
    asked = Table(
        say("access.table.asked"),
        (Column(say("access.column.who")), Column(say("access.column.why")), Column(say("access.column.arithmetic"))),
        tuple((names.get(one.who, one.who), say(f"access.asked.{one.kind}.title"), arithmetic(one, say))
              for one in found.asked),
        say("access.verdict"),
    )  # fmt: skip
    columns = ("when", "who", "member", "what", "purpose", "outcome")
    rows = tuple(
        (
            one.at,
            names.get(one.who, one.who),
            one.member,
            fields_in_words(one, say),
            say(f"person.purpose.{one.purpose}"),
            say("access.refused" if one.is_refused else "access.opened"),
        )
        for one in found.openings
    )
    heads = tuple(Column(say(f"access.column.{name}"), "moment" if name == "when" else "text") for name in columns)
    return (asked, Table(say("access.table.log"), heads, rows)) if found.asked else (Table(asked.title, heads, rows),)


def arithmetic(one: Asked, say: Say) -> str:
    """How it was reckoned, in words."""
    facts = {
        "count": one.count,
        "of": one.of,
        "days": one.days,
        "sales": one.sales,
        "others": one.others,
        "others_sales": one.others_sales,
        "times": f"{one.times // 10}.{one.times % 10}",
        "member": one.member,
    }
    if one.kind == "many" and not one.times:
        return say("access.asked.many.only", **facts)
    return say(f"access.asked.{one.kind}.arithmetic", **facts)


def fields_in_words(one: Opening, say: Say) -> str:
    """What of the record was seen."""
    return ", ".join(say(f"person.field.{name}") for name in one.what)


def _names(counter: Counter) -> dict[str, str]:
    return {one.id: one.name for one in counter.ports.shelf.staff()}


def _read(counter: Counter, first: date, last: date) -> Review:
    """On the disk lane."""
    ports = counter.ports
    found = ports.people.openings(first=first, last=last)
    sold = {one.staff: one.sale_count for one in ports.ledgers.figures(first, last).people}
    members = sorted({one.member for one in found})
    causes = [cause for number in members for cause in _causes(counter, number)]
    asked = questions(found, sales=sold, shifts=tuple(_shifts(counter, first, last)), causes=causes)
    return Review(first, last, found[::-1], asked)


def _shifts(counter: Counter, first: date, last: date) -> Iterator[Worked]:
    shelf = counter.ports.shelf
    for one in shelf.open_shifts():
        yield Worked(one.cashier if one.own else "", one.opened_at)
    days_back = (counter.day() - first).days + 1
    for report in shelf.reports(most=max(days_back, 1) * _SHIFTS_A_DAY):
        if first <= korean_day(report.at) and korean_day(report.opened_at) <= last:
            yield Worked(report.opened_by if report.own else "", report.opened_at, report.at)


def _causes(counter: Counter, number: str) -> Iterator[Cause]:
    """Sales, deliveries under way, returns and requests of a member, and a membership that is limited."""
    ports = counter.ports
    for sale in ports.people.sales_of(number):
        last = sale.shipping.latest if sale.shipping else korean_day(sale.at)
        yield Cause(number, korean_day(sale.at), last)
        for back in ports.past.returns_of(sale.id):
            yield Cause(number, korean_day(back.at), korean_day(back.at))
    for request in ports.people.requests(number):
        yield Cause(number, request.made_on, request.due, "subject request")
    stands = ports.people.suspension(number)
    if stands is not None:
        yield Cause(number, stands.since, stands.takes_effect or date.max, "suspension")
    member = ports.books.member(number)
    if member is not None and member.joined_on is not None:
        yield Cause(number, member.joined_on, member.joined_on, "joining")
