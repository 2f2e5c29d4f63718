"""The customer's wish: every change a new basket."""

import pytest

from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.errors import Refused
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
