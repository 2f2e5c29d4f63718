"""Quotes a second for a basket of twelve lines on one core, against the plainest function that finds the same totals.

Ours names the cause of every amount and checks limits; the plainest one adds up integers.
"""

from __future__ import annotations

from datetime import datetime

from benchmarks.catalogue import products
from benchmarks.figures import Bench, Figure, in_turn, median
from pos.app.settings import RESOURCES
from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.calendar import KST
from pos.domain.catalogue import price_at
from pos.domain.policy import read_policy
from pos.domain.quote import quote

LINES = 12
AIM = 10_000
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=KST)


def plainest(lines: list[tuple[int, int, bool]]) -> tuple[int, int, int]:
    """Total, taxable and VAT of (price, quantity, taxable) lines."""
    total = taxable = 0
    for price, quantity, is_taxable in lines:
        total += price * quantity
        if is_taxable:
            taxable += price * quantity
    return total, taxable, (taxable * 20 + 110) // 220


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figure."""
    stock = {product.code: product for product in products(LINES)}
    policy = read_policy((RESOURCES / "policies" / "2025-02-10.toml").read_text("utf-8"))
    basket = Basket("benchmark", NOW, NOW)
    for place, code in enumerate(stock):
        basket = baskets.add(basket, code, quantity=place % 3 + 1)
    lines = [(price_at(stock[line.product], NOW) or 0, line.quantity, True) for line in basket.lines]
    found = quote(basket, stock, policy)
    if plainest(lines) != (found.total, found.taxable, found.vat):
        raise AssertionError("the two do not reckon the same")
    calls = bench.pick(tiny=10, usual=1_000)
    seen = in_turn(
        {
            "ours": lambda: [quote(basket, stock, policy) for _ in range(calls)],
            "plainest": lambda: [plainest(lines) for _ in range(calls)],
        },
        rounds=bench.pick(tiny=3, usual=61),
    )
    ours, floor = (calls / median(seen[name]) for name in ("ours", "plainest"))
    what = "quotes of twelve lines on one core; the plainest sum of the same lines"
    return (Figure("quotes", what, ours, floor, "/s", f"≥ {AIM:,}/s", ours >= AIM),)
