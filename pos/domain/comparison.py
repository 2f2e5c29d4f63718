"""Two versions of the terms side by side, clause by clause, with what changed marked (terms 3 (4)).

Names and values are those of the documents: words for them come from the translations.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TypeAlias

import msgspec

from pos.domain.calendar import KST
from pos.domain.policy import Policy

Value: TypeAlias = str | int

WHOLE = "document"
"""The rule name of what the documents say of themselves: version, title, dates, kind of change."""


class Row(msgspec.Struct, frozen=True):
    """One field of a rule in both versions. Dates and times are ISO 8601."""

    field: str
    old: Value
    new: Value

    @property
    def is_changed(self) -> bool:
        """Whether the versions differ here."""
        return self.old != self.new


class Clause(msgspec.Struct, frozen=True):
    """One rule in both versions, `clause` as the new one names it. The first row is the clause where that moved."""

    rule: str
    clause: str
    rows: tuple[Row, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the versions differ anywhere in it."""
        return any(row.is_changed for row in self.rows)


def compare(old: Policy, new: Policy) -> tuple[Clause, ...]:
    """Every rule of both versions in the order of the terms, after what the documents say of themselves.

    Whatever differs between the documents is a row that is changed.
    """
    rules = [_clause(name, getattr(old.rules, name), getattr(new.rules, name)) for name in new.rules.__struct_fields__]
    return (_document(old, new), *sorted(rules, key=lambda one: _place(one.clause)))


def _document(old: Policy, new: Policy) -> Clause:
    rows = [
        Row("version", old.version, new.version),
        Row("title.ko", old.title.ko, new.title.ko),
        Row("title.en", old.title.en, new.title.en),
    ]
    fields = ("announced_on", "effective_from", "change")
    rows += [Row(field, _plain(getattr(old, field)), _plain(getattr(new, field))) for field in fields]
    return Clause(WHOLE, "", tuple(rows))


def _clause(name: str, old: msgspec.Struct, new: msgspec.Struct) -> Clause:
    rows = [Row(field, _plain(getattr(old, field)), _plain(getattr(new, field))) for field in new.__struct_fields__]
    moved = [row for row in rows if row.field == "clause" and row.is_changed]
    rest = [row for row in rows if row.field != "clause"]
    return Clause(name, str(getattr(new, "clause", "")), (*moved, *rest))


def _plain(value: object) -> Value:
    """A value as plain text or number: 17:00:00, "yes" and "no"; an instant in Korean time, however it was written."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(KST).isoformat()
    return value if isinstance(value, (int, str)) else str(msgspec.to_builtins(value))


def _place(clause: str) -> tuple[tuple[int, ...], ...]:
    """Where a clause stands in the terms: 9 (5) after 9 (3), and 10 after 9."""
    return tuple(tuple(int(number) for number in re.findall(r"\d+", part)) for part in re.split("[,;]", clause))
