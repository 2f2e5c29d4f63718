"""Whole won: shares and VAT."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.money import percent_of, spread, vat_inside

weights = st.lists(st.integers(0, 10**7), min_size=1, max_size=30).filter(any)


def test_a_discount_is_spread_by_largest_remainder() -> None:
    assert spread(20_000, (21_600, 22_500, 8_600)) == (8_197, 8_539, 3_264)


@given(st.integers(0, 10**9), weights)
def test_shares_add_up_and_none_is_a_won_away_from_its_due(total: int, parts: list[int]) -> None:
    shares = spread(total, parts)
    assert sum(shares) == total
    for share, part in zip(shares, parts, strict=True):
        assert abs(share - Fraction(total * part, sum(parts))) < 1


@given(weights)
def test_what_weighs_nothing_gets_nothing_and_the_whole_comes_back(parts: list[int]) -> None:
    assert spread(sum(parts), parts) == tuple(parts)


def test_nothing_spreads_over_nothing_and_something_does_not() -> None:
    assert spread(0, (0, 0)) == (0, 0)
    with pytest.raises(ValueError, match="nothing"):
        spread(1, (0, 0))


@pytest.mark.parametrize(
    ("total", "vat"), [(7_200, 655), (21_600, 1_964), (52_500, 4_773), (8_600, 782), (199_000, 18_091), (0, 0)]
)
def test_vat_is_one_eleventh_to_the_nearest_won(total: int, vat: int) -> None:
    assert vat_inside(total, 10) == vat


@given(st.integers(0, 10**9), st.integers(0, 30))
def test_vat_is_never_half_a_won_off(total: int, percent: int) -> None:
    assert abs(vat_inside(total, percent) - Fraction(total * percent, 100 + percent)) <= Fraction(1, 2)


def test_a_percentage_is_rounded_down() -> None:
    assert percent_of(1_999, 10) == 199
