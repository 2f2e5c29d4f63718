"""Two versions of the terms in words: each clause, each figure with its unit, and what changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pos.domain.calendar import KST
from pos.domain.comparison import WHOLE, Clause, Row, Value, compare
from pos.domain.errors import Refused
from pos.domain.policy import Policy
from pos.till.counter import Counter
from pos.ui.clauses import written
from pos.ui.figures import won
from pos.ui.words import Words

# What a figure of the terms counts; whatever is not here is told as it is written.
UNITS = {
    "days": "days",
    "months": "months",
    "years": "years",
    "percent": "percent",
    "capsules": "capsules",
    "fee": "won",
    "amount": "won",
    "cart": "won",
    "check": "won",
    "from": "won",
    "above": "won",
    "sleeve": "capsules",
    "box": "capsules",
}
# These count something else than the last word of their name says.
ODD_UNITS = {"refund.working_days": "working_days"}

_TIME = re.compile(r"\d\d:\d\d:\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT.+")


@dataclass(frozen=True, slots=True)
class Version:
    """One side of the comparison. `standing`: whether it is in force, was, or will be."""

    title: str
    standing: str
    has_older: bool
    has_newer: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One figure in both versions."""

    name: str
    old: str
    new: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One rule, with the clause it stands in."""

    rule: str
    title: str
    clause: str
    fields: tuple[Field, ...]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class TermsView:
    """`instead` is what is said where there is nothing to compare."""

    instead: str
    old: Version | None
    new: Version | None
    summary: str
    only_changed: bool
    paragraphs: tuple[Paragraph, ...]


def versions(counter: Counter) -> tuple[Policy, ...]:
    """Every version this till knows, oldest first."""
    return tuple(counter.policies())


def may_see(counter: Counter) -> bool:
    """Whether somebody is signed in who may look into what lies behind."""
    return counter.may("see_figures")


def present(counter: Counter, words: Words, *, old: int, new: int, shows: str) -> TermsView:
    """The view of the versions at two places; `shows` is "changed" or "all"."""
    known = versions(counter)
    if not may_see(counter) or not known:
        instead = words("terms.none" if may_see(counter) else "terms.managers_only")
        return TermsView(instead, None, None, "", shows == "changed", ())
    clauses = compare(known[old], known[new])
    changed = [row for clause in clauses if clause.rule != WHOLE for row in clause.rows if row.is_changed]
    rules = sum(clause.is_changed for clause in clauses if clause.rule != WHOLE)
    summary = words("terms.changed", rules=rules, rows=len(changed)) if changed else words("terms.unchanged")
    return TermsView(
        instead="",
        old=_version(counter, known, old, words, least=0, most=new - 1),
        new=_version(counter, known, new, words, least=old + 1, most=len(known) - 1),
        summary=words("terms.alone") if old == new else summary,
        only_changed=shows == "changed",
        paragraphs=tuple(
            _paragraph(clause, words, shows=shows) for clause in clauses if clause.is_changed or shows == "all"
        ),
    )


def _version(counter: Counter, known: Sequence[Policy], place: int, words: Words, *, least: int, most: int) -> Version:
    policy = known[place]
    try:
        in_force = counter.policy().version
    except Refused:
        in_force = ""
    now = counter.now()
    standing = "now" if policy.version == in_force else "coming" if policy.effective_from > now else "past"
    since = f"{policy.effective_from.astimezone(KST):%Y-%m-%d}"
    return Version(
        policy.title.in_language(words.language),
        words(f"terms.standing.{standing}", since=since),
        place > least,
        place < most,
    )


def _paragraph(clause: Clause, words: Words, *, shows: str) -> Paragraph:
    rows = [row for row in clause.rows if row.is_changed or shows == "all"]
    place = words("terms.clause", clause=written(clause.clause, words.language)) if clause.clause else ""
    fields = tuple(_field(clause.rule, row, words) for row in rows)
    return Paragraph(clause.rule, words(f"terms.rule.{clause.rule}"), place, fields, clause.is_changed)


def _field(rule: str, row: Row, words: Words) -> Field:
    name = words(key_of(rule, row.field))
    return Field(name, told(rule, row.field, row.old, words), told(rule, row.field, row.new, words), row.is_changed)


def key_of(rule: str, field: str) -> str:
    """The key of a field's words."""
    return "terms.field.clause" if field == "clause" else f"terms.field.{rule}.{field}"


def told(rule: str, field: str, value: Value, words: Words) -> str:
    """A value as people read it: 2,500원 · 30일 · 17:00 · 예."""
    unit = ODD_UNITS.get(f"{rule}.{field}") or UNITS.get(field.rsplit("_", 1)[-1], "")
    if isinstance(value, int):
        if unit == "won":
            return won(value, words.language)
        return words(f"terms.unit.{unit}", count=f"{value:,}") if unit else f"{value:,}"
    if field == "clause":
        return written(value, words.language)
    key = f"terms.value.{value}"
    return words(key) if words.has(key) else _moment(value)


def _moment(text: str) -> str:
    """A time or an instant without what goes without saying; other texts as they are."""
    if _TIME.fullmatch(text):
        return text[:5]
    if _INSTANT.fullmatch(text):
        return f"{datetime.fromisoformat(text).astimezone(KST):%Y-%m-%d %H:%M}"
    return text
