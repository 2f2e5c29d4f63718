"""What stands in the way of an order (terms 10 (1)), and what a manager may let pass."""

from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.approval import OVERRULABLE, Approval
from pos.domain.basket import Basket, Delivery
from pos.domain.quote import Block, Known, Stock
from tests.domain.baskets import SHOP, basket_of, delivered, member, quoted
from tests.domain.products import NOW, product

THE_SHOP = SHOP | {
    "YUJA": product("YUJA", 8_000, max_per_order=5),
    "RARE": product("RARE", 8_000, max_per_member=3, max_per_address=4, limit_days=14),
    "MACH": product("MACH", 99_000, kind="machine", capsules=0, serial_tracked=True),
}


def blocks(basket: Basket, **more: Any) -> tuple[Block, ...]:
    return quoted(basket, Known(**more), shop=THE_SHOP).blocks


def codes(basket: Basket, **more: Any) -> list[str]:
    return [block.code for block in blocks(basket, **more)]


def allowed(basket: Basket, block: Block) -> Basket:
    return baskets.allow(basket, Approval(block.code, block.about, "B1", "ok", NOW))


@pytest.mark.parametrize(
    ("units", "bought", "expected"), [(3, 0, []), (4, 0, ["order.limit_exceeded"]), (1, 3, ["order.limit_exceeded"])]
)
def test_so_many_a_member(units: int, bought: int, expected: list[str]) -> None:
    basket = basket_of(("RARE", units), member="M1")
    assert codes(basket, bought={"RARE": bought}) == expected
    assert codes(replace(basket, member=None), bought={"RARE": bought}) == []


def test_so_many_an_address() -> None:
    basket = delivered(("RARE", 2))
    assert codes(basket, sent={"RARE": 2}) == []
    (block,) = blocks(basket, sent={"RARE": 3})
    assert block.facts == {"product": "RARE", "most": 4, "asked": 5, "scope": "address", "days": 14}
    assert codes(replace(basket, delivery=None), sent={"RARE": 3}) == []


NO_STOCK = {"YUJA": Stock(0, "2026-11-02T09:00:00+09:00")}


def test_what_the_shop_should_not_have() -> None:
    (block,) = blocks(basket_of(("YUJA", 1)), stock=NO_STOCK)
    assert (block.code, block.can_be_overruled) == ("order.out_of_stock", True)
    assert block.facts == {"product": "YUJA", "left": 0, "asked": 1, "at": "2026-11-02T09:00:00+09:00"}
    assert codes(delivered(("YUJA", 1)), stock=NO_STOCK) == []
    assert codes(basket_of(("ARIA", 1)), stock=NO_STOCK) == []
    assert blocks(basket_of(("YUJA", 1)), stock={"YUJA": Stock(-3, "")})[0].facts["left"] == 0


def test_too_many_returns_as_the_mall_sees_it() -> None:
    dossier = member(marks=("excessive_returns",))
    (block,) = blocks(basket_of(("ARIA", 1), member="M1"), dossier=dossier)
    assert (block.code, block.about, block.can_be_overruled) == ("order.excessive_returns", "M1", True)


def test_a_delivery_needs_an_address_and_a_doubtful_one_a_manager() -> None:
    assert codes(basket_of(("ARIA", 1), delivery=Delivery())) == ["delivery.recipient"]
    doubtful = basket_of(("ARIA", 1), delivery=Delivery("r1", "delivery.forwarder"))
    (block,) = blocks(doubtful)
    assert (block.code, block.about, block.can_be_overruled) == ("delivery.forwarder", "r1", True)
    assert codes(allowed(doubtful, block)) == []
    moved = replace(allowed(doubtful, block), delivery=Delivery("r2", "delivery.forwarder"))
    assert codes(moved) == ["delivery.forwarder"]


def test_what_was_allowed_is_allowed_and_no_more() -> None:
    basket = basket_of(("YUJA", 6))
    (block,) = blocks(basket)
    basket = allowed(basket, block)
    assert codes(basket) == []
    assert codes(baskets.set_quantity(basket, 1, quantity=7)) == ["order.limit_exceeded"]
    assert codes(basket, stock=NO_STOCK) == ["order.out_of_stock"]


def test_what_nobody_may_allow_stays_in_the_way() -> None:
    basket = baskets.add_unknown(basket_of(("MACH", 1)), "4711", reason="scan.unknown")
    for block in blocks(basket):
        assert not block.can_be_overruled
        basket = allowed(basket, block)
    assert codes(basket) == ["serial.missing", "scan.unknown"]
    assert {"serial.missing", "scan.unknown", "price.missing"}.isdisjoint(OVERRULABLE)


def test_each_machine_bears_a_serial_number_that_was_not_sold() -> None:
    basket = baskets.add_serial(basket_of(("MACH", 2)), 1, "A1")
    (block,) = blocks(basket)
    assert (block.code, block.line, block.facts) == ("serial.missing", 1, {"product": "MACH", "missing": 1})
    whole = baskets.add_serial(basket, 1, "A2")
    assert codes(whole) == []
    assert codes(whole, used_serials=frozenset({"A2"})) == ["serial.used"]


def test_a_machine_the_mall_sends_has_no_serial_number_here() -> None:
    basket = delivered(("MACH", 1))
    assert codes(basket) == []
    sold = baskets.add_serial(basket, 1, "A1")
    assert codes(sold, used_serials=frozenset({"A1"})) == ["serial.used"]
