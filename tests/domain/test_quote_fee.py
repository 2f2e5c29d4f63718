"""What a delivery costs (terms 9 (3), 9 (4))."""

import pytest

from pos.domain import basket as baskets
from pos.domain.quote import Known
from tests.domain.baskets import SHOP, basket_of, delivered, free, quoted
from tests.domain.products import product

NONE = Known()


@pytest.mark.parametrize(
    ("price", "units", "code", "fee", "why"),
    [
        (59_999, 0, "ARIA", 2_500, "delivery.fee"),
        (60_000, 0, "ARIA", 0, "delivery.free_amount"),
        (52_500, 1, "CUP", 0, "delivery.free_amount"),
        (30_000, 1, "CUP", 2_500, "delivery.fee"),
        (7_200, 1, "UNO", 0, "delivery.machine"),
        (7_200, 1, "PRO1", 0, "delivery.machine"),
        (7_200, 2, "CUP", 2_500, "delivery.fee"),
        (59_999, 9, "BAG", 2_500, "delivery.fee"),
    ],
)
def test_below_and_from_sixty_thousand_won(price: int, units: int, code: str, fee: int, why: str) -> None:
    shop = SHOP | {"X": product("X", price)}
    found = quoted(delivered(("X", 1), (code, units)), NONE, shop=shop)
    assert found.fee_cause is not None
    assert (found.delivery_fee, found.fee_cause.code, found.fee_cause.clause) == (fee, why, "9 (3), 9 (4)")


@pytest.mark.parametrize(
    ("lines", "fee"),
    [
        ((("FORTE", 5),), 2_500),
        ((("FORTE", 6),), 0),
        ((("FORTE", 5), ("BAG", 1)), 2_500),
        ((("FORTE", 5), ("CUP", 1)), 0),
        ((("X", 1), ("FORTE", 1)), 2_500),
        ((("X", 1), ("FORTE", 6)), 0),
        ((("BAG", 1),), 2_500),
    ],
)
def test_below_and_from_three_hundred_capsules(lines: tuple[tuple[str, int], ...], fee: int) -> None:
    shop = SHOP | {"X": product("X", 20_000, range="vertuo")}
    assert quoted(delivered(*lines), NONE, shop=shop).delivery_fee == fee


def test_a_mixed_order_is_free_where_the_other_part_is() -> None:
    shop = SHOP | {"X": product("X", 62_000, range="vertuo")}
    assert quoted(delivered(("X", 1), ("FORTE", 1)), NONE, shop=shop).delivery_fee == 0


def test_what_is_given_free_is_no_part_of_the_order_amount() -> None:
    basket = baskets.give_free(delivered(("BELLO", 7)), "ARIA", quantity=2, approval=free())
    assert quoted(basket, NONE).delivery_fee == 2_500
    boxes = baskets.give_free(delivered(("FORTE", 5)), "FORTE", quantity=1, approval=free())
    assert quoted(boxes, NONE).delivery_fee == 2_500


def test_what_is_carried_out_pays_no_fee() -> None:
    found = quoted(basket_of(("ARIA", 1)), NONE)
    assert (found.delivery_fee, found.fee_cause, found.total) == (0, None, 7_200)


def test_an_empty_basket_pays_none() -> None:
    assert quoted(delivered(), NONE).total == 0


def test_the_fee_and_the_vat_in_it_stand_apart() -> None:
    found = quoted(delivered(("ARIA", 1)), NONE)
    assert (found.total, found.delivery_fee, found.goods, found.vat) == (9_700, 2_500, 7_200, 882)
    exempt = quoted(delivered(("GREEN", 1)), NONE)
    assert (exempt.total, exempt.exempt, exempt.taxable, exempt.vat) == (12_500, 10_000, 2_500, 227)
