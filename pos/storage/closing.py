"""Shifts, the moves of their drawer, and the Z reports that close them: their rows, and how they are found."""

from __future__ import annotations

from typing import Any

from pos.domain.facts import DrawerMoved, Fact, ShiftClosed, ShiftOpened
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.storage import tables
from pos.storage.statements import Rows, insertion

NEWEST_OPEN = "SELECT id FROM shift WHERE id NOT IN (SELECT shift FROM report) ORDER BY rowid DESC LIMIT 1"
"""The shift that is open. Facts about the drawer name none: they are of the one that was open when they happened."""

OF_SHIFT = (
    "(epoch, seq) >= (SELECT epoch, seq FROM shift WHERE id = ?1) AND (NOT EXISTS (SELECT 1 FROM report WHERE shift = "
    "?1) OR (epoch, seq) <= (SELECT epoch, seq FROM report WHERE shift = ?1))"
)
"""The entries of a shift, from the one that opened it to the one that closed it, or the newest."""

OF_REPORT = "(epoch, seq) = (SELECT epoch, seq FROM report WHERE shift = ?)"
"""The entry that closed a shift."""

OF_REPORTS = "(epoch, seq) IN (SELECT epoch, seq FROM report ORDER BY number DESC LIMIT ?)"
"""The entries of the newest Z reports."""

KEPT = "SELECT body FROM kept_paper WHERE kind = 'z' AND id = ?"
UNKEPT = (
    "SELECT shift FROM report WHERE NOT EXISTS (SELECT 1 FROM kept_paper WHERE kind = 'z' AND id = report.shift) "
    "ORDER BY number DESC"
)
"""The Z reports that are kept as PDF, and those that are not."""

_IN_DRAWER = (
    "SELECT float_won + (SELECT coalesce(sum(payment.amount), 0) FROM payment "
    "JOIN sale ON sale.id = payment.sale WHERE sale.shift = ?1 AND payment.kind = 'cash') "
    "- (SELECT coalesce(sum(amount), 0) FROM returned_payment WHERE shift = ?1 AND kind = 'cash') "
    "+ (SELECT coalesce(sum(CASE kind WHEN 'in' THEN amount ELSE -amount END), 0) FROM drawer_move WHERE shift = ?1) "
    "FROM shift WHERE id = ?1"
)

_SHIFT = insertion(tables.shift)
_REPORT = insertion(tables.report)
_MOVE = f"INSERT INTO drawer_move (epoch, seq, shift, kind, amount) VALUES (?, ?, coalesce(({NEWEST_OPEN}), ''), ?, ?)"
_IS_CLOSED = "SELECT number FROM report WHERE shift = ?"


def write_rows(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Write the rows that follow from one entry about shifts and the drawer; another entry leaves none."""
    if isinstance(fact, ShiftOpened):
        opened = (fact.shift, entry.day, entry.at, entry.who, fact.float_won, entry.epoch, entry.seq)
        rows.execute(_SHIFT, opened)
    elif isinstance(fact, DrawerMoved):
        rows.execute(_MOVE, (entry.epoch, entry.seq, fact.move.kind, fact.move.amount))
    elif isinstance(fact, ShiftClosed):
        report = fact.report
        closed = (report.shift, entry.epoch, entry.seq, report.number, report.day.isoformat(), report.net)
        rows.execute(_REPORT, closed)


def cash_in_drawer(cursor: Any, shift: str) -> Won | None:
    """What the drawer should hold in a shift, None for one that never was."""
    row = cursor.execute(_IN_DRAWER, (shift,)).fetchone()
    return row[0] if row else None


def number_of_report(cursor: Any, shift: str) -> int | None:
    """The Z number of a shift that is closed, None for one that is not."""
    row = cursor.execute(_IS_CLOSED, (shift,)).fetchone()
    return row[0] if row else None
