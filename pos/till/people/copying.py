"""What a member asked to have of their data, as tables for paper and file: all of it, and no number that means nothing
to them. It gathers nothing itself; `rights.copy` does, and writes down that somebody looked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pos.domain.calendar import korean_day
from pos.domain.errors import Unavailable
from pos.domain.papers.paper import Block, Cut, Document, Feed, Pair, Rule, Text
from pos.domain.plus import last_day, left
from pos.domain.sums.figures_tables import Say
from pos.domain.sums.tables import Cell, Column, Kind, Table
from pos.till.counter import Counter
from pos.till.people import rights
from pos.till.people.rights import PersonCopy

Rows = tuple[tuple[Cell, ...], ...]


async def write(counter: Counter, made: PersonCopy, say: Say, *, to: Path) -> tuple[Path, Path]:
    """As PDF under this name and as JSON beside it; the request is settled. Raises what `rights.give_copy` raises."""
    exporter, tables = counter.ports.exporter, tables_of(counter, made, say)
    pdf = await counter.ports.files.run(lambda: exporter.pdf(tables, ()))
    return await rights.give_copy(counter, made, folder=to.parent, pdf=pdf, stem=to.stem)


async def print_out(counter: Counter, made: PersonCopy, say: Say) -> None:
    """On paper at once, past the spool: nothing personal waits there. Raises Unavailable with the printer's code."""
    counter.who_may("handle_subject_requests")
    paper = paper_of(tables_of(counter, made, say))
    result = await counter.ports.paper.run(lambda: counter.ports.printer.print(paper))
    if result.outcome != "done":
        raise Unavailable(result.code or "paper.not_printed")
    await rights.given(counter, made)


def tables_of(counter: Counter, made: PersonCopy, say: Say) -> tuple[Table, ...]:
    """Who they are, what they agreed to, what they bought with each line, benefits and uses, hand-overs, requests."""
    found = (
        _profile(made, say),
        _table("consents", ("text", "text"), _consents(counter, made, say), say),
        _table("sales", ("moment", "text", "won"), _sales(made), say),
        _table("lines", ("text", "text", "count", "won"), _lines(made, say), say),
        _table("benefits", ("text", "day", "count", "day"), _benefits(counter, made, say), say),
        _table("uses", ("text", "won"), _uses(made, say), say),
        _table("handed", ("text", "text", "day", "text"), _handed(counter, made, say), say),
        _table("requests", ("text", "day", "day", "text"), _requests(made, say), say),
    )
    return tuple(one for one in found if one.rows)


def paper_of(tables: tuple[Table, ...]) -> Document:
    """The same on the roll of the receipt printer: two columns side by side, more of them below each other."""
    blocks: list[Block] = [Text(tables[0].title, "centre", bold=True, size=2), Feed(1)]
    for table in tables:
        blocks += [Text(table.title, bold=True), Rule()]
        blocks += [_line(row) for row in table.rows]
        blocks += [Text(table.note)] if table.note else []
        blocks.append(Feed(1))
    return Document(tables[0].title, (*blocks, Cut()))


def _line(row: tuple[Cell, ...]) -> Block:
    first, *others = (_told(cell) for cell in row)
    if len(others) == 1:
        return Pair(first, others[0])
    return Text(" · ".join(part for part in (first, *others) if part))


def _told(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell or "")[:16] if not isinstance(cell, str) else cell


def _table(name: str, kinds: tuple[Kind, ...], rows: Iterator[tuple[Cell, ...]], say: Say) -> Table:
    columns = tuple(Column(say(f"copy.{name}.{place}"), kind) for place, kind in enumerate(kinds, 1))
    return Table(say(f"copy.{name}.title"), columns, tuple(rows), wraps=True)


def _profile(made: PersonCopy, say: Say) -> Table:
    member = made.member
    told = [(say(f"person.field.{name}"), getattr(member, name)) for name in ("number", "name", "mobile")]
    told += [(say(f"person.field.{name}"), getattr(member, name)) for name in ("email", "phone")]
    told.append((say("person.field.sex"), say(f"person.sex.{member.sex}") if member.sex else ""))
    for one in member.addresses:
        where = ", ".join(part for part in (one.address, one.detail) if part)
        told.append((say("person.field.address"), f"({one.postcode}) {where} · {one.name} · {one.phone}"))
    if member.guardian is not None:
        told.append((say("person.field.guardian"), f"{member.guardian.name} · {member.guardian.mobile}"))
    told.append((say("person.state"), say(f"person.standing.{member.standing}")))
    if member.joined_on is not None:
        told.append((say("person.joined"), member.joined_on.isoformat()))
    told.append((say("copy.made"), f"{made.made_at:%Y-%m-%d %H:%M}"))
    columns = (Column(say("copy.profile.1")), Column(say("copy.profile.2")))
    rows = tuple(one for one in told if one[1])
    return Table(say("copy.profile.title"), columns, rows, say("copy.note"), wraps=True)


def _consents(counter: Counter, made: PersonCopy, say: Say) -> Iterator[tuple[Cell, ...]]:
    for one in made.member.consents:
        text = next((text for text in counter.ports.texts if text.kind == one.kind), None)
        yield (f"{text.title.ko} / {text.title.en}" if text else say(f"person.agreed_to.{one.kind}"), one.version)


def _sales(made: PersonCopy) -> Iterator[tuple[Cell, ...]]:
    for sale in made.sales:
        yield sale.at, sale.code, sale.total


def _lines(made: PersonCopy, say: Say) -> Iterator[tuple[Cell, ...]]:
    for sale in made.sales:
        for line in sale.lines:
            serials = f" ({', '.join(line.serials)})" if line.serials else ""
            yield sale.code, f"{line.name.ko}{serials}", line.quantity, line.paid
        if sale.delivery_fee:
            yield sale.code, say("copy.delivery_fee"), None, sale.delivery_fee


def _benefits(counter: Counter, made: PersonCopy, say: Say) -> Iterator[tuple[Cell, ...]]:
    for one in made.dossier.entitlements if made.dossier else ():
        product = counter.ports.shelf.product(one.machine)
        machine = product.name.ko if product else say("copy.machine")
        named = say("copy.plus", machine=machine)
        uses = made.dossier.uses if made.dossier else ()
        yield named, korean_day(one.bought_at), left(one, uses), last_day(one)


def _uses(made: PersonCopy, say: Say) -> Iterator[tuple[Cell, ...]]:
    """Sales of this till by their numbers; one made elsewhere is called that."""
    codes = {sale.id: sale.code for sale in made.sales}
    for one in made.dossier.uses if made.dossier else ():
        yield codes.get(one.sale, say("copy.elsewhere")), one.amount


def _handed(counter: Counter, made: PersonCopy, say: Say) -> Iterator[tuple[Cell, ...]]:
    codes = {sale.id: sale.code for sale in made.sales}
    for over in made.handed_over:
        fields = ", ".join(say(f"person.field.{name}") for name in over.fields)
        for one in counter.ports.processors:
            if one.work == over.processor and one.works_on(over.day):
                yield f"{one.name.ko} / {one.name.en}", fields, over.day, codes.get(over.sale, "")


def _requests(made: PersonCopy, say: Say) -> Iterator[tuple[Cell, ...]]:
    for one in made.requests:
        yield say(f"person.kind.{one.kind}"), one.made_on, one.due, say(f"person.outcome.{one.outcome or 'open'}")
