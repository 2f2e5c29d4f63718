"""Shifts, the moves of their drawer, and the Z reports that close them: their rows, and how they are found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pos.domain.facts import DrawerMoved, Fact, ShiftClosed, ShiftOpened, decode_fact
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.sums.belonging import NOBODYS, Opened, Roster, shift_of
from pos.storage import tables
from pos.storage.statements import Rows, insertion

OPEN = "SELECT id, cashier, own, drawer FROM shift WHERE closed = 0 ORDER BY rowid"
"""The shifts that are open. Facts about the drawer name none: they are of one that was open when they happened."""

# Without the signs, and with an OR, the journal's key would serve for the epoch alone: years would be read for a day.
WHILE_OPEN = (
    "(epoch, seq) >= (SELECT +epoch, +seq FROM shift WHERE id = ?1) AND (epoch, seq) <= "
    f"(SELECT coalesce(max(epoch), {2**62}), coalesce(max(seq), {2**62}) FROM report WHERE shift = ?1)"
)
"""The entries from the one that opened a shift to the one that closed it, or the newest; not all are the shift's."""

_OPEN_BEFORE = (
    "SELECT shift.id, cashier, own, drawer FROM shift LEFT JOIN report ON report.shift = shift.id, "
    "(SELECT epoch, seq FROM shift WHERE id = ?) AS this WHERE (shift.epoch, shift.seq) < (this.epoch, this.seq) "
    "AND (report.shift IS NULL OR (report.epoch, report.seq) > (this.epoch, this.seq)) ORDER BY shift.rowid"
)
_OWN = "SELECT own FROM shift WHERE id = ?"

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
    "SELECT float_won + (SELECT coalesce(sum(payment.amount + rounded), 0) FROM payment "
    "JOIN sale ON sale.id = payment.sale WHERE sale.shift = ?1 AND payment.kind = 'cash') "
    "- (SELECT coalesce(sum(amount + rounded), 0) FROM returned_payment WHERE shift = ?1 AND kind = 'cash') "
    "+ (SELECT coalesce(sum(CASE kind WHEN 'in' THEN amount ELSE -amount END), 0) FROM drawer_move WHERE shift = ?1) "
    "FROM shift WHERE id = ?1"
)

_SHIFT = insertion(tables.shift)
_REPORT = insertion(tables.report)
_CLOSE = "UPDATE shift SET closed = 1 WHERE id = ?"
_MOVE = insertion(tables.drawer_move)
_TOOK = (
    "SELECT who FROM journal WHERE kind = 'PartPaid' AND json_extract(CAST(payload AS TEXT), '$.sale') = ? "
    "ORDER BY epoch DESC, seq DESC LIMIT 1"
)
_IS_CLOSED = "SELECT number FROM report WHERE shift = ?"
_RUNNING = "SELECT coalesce(sum(net), 0) FROM report"


def write_rows(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Write the rows that follow from one entry about shifts and the drawer; another entry leaves none."""
    if isinstance(fact, ShiftOpened):
        opened = (fact.shift, entry.day, entry.at, entry.who, fact.float_won, entry.epoch, entry.seq)
        rows.execute(_SHIFT, (*opened, fact.drawer, int(fact.own), 0))
    elif isinstance(fact, DrawerMoved):
        rows.execute(_MOVE, (entry.epoch, entry.seq, shift_at(rows, entry), fact.move.kind, fact.move.amount))
    elif isinstance(fact, ShiftClosed):
        report = fact.report
        closed = (report.shift, entry.epoch, entry.seq, report.number, report.day.isoformat(), report.net)
        rows.execute(_REPORT, closed)
        rows.execute(_CLOSE, (report.shift,))


def shift_at(rows: Rows, entry: Entry) -> str:
    """The shift in which an entry that names none happened, whose drawer its cash went in or out of; "" for none."""
    found = shift_of(entry.who, [_opened(row) for row in rows.execute(OPEN).fetchall()])
    return found.id if found else NOBODYS


def belonging(cursor: Any, shift: str, found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Those of the entries from a shift's first to its last that are the shift's."""
    before = [_opened(row) for row in cursor.execute(_OPEN_BEFORE, (shift,)).fetchall()]
    is_alone = not before and not any(entry.kind == "ShiftOpened" for entry in found[1:])
    own = cursor.execute(_OWN, (shift,)).fetchone()
    if is_alone and own is not None and not own[0]:
        return tuple(found)
    roster = Roster(before)
    return tuple(one for one in found if roster.add(decode_fact(one.payload), who=one.who) == shift)


def _opened(row: Any) -> Opened:
    return Opened(row[0], row[1], bool(row[2]), row[3])


def who_took(cursor: Any, sale: str) -> str:
    """Who took the newest part of a sale that is no card's."""
    row = cursor.execute(_TOOK, (sale,)).fetchone()
    return row[0] if row else ""


def cash_in_drawer(cursor: Any, shift: str) -> Won | None:
    """What the drawer should hold in a shift, None for one that never was."""
    row = cursor.execute(_IN_DRAWER, (shift,)).fetchone()
    return row[0] if row else None


def number_of_report(cursor: Any, shift: str) -> int | None:
    """The Z number of a shift that is closed, None for one that is not."""
    row = cursor.execute(_IS_CLOSED, (shift,)).fetchone()
    return row[0] if row else None


def running_total(cursor: Any) -> Won:
    """The net of all shifts that are closed."""
    return int(cursor.execute(_RUNNING).fetchone()[0])
