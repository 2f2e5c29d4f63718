"""A basket of twelve lines with Plus, a percentage, and an amount from a threshold: ours, and as plain numbers."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from benchmarks import plain_benefits
from pos.app.settings import RESOURCES
from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.calendar import KST
from pos.domain.catalogue import Kind, Name, Price, Product, Tax
from pos.domain.members import Dossier
from pos.domain.plus import Entitlement, Plan
from pos.domain.policy import Policy, read_policy
from pos.domain.promotions import Promotion, Selection
from pos.domain.quote import Known, Quote

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=KST)
BEGAN, ENDS = datetime(2026, 3, 2, 15, 0, tzinfo=KST), datetime(2026, 12, 1, tzinfo=KST)
PEER_ENDS = datetime(2099, 1, 1, tzinfo=KST)
"""Another engine looks at the machine's clock; its offers just do not end."""
CAPSULES = 10
OFFERS = {"plus": 30_000, "plus_from": 70, "percent": 7, "amount": 5_000, "amount_from": 60_000}
Row: TypeAlias = tuple[Kind, int, int, Tax]
ROWS: tuple[Row, ...] = (
    ("accessory", 12_900, 1, "taxable"),
    ("accessory", 24_500, 2, "taxable"),
    ("accessory", 8_700, 1, "taxable"),
    ("accessory", 39_000, 1, "taxable"),
    ("capsule", 6_900, 2, "taxable"),
    ("capsule", 7_300, 1, "taxable"),
    ("capsule", 6_500, 3, "taxable"),
    ("capsule", 8_100, 2, "taxable"),
    ("capsule", 7_700, 1, "taxable"),
    ("capsule", 6_700, 3, "taxable"),
    ("food", 6_500, 2, "taxable"),
    ("food", 9_800, 1, "exempt"),
)


def shelf() -> dict[str, Product]:
    """The products by their code."""
    return {
        f"P{place:02d}": Product(
            f"P{place:02d}",
            Name(f"상품 {place}", f"Product {place}"),
            kind,
            range="original" if kind == "capsule" else None,
            capsules=CAPSULES if kind == "capsule" else 0,
            tax=tax,
            prices=(Price(BEGAN, price),),
        )
        for place, (kind, price, _, tax) in enumerate(ROWS)
    }


def filled() -> Basket:
    """The basket of a member."""
    basket = Basket("benchmark", NOW, NOW, member="M1")
    for place, row in enumerate(ROWS):
        basket = baskets.add(basket, f"P{place:02d}", quantity=row[2])
    return basket


def known() -> Known:
    """A member with Plus, and two promotions that combine with it."""
    plan = Plan("plan", (OFFERS["plus"],) * 5, 365, OFFERS["plus_from"], ("original",))
    plus = Entitlement("E1", "M1", plan, "machine", BEGAN, at_boutique=True)
    percent = Promotion(
        "percent",
        Name("소품 할인", "Off accessories"),
        BEGAN,
        ENDS,
        Selection(kinds=("accessory",)),
        percent=OFFERS["percent"],
        combinable=True,
    )
    amount = Promotion(
        "amount",
        Name("소품과 간식 할인", "Off accessories and food"),
        BEGAN,
        ENDS,
        Selection(kinds=("accessory", "food")),
        amount=OFFERS["amount"],
        from_amount=OFFERS["amount_from"],
        combinable=True,
    )
    return Known(dossier=Dossier("M1", entitlements=(plus,)), promotions=(percent, amount))


def policy() -> Policy:
    """The terms that are in force."""
    return read_policy((RESOURCES / "policies" / "2025-02-10.toml").read_text("utf-8"))


def plain_lines() -> list[plain_benefits.Line]:
    """The same lines for the plainest function."""
    return [
        (kind, price, units, CAPSULES if kind == "capsule" else 0, tax == "taxable") for kind, price, units, tax in ROWS
    ]


def numbers(quote: Quote) -> plain_benefits.Numbers:
    """A quote as bare numbers."""
    names = {"plus:E1": "plus", "promotion:percent": "percent", "promotion:amount": "amount"}
    taken = dict.fromkeys(names.values(), 0)
    for line in quote.lines:
        for discount in line.discounts:
            taken[names[discount.cause.benefit]] += discount.amount
    return {
        "lines": [line.to_pay for line in quote.lines],
        "goods": quote.goods,
        **taken,
        "total": quote.total,
        "exempt": quote.exempt,
        "vat": quote.vat,
    }
