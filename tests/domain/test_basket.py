"""The customer's wish: every change a new basket."""

import pytest

from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.errors import Refused
from tests.domain.baskets import free
from tests.domain.products import NOW

EMPTY = Basket("b", NOW, NOW)


def test_the_same_product_again_is_one_more_on_its_line() -> None:
    basket = baskets.add(baskets.add(baskets.add(EMPTY, "A"), "B"), "A")
    assert [(line.product, line.quantity) for line in basket.lines] == [("A", 2), ("B", 1)]
    assert EMPTY.is_empty


def test_a_line_of_its_own_when_wanted() -> None:
    basket = baskets.add(baskets.add(EMPTY, "A", quantity=3), "A", quantity=3, merge=False)
    assert [line.quantity for line in basket.lines] == [3, 3]


def test_an_id_is_never_used_again() -> None:
    basket = baskets.void(baskets.add(EMPTY, "A"), 1)
    basket = baskets.add(basket, "A")
    assert [line.id for line in basket.lines] == [2]


@pytest.mark.parametrize("quantity", [0, -1, 10_000])
def test_impossible_quantities_are_refused(quantity: int) -> None:
    with pytest.raises(Refused, match=r"basket\.quantity"):
        baskets.add(EMPTY, "A", quantity=quantity)
    with pytest.raises(Refused, match=r"basket\.quantity"):
        baskets.set_quantity(baskets.add(EMPTY, "A"), 1, quantity=quantity)


def test_a_line_that_is_not_there_is_refused() -> None:
    for call in (baskets.void, baskets.line):
        with pytest.raises(Refused, match=r"basket\.no_line"):
            call(EMPTY, 7)


def test_unknown_codes_stay_until_they_are_dismissed() -> None:
    basket = baskets.add_unknown(EMPTY, "123", reason="scan.unknown")
    basket = baskets.add_unknown(basket, "123", reason="scan.unknown")
    assert not basket.is_empty
    assert [scan.text for scan in basket.unknown] == ["123", "123"]
    assert baskets.dismiss_unknown(basket, basket.unknown[0].id).unknown == basket.unknown[1:]


def test_no_more_is_free_than_somebody_allowed() -> None:
    basket = baskets.give_free(EMPTY, "A", quantity=2, approval=free("A:2"))
    assert baskets.set_quantity(basket, 1, quantity=1).lines[0].quantity == 1
    with pytest.raises(Refused, match=r"approval\.required"):
        baskets.set_quantity(basket, 1, quantity=3)
    added = baskets.add(basket, "A")
    assert [(line.quantity, line.free is None) for line in added.lines] == [(2, False), (1, True)]


def test_a_gift_has_a_line_of_its_own() -> None:
    basket = baskets.add(baskets.add_gift(EMPTY, "A", quantity=1, promotion="G"), "A", quantity=2)
    assert [(line.quantity, line.gift) for line in basket.lines] == [(1, "G"), (2, "")]


def test_each_machine_has_one_serial_number_and_each_number_one_machine() -> None:
    basket = baskets.add_serial(baskets.add(EMPTY, "M", quantity=2), 1, "S1")
    with pytest.raises(Refused, match=r"serial\.twice"):
        baskets.add_serial(basket, 1, "S1")
    basket = baskets.add_serial(basket, 1, "S2")
    with pytest.raises(Refused, match=r"serial\.enough"):
        baskets.add_serial(basket, 1, "S3")
    assert baskets.set_quantity(basket, 1, quantity=1).lines[0].serials == ("S1",)


def test_what_was_allowed_is_allowed_for_that_thing_alone() -> None:
    basket = baskets.allow(EMPTY, free("A:2"))
    assert baskets.is_allowed(basket, "line.free", "A:2")
    assert not baskets.is_allowed(basket, "line.free", "A:3")
    assert not baskets.is_allowed(basket, "order.out_of_stock", "A:2")
