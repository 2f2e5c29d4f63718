"""Basket + terms -> quote: sums, VAT, and what stands in the way."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.catalogue import Price, Product
from pos.domain.quote import price_changes, quote
from tests.domain.products import LONG_AGO, NOW, product, terms

EMPTY = Basket("b", NOW, NOW)
TERMS = terms()
SHOP = {
    one.code: one
    for one in (
        product("ARIA", 7_200),
        product("BELLO", 7_500),
        product("GREEN", 10_000, kind="food", tax="exempt"),
        product("BAG", 0, kind="recycling"),
        product("YUJA", 8_000, max_per_order=5),
        product("SET", 9_000, min_per_order=2),
        product("NEW", None),
    )
}


def basket_of(*lines: tuple[str, int]) -> Basket:
    basket = EMPTY
    for code, quantity in lines:
        basket = baskets.add(basket, code, quantity=quantity, merge=False)
    return basket


def test_exempt_goods_stand_apart_and_vat_is_reckoned_once() -> None:
    found = quote(basket_of(("ARIA", 3), ("GREEN", 1)), SHOP, TERMS)
    assert (found.total, found.exempt, found.vat, found.supply) == (31_600, 10_000, 1_964, 19_636)
    assert found.vat_cause.clause == "9 (2)"
    assert {line.cause.clause for line in found.lines} == {"9 (2)"}
    assert found.terms == "2025-02-10"


def test_vat_is_not_added_up_from_the_lines() -> None:
    single = quote(basket_of(("ARIA", 1)), SHOP, TERMS).vat
    assert quote(basket_of(*[("ARIA", 1)] * 8), SHOP, TERMS).vat == 5_236 != 8 * single


def test_a_limit_counts_every_line_of_the_product() -> None:
    found = quote(basket_of(("YUJA", 3), ("YUJA", 3)), SHOP, TERMS)
    assert [block.code for block in found.blocks] == ["order.limit_exceeded"]
    assert found.blocks[0].facts == {"product": "YUJA", "most": 5, "asked": 6}
    assert not found.can_be_paid
    assert quote(basket_of(("YUJA", 5)), SHOP, TERMS).can_be_paid


def test_too_few_a_missing_price_and_an_unknown_code_each_stand_in_the_way() -> None:
    basket = baskets.add_unknown(basket_of(("SET", 1), ("NEW", 1)), "4711", reason="scan.check_digit")
    codes = [block.code for block in quote(basket, SHOP, TERMS).blocks]
    assert codes == ["price.missing", "order.below_minimum", "scan.check_digit"]


def test_an_empty_basket_costs_nothing_and_cannot_be_paid() -> None:
    found = quote(EMPTY, SHOP, TERMS)
    assert (found.total, found.vat, found.can_be_paid) == (0, 0, False)


def test_a_price_that_changed_is_told_and_never_slipped_in() -> None:
    dearer: dict[str, Product] = SHOP | {
        "ARIA": replace(SHOP["ARIA"], prices=(Price(LONG_AGO, 7_200), Price(NOW.replace(hour=12), 7_700)))
    }
    basket = basket_of(("ARIA", 2), ("BELLO", 1))
    assert price_changes(basket, SHOP, dearer, NOW) == ()
    changes = price_changes(basket, SHOP, dearer, NOW.replace(hour=12))
    assert [(change.product, change.old, change.new) for change in changes] == [("ARIA", 7_200, 7_700)]
    assert quote(basket, dearer, TERMS).total == 21_900
    taken = baskets.take_prices_of(basket, NOW.replace(hour=12))
    assert quote(taken, dearer, TERMS).total == 22_900


lines_strategy = st.lists(
    st.tuples(st.sampled_from(["ARIA", "BELLO", "GREEN", "BAG", "YUJA"]), st.integers(1, 99)), max_size=12
)


@given(lines_strategy, st.randoms(use_true_random=False))
def test_the_order_of_lines_never_changes_the_sums(lines: list[tuple[str, int]], random: object) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    one, other = (quote(basket_of(*some), SHOP, TERMS) for some in (lines, shuffled))
    for sums in ("goods", "total", "taxable", "exempt", "vat"):
        assert getattr(one, sums) == getattr(other, sums)


@given(lines_strategy)
def test_the_parts_add_up_to_the_whole(lines: list[tuple[str, int]]) -> None:
    found = quote(basket_of(*lines), SHOP, TERMS)
    assert found.total == sum(line.to_pay for line in found.lines) == found.taxable + found.exempt
    assert found.taxable == found.supply + found.vat
    assert found == quote(basket_of(*lines), SHOP, TERMS)
