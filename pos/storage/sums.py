"""The sums of days, written with each entry that adds to them; months are added up once they are over.

`pos.domain.sums.summing` says what an entry adds. Products wait until their shift is closed: they are many, and
would cost a sale more than all the rest. A month that is added up is left alone: an entry that still comes for one
of its days takes the month's rows away, and the next shift that opens adds them up again.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection

from pos.domain.facts import Fact, ShiftClosed, ShiftOpened, decode_fact
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.sums.figures import ODDITIES, Sums
from pos.domain.sums.summing import Summed
from pos.storage.engine import cursor_of
from pos.storage.statements import Rows

TOTALS = Sums.__struct_fields__
_TOTAL = (
    f"INSERT INTO day_total (day, {', '.join(TOTALS)}, first_epoch, first_seq, last_epoch, last_seq) "
    f"VALUES (?, {', '.join('?' * len(TOTALS))}, ?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET "
    f"{', '.join(f'{name} = {name} + excluded.{name}' for name in TOTALS)}, "
    "last_epoch = excluded.last_epoch, last_seq = excluded.last_seq"
)
_ROW = (
    "INSERT INTO day_sum (day, dimension, name, amount, count) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (day, dimension, name) DO UPDATE SET amount = amount + excluded.amount, count = count + excluded.count"
)
_ODDITY = "INSERT INTO oddity (kind, day, epoch, seq, who) VALUES (?, ?, ?, ?, ?)"
_PRODUCTS = (
    "SELECT {} product, sum(amount - sale_line.discount), sum(quantity) "
    "FROM sale CROSS JOIN sale_line ON sale_line.sale = sale.id WHERE {} GROUP BY {}"
)
_ADD_UP_PRODUCTS = (
    "INSERT INTO day_sum (day, dimension, name, amount, count) "
    + _PRODUCTS.format("day, 'product',", "sale.shift = ?", "day, product")
    + " ON CONFLICT (day, dimension, name) DO UPDATE "
    "SET amount = amount + excluded.amount, count = count + excluded.count"
)
OPEN_PRODUCTS = _PRODUCTS.format(
    "'product',", "sale.shift IN (SELECT id FROM shift WHERE closed = 0) AND day BETWEEN ? AND ?", "product"
)
"""What of a period no closed shift has added up yet."""
_TAKE_MONTH_AWAY = "DELETE FROM month_sum WHERE month = ?"
_TAKE_MONTHS_AWAY = "DELETE FROM month_sum WHERE month IN (SELECT substr(day, 1, 7) FROM sale WHERE shift = ?)"
# Months before this one that nobody added up, or that were taken away: where there are none, few rows are looked at.
ADD_UP_MONTHS = (
    "INSERT INTO month_sum (month, dimension, name, amount, count) "
    "SELECT substr(day, 1, 7), dimension, name, sum(amount), sum(count) FROM day_sum WHERE day < ?1 AND day >= "
    "(SELECT min(day) FROM day_total WHERE day < ?1 "
    "AND NOT EXISTS (SELECT 1 FROM month_sum WHERE month = substr(day_total.day, 1, 7))) "
    "AND substr(day, 1, 7) NOT IN (SELECT month FROM month_sum) GROUP BY 1, 2, 3"
)
_TAX = "SELECT vat, exempt FROM sale WHERE id = ?"
_MOVE = "SELECT 1 FROM drawer_move WHERE epoch = ? AND seq = ?"
_ENTRIES = "SELECT epoch, seq, at, day, who, kind, payload, previous, hash FROM journal ORDER BY epoch, seq"
_ODD = frozenset[str](ODDITIES)


def write_rows(rows: Rows, entry: Entry, fact: Fact) -> None:
    """Add what one entry adds; most kinds add nothing."""
    found = Summed(products=False)
    found.add(fact, who=entry.who, before=_Before(rows, entry))
    if found:
        place = (entry.epoch, entry.seq)
        add(rows, found, day=entry.day, place=place)
        odd = [(kind, entry.day, *place, who) for kind, who in found.rows if kind in _ODD]
        if odd:
            rows.executemany(_ODDITY, odd)
        if entry.day[:7] != entry.at[:7]:  # time runs forward: only such a day can be of a month that was added up
            rows.execute(_TAKE_MONTH_AWAY, (entry.day[:7],))
    elif isinstance(fact, ShiftClosed):
        rows.execute(_ADD_UP_PRODUCTS, (fact.report.shift,))
        rows.execute(_TAKE_MONTHS_AWAY, (fact.report.shift,))
    elif isinstance(fact, ShiftOpened):
        rows.execute(ADD_UP_MONTHS, (min(entry.day, entry.at)[:7],))


def fill(connection: Connection) -> None:
    """Add up a journal from before there were sums, once its tables are as this program knows them."""
    if connection.exec_driver_sql("SELECT 1 FROM day_total LIMIT 1").first() is not None:
        return
    rows = cursor_of(connection)
    for row in cursor_of(connection).execute(_ENTRIES):
        entry = Entry("", *row)
        try:
            fact = decode_fact(entry.payload)
        except msgspec.DecodeError:
            continue  # `verify` says which it is; the shop opens all the same
        write_rows(rows, entry, fact)


def add(rows: Rows, found: Summed, *, day: str, place: tuple[int, int]) -> None:
    """Add to a day's sums what an entry at this place of the journal adds."""
    totals = found.totals
    rows.execute(_TOTAL, (day, *[totals.get(name, 0) for name in TOTALS], *place, *place))
    if found.rows:
        rows.executemany(_ROW, [(day, *name, *row) for name, row in found.rows.items()])


class _Before:
    """What the tables say of the entries before. See `pos.domain.sums.summing.Before`."""

    __slots__ = ("_entry", "_rows")

    def __init__(self, rows: Rows, entry: Entry) -> None:
        self._rows, self._entry = rows, entry

    def tax_of(self, sale: str) -> tuple[Won, Won]:
        """See Before."""
        row: Any = self._rows.execute(_TAX, (sale,)).fetchone()
        return (row[0], row[1]) if row else (0, 0)

    def is_after_move(self) -> bool:
        """See Before."""
        found = self._rows.execute(_MOVE, (self._entry.epoch, self._entry.seq - 1)).fetchone()
        return found is not None
