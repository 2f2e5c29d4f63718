"""A till with years behind it: rows of a million sales in the views and the sums, made quickly; not in the journal.

What the sums say comes from the till's own fold over sales as they would be in the journal; that they equal the rows is
for who measures to check.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from msgspec.structs import replace
from sqlalchemy import Integer, Table

from benchmarks.catalogue import products
from benchmarks.report_queries import JOINED, LOADED
from benchmarks.shop import Till
from pos.domain.back.returns import PaidOut, Part, Return
from pos.domain.calendar import KST
from pos.domain.facts import Fact, RefundPaid, ReturnCompleted, SaleCompleted
from pos.domain.money import vat_inside
from pos.domain.quote.values import Cause, Discount
from pos.domain.sale import Sale, SaleLine
from pos.domain.sums.summing import Gone, Summed
from pos.domain.tender import Payment, TenderKind
from pos.storage import sums, tables
from pos.storage.engine import cursor_of

LINES = 5
PEOPLE = ("C1", "C2", "C3", "C4", "C5")
RANGES = ("original", "vertuo", "accessory", "food")
TENDERS: tuple[TenderKind, ...] = ("card", "card", "card", "easy", "cash", "transfer")
HOURS = range(10, 22)
RETURNS = 40
"""Every so many-th sale comes back, in cash."""

What: TypeAlias = tuple[int, int, str, TenderKind, bool]
"""Which basket, at what hour, by whom, paid how, and whether it came back."""
_DISCOUNT = Cause("promotion.percent", "9 (2)", "promotion:p")
_WRITTEN = {
    tables.sale: "id epoch seq number day at cashier shift terms goods discount total taxable exempt vat delivery_fee",
    tables.sale_line: "sale position product range tax quantity unit_price amount discount",
    tables.payment: "sale position id kind amount handed_over",
    tables.back: "id epoch seq number day at cashier shift sale original amount vat clawback refund unpaid",
    tables.returned_payment: "epoch seq position sale id kind amount shift",
    tables.shift: "id day opened_at cashier float_won epoch seq closed",
    tables.report: "shift epoch seq number day net",
}


def _into(table: Table) -> str:
    """INSERT of what is written into a table; where nothing is said of a column, nothing stands in it."""
    named = _WRITTEN[table].split()
    rest = [one for one in table.columns if one.name not in named and not one.nullable]
    empty = ["0" if isinstance(one.type, Integer) else "''" for one in rest]
    columns = ", ".join([*named, *(one.name for one in rest)])
    return f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join([*'?' * len(named), *empty])})"


_INTO = [_into(table) for table in _WRITTEN]


def baskets(number: int) -> list[Sale]:
    """So many baskets of five lines, as sales of nobody in particular; each line has a discount now and then."""
    chance, stock = random.Random(7), products(200)
    made = []
    for _ in range(number):
        lines = []
        for product in chance.sample(stock, LINES):
            quantity, price = chance.randint(1, 5), product.prices[0].won or 0
            off = (Discount(_DISCOUNT, quantity * price // 10),) if chance.random() < 0.2 else ()
            found = RANGES[int(product.code[1:]) % len(RANGES)]
            line = SaleLine(product.code, product.name, found, "taxable", quantity, price, quantity * price, off)
            lines.append(replace(line, kind="capsule"))
        made.append(_sale(tuple(lines)))
    return made


def _sale(lines: tuple[SaleLine, ...]) -> Sale:
    goods, total = sum(line.amount for line in lines), sum(line.paid for line in lines)
    return Sale(
        id="",
        boutique="BEN01",
        till="1",
        number=0,
        day=date(2026, 1, 1),
        at=datetime(2026, 1, 1, tzinfo=KST),
        cashier="",
        shift="",
        terms="2025-02-10",
        lines=lines,
        goods=goods,
        discount=goods - total,
        total=total,
        taxable=total,
        exempt=0,
        vat=vat_inside(total, 10),
        payments=(),
    )


class Past:
    """Makes days of sales, one after the other. Mutable: it counts what it made."""

    def __init__(self, till: Till) -> None:
        self._till, self._chance, self._numbers = till, random.Random(11), count(1)
        self._backs, self._reports = count(1), count(1)
        self.baskets = baskets(400)
        self._folded: dict[What, Summed] = {}

    def days(self, first: date, last: date, *, sales: int) -> None:
        """About so many sales in all, on every day of a period alike; the log is moved into the file as it grows."""
        number = (last - first).days + 1
        for nth in range(number):
            self._day(first + timedelta(days=nth), sales // number)
            if nth % 30 == 29:
                self._till.database.checkpoint()
        with self._till.database.write() as connection:
            cursor_of(connection).execute(sums.ADD_UP_MONTHS, (f"{last:%Y-%m}",))
        self._till.database.checkpoint()

    def some(self, sales: int) -> Iterator[What]:
        """What is sold on a day, hour by hour."""
        chance = self._chance
        for nth in range(sales):
            hour = HOURS[nth * len(HOURS) // sales]
            basket = int(len(self.baskets) * chance.random() ** 2)
            yield basket, hour, chance.choice(PEOPLE), chance.choice(TENDERS), nth % RETURNS == RETURNS - 1

    def facts(self, what: What, *, sale_id: str, day: date, shift: str) -> list[Fact]:
        """The same as the journal would have it."""
        basket, hour, who, tender, is_back = what
        at = datetime.combine(day, time(hour), KST)
        bare = self.baskets[basket]
        paid = (Payment(f"{sale_id}p", tender, bare.total),)
        sale = replace(bare, id=sale_id, day=day, at=at, cashier=who, shift=shift, payments=paid)
        if not is_back:
            return [SaleCompleted(sale)]
        back = _back(sale)
        return [SaleCompleted(sale), ReturnCompleted(back), RefundPaid(back.id, PaidOut("x", "cash", back.refund))]

    def _day(self, day: date, sales: int) -> None:
        shift = f"s{day}"
        rows: list[list[tuple[Any, ...]]] = [[] for _ in _INTO]
        sold: Counter[What] = Counter()
        rows[5].append((shift, str(day), f"{day}T09:00", "C1", 0, 0, 0, 1))
        rows[6].append((shift, 0, 0, next(self._reports), str(day), 0))
        for what in self.some(sales):
            sold[what] += 1
            self._rows(rows, what, day, shift)
        whole = Summed()
        for what, times in sold.items():
            whole.merge(self._sums(what, day), times=times)
        with self._till.database.write() as connection:
            cursor = cursor_of(connection)
            for statement, some in zip(_INTO, rows, strict=True):
                if some:
                    cursor.executemany(statement, some)
            sums.add(cursor, whole, day=str(day), place=(0, 0))

    def _sums(self, what: What, day: date) -> Summed:
        """What such a sale adds, by the till's own fold; the day is not in it."""
        if what not in self._folded:
            found, gone = Summed(), Gone()
            for fact in self.facts(what, sale_id="x", day=day, shift="x"):
                found.add(fact, who=what[2], before=gone)
            self._folded[what] = found
        return self._folded[what]

    def _rows(self, rows: list[list[tuple[Any, ...]]], what: What, day: date, shift: str) -> None:
        basket, hour, who, tender, is_back = what
        bare, number = self.baskets[basket], next(self._numbers)
        sale, at = f"{number:032x}", f"{day}T{hour:02}:00:00.000+09:00"
        head = (sale, 0, number, number, str(day), at, who, shift, bare.terms)
        won = (bare.goods, bare.discount, bare.total, bare.taxable, bare.exempt, bare.vat, 0)
        rows[0].append((*head, *won))
        for place, line in enumerate(bare.lines, 1):
            told = (line.product, line.range, line.tax, line.quantity, line.unit_price, line.amount)
            rows[1].append((sale, place, *told, line.amount - line.paid))
        rows[2].append((sale, 1, f"{sale}p", tender, bare.total, 0))
        if is_back:
            back = f"r{sale}"
            told_back = (back, 0, number, next(self._backs), str(day), at, who, shift, sale, sale)
            rows[3].append((*told_back, bare.total, bare.vat, 0, bare.total, 0))
            rows[4].append((0, number, 1, sale, f"{back}p", "cash", bare.total, shift))


def _back(sale: Sale) -> Return:
    return Return(
        id=f"r{sale.id}",
        boutique=sale.boutique,
        till=sale.till,
        number=0,
        day=sale.day,
        at=sale.at,
        cashier=sale.cashier,
        shift=sale.shift,
        sale=sale.id,
        original=sale.id,
        sold_at=sale.at,
        terms=sale.terms,
        lines=(),
        amount=sale.total,
        taxable=sale.total,
        exempt=0,
        vat=sale.vat,
        refund=sale.total,
        due=None,
        parts=(Part("x", f"{sale.id}p", "cash", sale.total),),
        seller=sale.cashier,
    )


def write_out(till: Till, folder: Path) -> None:
    """The rows a peer loads, as CSV: read back from the till's own tables, each with its day."""
    joins = {"sale_line": JOINED["of_line"], "payment": JOINED["of_payment"], "returned_payment": JOINED["of_out"]}
    days = {"sale_line": "sale.day", "payment": "sale.day", "returned_payment": "shift.day"}
    for name, columns in LOADED.items():
        chosen = ", ".join(days.get(name, f"{name}.day") if one == "day" else f"{name}.{one}" for one in columns)
        with (
            till.database.read() as connection,
            (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file,
        ):
            found = cursor_of(connection).execute(f"SELECT {chosen} FROM {name}{joins.get(name, '')}")
            csv.writer(file).writerows(found)
