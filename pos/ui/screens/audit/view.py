"""What the audit page shows: questions with their arithmetic, lines of the journal in words, the chain in one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from pos.domain.audit.flags import Flag
from pos.domain.audit.lines import GROUPS, Group, Line, Wanted
from pos.domain.papers.paper import Document
from pos.domain.sums.tables import Column, Table
from pos.till.day.journal import Head, Link
from pos.ui.figures import clock, day, won
from pos.ui.widgets.label import Tone
from pos.ui.words import Words

Mode: TypeAlias = Literal["questions", "journal"]
MODES: tuple[Mode, ...] = ("questions", "journal")
GROUP_CHIPS: tuple[Group | Literal[""], ...] = ("", *GROUPS)
SHOWN = 10
"""So many digits of a hash tell two of them apart."""


@dataclass(frozen=True, slots=True)
class Names:
    """What people and products are called in the reader's language."""

    people: Mapping[str, str]
    product: Callable[[str], str]

    def person(self, who: str, words: Words) -> str:
        """Somebody's name, their number where nobody knows it, "the till" for what it did by itself."""
        return words("audit.nobody") if who == "till" else self.people.get(who, who)


@dataclass(frozen=True, slots=True)
class Course:
    """What the person looks at. `flag` is the question whose entries are shown, `before` where a page begins.

    `until` is the day before which the questions are, None for today.
    """

    wanted: Wanted
    mode: Mode = "questions"
    until: tuple[date, ...] = ()
    flag: Flag | None = None
    chosen: int = 0
    pages: tuple[tuple[int, int] | None, ...] = (None,)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read for a course."""

    day: date | None = None
    flags: tuple[Flag, ...] = ()
    lines: tuple[Line, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row to choose."""

    title: str
    detail: str
    trailing: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """`message` takes the place of the rows where there is one; `open_words` is what Enter does, "" for nothing."""

    title: str
    when: str
    chain: str
    chain_tone: Tone
    mode: Mode
    group: str = ""
    rows: tuple[Row, ...] = ()
    chosen: int = 0
    heading: str = ""
    facts: tuple[str, ...] = ()
    note: str = ""
    open_words: str = ""
    paper: Document | None = None
    message: str = ""
    is_behind: bool = False
    can_go_on: bool = False
    can_go_back: bool = True
    has_newer: bool = False
    has_older: bool = False
    can_export: bool = False
    has_groups: bool = field(default=False)


# --- words for values ---


def what(line: Line, words: Words) -> str:
    """What happened, in words; its own name where it has none."""
    key = f"figures.kind.{line.kind}"
    return words(key) if words.has(key) else line.kind


def about(line: Line, words: Words, names: Names) -> tuple[str, ...]:
    """Its number, its product with how many, what was allowed or how it went, whom it names, and what was written."""
    number = words("audit.fact.number", number=line.number) if line.number else ""
    is_product = line.kind in ("LineVoided", "LineRestored", "StockCorrected", "WarrantyRegistered")
    product = names.product(line.subject) if is_product and line.subject else ""
    units = f"{product} × {line.units}" if product and line.units else product
    by = words("audit.fact.by", who=names.person(line.by, words)) if line.by else ""
    member = words("audit.fact.member", member=line.member) if line.member else ""
    parts = (number, units, _code(line.code, words), by, member, _code(line.note, words))
    return tuple(part for part in parts if part)


def _code(code: str, words: Words) -> str:
    """A stable code in words; a person's own words as they are."""
    keys = (f"action.{code}", f"figures.tender.{code}", f"figures.code.{code}", f"notice.{code}.what")
    return next((words(key) for key in keys if code and words.has(key)), code)


def told_chain(head: Head | None, link: Link, words: Words) -> tuple[str, Tone]:
    """How far the chain holds, where it ends, and what the mall has."""
    if head is None:
        return "", "muted"
    facts = {
        "seq": f"{link.seq:,}",
        "end": f"{head.place[1]:,}",
        "head": head.hash[:SHOWN],
        "acknowledged": f"{max(head.expects - 1, 0):,}",
        "expects": f"{head.expects:,}",
    }
    if link.broken is not None:
        broken = facts | {"seq": f"{link.broken.seq:,}", "how": words(f"audit.how.{link.broken.how}")}
        return words("audit.chain.broken", **broken), "danger"
    return words("audit.chain.holds" if link.seq >= head.place[1] else "audit.chain.going", **facts), "muted"


# --- questions ---


def question_row(flag: Flag, words: Words, names: Names) -> Row:
    """A question in the list."""
    amount = won(flag.amount, words.language) if flag.amount else ""
    detail = " · ".join(part for part in (names.person(flag.who, words), amount) if part)
    return Row(words(f"audit.flag.{flag.code}.title"), detail, words("figures.unusual.count", count=flag.count))


def question_facts(flag: Flag, words: Words, names: Names) -> tuple[str, ...]:
    """What was seen, the arithmetic, who else, how much, and what to ask."""
    return tuple(
        part
        for part in (
            words(f"audit.flag.{flag.code}.what"),
            arithmetic(flag, words),
            " · ".join(part for part in (_together(flag, words, names), _amount(flag, words)) if part),
            words(f"audit.flag.{flag.code}.ask"),
        )
        if part
    )


def arithmetic(flag: Flag, words: Words) -> str:
    """Why it is a question, in numbers that anybody can follow."""
    if not flag.once_in:
        return words("audit.why.once")
    key = "counted" if flag.code == "ask.short_again" else "often"
    tenths = max((flag.expected + 50) // 100, 1)
    facts = {"count": flag.count, "chances": flag.chances, "expected": f"{tenths // 10}.{tenths % 10}"}
    return words(f"audit.why.{key}", once_in=f"{_rounded(flag.once_in):,}", **facts)


def _rounded(number: int) -> int:
    """Two digits are all that anybody can claim of such a number."""
    step = int(10 ** max(len(str(number)) - 2, 0))
    return number // step * step


def _amount(flag: Flag, words: Words) -> str:
    return words("audit.why.amount", amount=won(flag.amount, words.language)) if flag.amount else ""


def _together(flag: Flag, words: Words, names: Names) -> str:
    if not flag.about:
        return ""
    if flag.code == "ask.member_again":
        return words("audit.why.about_member", member=flag.about)
    return words("audit.why.about_person", who=names.person(flag.about, words))


# --- lines ---


def line_row(line: Line, wanted: Wanted, words: Words, names: Names) -> Row:
    """A line of the journal in the list; it bears its day where several are looked at."""
    is_day = wanted.first == wanted.last and not wanted.places
    at = clock(line.at) if is_day else f"{day(line.at.date(), words.language)} {clock(line.at)}"
    title = words("figures.entries.row", time=at, what=what(line, words))
    detail = " · ".join((names.person(line.who, words), *about(line, words, names)))
    return Row(title, detail, won(line.amount, words.language) if line.amount else "")


def line_facts(line: Line, words: Words, names: Names) -> tuple[str, ...]:
    """Everything a line says, one thing below the other."""
    when = {"day": day(line.at.date(), words.language), "time": f"{line.at:%H:%M:%S}"}
    amount = (won(line.amount, words.language),) if line.amount else ()
    return (
        words("audit.fact.entry", epoch=line.place[0], seq=f"{line.place[1]:,}"),
        words("audit.fact.when", who=names.person(line.who, words), **when),
        *about(line, words, names),
        *amount,
    )


def table_of(lines: tuple[Line, ...], title: str, words: Words, names: Names, *, note: str = "") -> Table:
    """Lines as a table for a file."""
    kinds = {"seq": "count", "at": "moment", "day": "day", "amount": "won"}
    columns = ("seq", "at", "day", "who", "what", "about", "amount", "number")
    rows = tuple(
        (
            line.place[1],
            line.at,
            line.day,
            names.person(line.who, words),
            what(line, words),
            " · ".join(about(line, words, names)),
            line.amount or None,
            str(line.number) if line.number else None,
        )
        for line in lines
    )
    heads = tuple(Column(words(f"audit.column.{name}"), kinds.get(name, "text")) for name in columns)  # type: ignore[arg-type]  # all of them are kinds
    return Table(title, heads, rows, note=note)
