"""Sales that cannot be what they say wait aside, each with its reason; the others are read."""

import msgspec
import pytest

from pos.domain.catalogue import Name
from pos.domain.quote.values import Cause, Discount
from pos.domain.sale import SaleLine
from pos.domain.tender import Payment
from pos.mall.chain import Mall
from tests.mall.plus import LEAVES, begun, reasons
from tests.mall.tills import Till

LINE = SaleLine("UNO", Name("우노", "Uno"), None, "taxable", 1, 1_000, 1_000)
COIN = Payment("p1", "cash", 1_000, handed_over=1_000)
CARD_PART = Payment("p2", "card", 600)
ONE = {
    "lines": (LINE,),
    "goods": 1_000,
    "discount": 0,
    "total": 1_000,
    "taxable": 1_000,
    "exempt": 0,
    "vat": 91,
    "payments": (COIN,),
}
OFF = Discount(Cause("plus.discount", "9 (8)", "plus:x"), 400)
PLUS = ONE | {
    "lines": (msgspec.structs.replace(LINE, discounts=(OFF,)),),
    "discount": 400,
    "total": 600,
    "taxable": 600,
    "vat": 55,
    "payments": (Payment("p1", "cash", 600, handed_over=600),),
}


def with_line(**changed: object) -> dict[str, object]:
    return ONE | {"lines": (msgspec.structs.replace(LINE, **changed),)}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (ONE, ""),
        (PLUS | {"member": "M1", "uses": ("plus:x",)}, "plus.unknown"),
        (ONE | {"delivery_fee": 100, "shipping": LEAVES}, "sale.sums"),
        (ONE | {"delivery_fee": 100, "shipping": LEAVES, "total": 1_100}, "sale.sums"),
        (
            ONE
            | {"delivery_fee": 100, "shipping": LEAVES, "total": 1_100, "taxable": 1_100}
            | {"payments": (Payment("p1", "cash", 1_100, handed_over=1_100),)},
            "",
        ),
        (
            ONE
            | {"delivery_fee": 100, "total": 1_100, "taxable": 1_100}
            | {"payments": (Payment("p1", "cash", 1_100, handed_over=1_100),)},
            "sale.delivery",
        ),
        (ONE | {"payments": (msgspec.structs.replace(COIN, rounded=-10, handed_over=990),)}, ""),
        (ONE | {"payments": (msgspec.structs.replace(COIN, rounded=50, handed_over=5_000),)}, ""),
        (ONE | {"payments": (msgspec.structs.replace(COIN, rounded=-10, handed_over=980),)}, "sale.sums"),
        (ONE | {"payments": (CARD_PART, msgspec.structs.replace(COIN, amount=400, rounded=-10, handed_over=390))}, ""),
        (
            ONE | {"payments": (msgspec.structs.replace(COIN, amount=400, rounded=-10, handed_over=390), CARD_PART)},
            "sale.sums",
        ),
        (ONE | {"payments": (msgspec.structs.replace(COIN, rounded=-100),)}, "sale.sums"),
        (ONE | {"payments": (Payment("p1", "transfer", 1_000, rounded=-10),)}, "sale.sums"),
        (with_line(quantity=0), "sale.lines"),
        (with_line(quantity=-1, amount=-1_000), "sale.lines"),
        (with_line(quantity=2), "sale.lines"),
        (with_line(quantity=10**12, unit_price=0, amount=0), "sale.lines"),
        (with_line(discounts=(msgspec.structs.replace(OFF, amount=-1),)), "sale.lines"),
        (with_line(discounts=(msgspec.structs.replace(OFF, amount=1_001),)), "sale.lines"),
        (with_line(serials=("A", "B")), "sale.lines"),
        (with_line(quantity=2, unit_price=500, serials=("A", "A")), "sale.lines"),
        (PLUS | {"member": "M1"}, "sale.uses"),
        (ONE | {"member": "M1", "uses": ("plus:x", "plus:x")}, "sale.uses"),
        (ONE | {"member": "M1", "uses": ("plus:x", "payback:y")}, "sale.uses"),
        (ONE | {"member": "M1", "uses": ("gift:x",)}, "sale.uses"),
        (ONE | {"member": "M1", "uses": ("plus:",)}, "sale.uses"),
        (ONE | {"uses": ("plus:x",)}, "sale.uses"),
        (ONE | {"uses": ("promotion:x",)}, ""),
        (ONE | {"member": "M1", "begins": begun("sale-2")}, "sale.begins"),
        (ONE | {"member": "M2", "begins": begun("sale-1")}, "sale.begins"),
        (ONE | {"begins": begun("sale-1")}, "sale.begins"),
    ],
)
def test_a_sale_has_to_make_sense(mall: Mall, till: Till, changed: dict[str, object], reason: str) -> None:
    till.sell(1, **changed)
    till.push()
    assert reasons(mall, till) == ({1: reason} if reason else {})
    assert mall.sums(till.name).count == (0 if reason.startswith("sale.") else 1)
