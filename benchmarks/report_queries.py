"""What a day or a period came to, as plain SQL: the same questions for SQLite on the till's tables and for DuckDB.

It imports nothing of the till, so that a peer in a venv of its own can read it. `{of}` is what finds a row's day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

Answer: TypeAlias = dict[str, list[list[Any]]]
"""Rows by question, each with its name first; sorted, so that two answers can be compared."""

IN = "day BETWEEN ? AND ?"
QUESTIONS = {
    "days": "SELECT day, sum(goods), sum(discount), sum(delivery_fee), sum(vat), sum(exempt), count(*) "
    f"FROM sale WHERE {IN} GROUP BY day",
    "days back": f"SELECT day, sum(refund), sum(vat), count(*) FROM back WHERE {IN} GROUP BY day",
    "hours": f"SELECT substr(sale.at, 12, 2), sum(total), count(*) FROM sale WHERE {IN} GROUP BY 1",
    "people": f"SELECT cashier, sum(total), count(*) FROM sale WHERE {IN} GROUP BY 1",
    "people back": f"SELECT cashier, sum(refund), count(*) FROM back WHERE {IN} GROUP BY 1",
    "ranges": "SELECT sale_line.range, sum(amount - sale_line.discount), sum(quantity) FROM sale_line{of_line} "
    f"WHERE {IN} GROUP BY 1",
    "products": "SELECT sale_line.product, sum(amount - sale_line.discount), sum(quantity) FROM sale_line{of_line} "
    f"WHERE {IN} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50",
    "tenders": f"SELECT payment.kind, sum(payment.amount), count(*) FROM payment{{of_payment}} WHERE {IN} GROUP BY 1",
    "tenders back": f"SELECT kind, sum(amount), count(*) FROM returned_payment{{of_out}} WHERE {IN} GROUP BY 1",
}
JOINED = {
    "of_line": " JOIN sale ON sale.id = sale_line.sale",
    "of_payment": " JOIN sale ON sale.id = payment.sale",
    "of_out": " JOIN shift ON shift.id = returned_payment.shift",
}
"""How the till's own tables know the day of a row."""
FLAT = dict.fromkeys(JOINED, "")
"""Where each row has its day beside it."""

LOADED = {
    "sale": ("id", "day", "at", "cashier", "shift", "goods", "discount", "delivery_fee", "total", "vat", "exempt"),
    "sale_line": ("sale", "day", "product", "range", "quantity", "amount", "discount"),
    "payment": ("sale", "day", "kind", "amount"),
    "back": ("day", "cashier", "refund", "vat"),
    "returned_payment": ("day", "kind", "amount"),
}
"""What a peer is given of each table; the day of a row's sale goes with it, which the till's own tables leave out."""


def ask(execute: Callable[[str, list[str]], Iterable[Any]], first: str, last: str, way: dict[str, str]) -> Answer:
    """Every question of a period."""
    return {name: _rows(execute(query.format(**way), [first, last])) for name, query in QUESTIONS.items()}


def _rows(found: Iterable[Any]) -> list[list[Any]]:
    return sorted([str(name), *map(int, numbers)] for name, *numbers in found)
