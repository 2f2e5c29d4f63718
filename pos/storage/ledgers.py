"""Sums by day, kept up in the transaction of every sale, and the entries behind them. It writes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pos.domain.journal import Entry
from pos.domain.sums.figures import Figures, Oddity, Sums, Told
from pos.domain.sums.summing import Summed, figures
from pos.domain.sums.telling import told_of
from pos.storage.engine import Database, cursor_of
from pos.storage.sums import OPEN_PRODUCTS, TOTALS

_TOTALS = f"SELECT day, {', '.join(TOTALS)} FROM day_total WHERE day BETWEEN ? AND ? ORDER BY day"
_DAYS = "SELECT (SELECT min(day) FROM day_total), (SELECT max(day) FROM day_total)"
_ADDED_UP = "SELECT 1 FROM month_sum WHERE month = ? LIMIT 1"
_OF_DAYS = (
    "SELECT dimension, name, sum(amount), sum(count) FROM day_sum WHERE day >= ? AND day < ? GROUP BY dimension, name"
)
_OF_DAY = "SELECT dimension, name, amount, count FROM day_sum WHERE day = ?"
_OF_MONTHS = (
    "SELECT dimension, name, sum(amount), sum(count) FROM month_sum WHERE month >= ? AND month < ? "
    "GROUP BY dimension, name"
)
_COLUMNS = "epoch, seq, at, day, who, kind, payload, previous, hash"
_OF_ODDITY = (
    f"SELECT {', '.join(f'journal.{name}' for name in _COLUMNS.split(', '))} FROM oddity "
    "CROSS JOIN journal ON journal.epoch = oddity.epoch AND journal.seq = oddity.seq "
    "WHERE oddity.kind = ? AND oddity.day BETWEEN ? AND ? AND (? = '' OR oddity.who = ?) "
    "ORDER BY oddity.day DESC, oddity.epoch DESC, oddity.seq DESC LIMIT ?"
)
# On which of the days somebody did anything that is added up by person, so that no other day is read.
_PLACES = (
    "SELECT day, first_epoch, first_seq, last_epoch, last_seq FROM day_total WHERE day BETWEEN ? AND ? "
    "AND (? = '' OR EXISTS (SELECT 1 FROM day_sum WHERE day_sum.day = day_total.day AND dimension IN "
    "('seller', 'cancelled', 'moved', 'paid_out', 'void', 'no_sale', 'refund', 'override', 'abandoned', 'reprint') "
    "AND name = ?)) "
    "ORDER BY day DESC"
)
_KINDS = (
    "SaleCompleted",
    "ReturnCompleted",
    "RefundPaid",
    "OrderCancelled",
    "SaleAbandoned",
    "ApprovalGiven",
    "LineVoided",
    "DrawerOpened",
    "DrawerMoved",
    "Reprinted",
)
_OF_A_DAY = (
    f"SELECT {_COLUMNS} FROM journal WHERE (epoch, seq) >= (?, ?) AND (epoch, seq) <= (?, ?) AND day = ? "
    f"AND kind IN ({', '.join('?' * len(_KINDS))}) AND (? = '' OR who = ?) ORDER BY epoch DESC, seq DESC LIMIT ?"
)


class SqlLedgers:
    """The till's database, for the manager's page. Implements `pos.till.day.figures.Ledgers`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def figures(self, first: date, last: date) -> Figures:
        """See Ledgers. Whole months are read as such, wherever they were added up."""
        whole, days = Summed(), dict[date, Sums]()
        with self._database.read() as connection:
            cursor = cursor_of(connection)
            for day, *totals in cursor.execute(_TOTALS, (first.isoformat(), last.isoformat())):
                sums = dict(zip(TOTALS, totals, strict=True))
                days[date.fromisoformat(day)] = Sums(**sums)
                whole.total(**sums)
            unfinished = cursor.execute(OPEN_PRODUCTS, (first.isoformat(), last.isoformat())).fetchall()
            for rows in (*_parts(cursor, first, last), unfinished):
                for row in rows:
                    whole.row(*row)
        return figures(first, last, whole, days=days)

    def days(self) -> tuple[date, date] | None:
        """See Ledgers."""
        with self._database.read() as connection:
            first, last = cursor_of(connection).execute(_DAYS).fetchone()
        return (date.fromisoformat(first), date.fromisoformat(last)) if first else None

    def told(
        self, first: date, last: date, *, who: str = "", oddity: Oddity | None = None, most: int = 500
    ) -> tuple[Told, ...]:
        """See Ledgers."""
        ends = (first.isoformat(), last.isoformat())
        with self._database.read() as connection:
            cursor = cursor_of(connection)
            if oddity is not None:
                rows = cursor.execute(_OF_ODDITY, (oddity, *ends, who, who, most)).fetchall()
            else:
                rows = _newest(cursor, ends, who, most)
        return tuple(told_of(Entry("", *row), oddity) for row in rows)


def _newest(cursor: Any, ends: tuple[str, str], who: str, most: int) -> list[Any]:
    """The newest entries that are added up, day by day backwards, until there are enough."""
    found: list[Any] = []
    for day, *places in cursor.execute(_PLACES, (*ends, who, who)).fetchall():
        found += cursor.execute(_OF_A_DAY, (*places, day, *_KINDS, who, who, most - len(found))).fetchall()
        if len(found) >= most:
            break
    return found


def _parts(cursor: Any, first: date, last: date) -> list[list[Any]]:
    """The rows of a period: of the months in it that were added up, and of all other days."""
    if first == last:
        return [cursor.execute(_OF_DAY, (first.isoformat(),)).fetchall()]
    parts: list[list[Any]] = []
    days_from, months_from = first, ""  # where days, or months, were begun that are not read yet
    month, end = _month_from(first), last + timedelta(days=1)
    while month < end:
        following = _month_from(month + timedelta(days=1))
        if following <= end and cursor.execute(_ADDED_UP, (f"{month:%Y-%m}",)).fetchone():
            if not months_from:
                months_from = f"{month:%Y-%m}"
                parts.append(_rows(cursor, _OF_DAYS, days_from.isoformat(), month.isoformat()))
        elif months_from:
            parts.append(_rows(cursor, _OF_MONTHS, months_from, f"{month:%Y-%m}"))
            days_from, months_from = month, ""
        month = following
    if months_from:
        parts.append(_rows(cursor, _OF_MONTHS, months_from, f"{month:%Y-%m}"))
        days_from = month
    parts.append(_rows(cursor, _OF_DAYS, days_from.isoformat(), end.isoformat()))
    return parts


def _rows(cursor: Any, query: str, since: str, until: str) -> list[Any]:
    return cursor.execute(query, (since, until)).fetchall() if since < until else []


def _month_from(day: date) -> date:
    """The first of a month that is not before a day."""
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
