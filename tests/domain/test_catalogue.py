"""Products: prices by date, whole units, check digits, initials."""

from datetime import timedelta

import pytest

from pos.domain.catalogue import Price, all_initials, check_digit_is_right, initials, price_at, units_of
from pos.domain.errors import Refused
from tests.domain.products import LONG_AGO, NOW, product


def test_a_price_holds_from_its_instant_on() -> None:
    aria = product("ARIA", prices=(Price(NOW, 7_700), Price(LONG_AGO, 7_200)))
    assert price_at(aria, NOW - timedelta(seconds=1)) == 7_200
    assert price_at(aria, NOW) == 7_700
    assert price_at(aria, LONG_AGO - timedelta(seconds=1)) is None


@pytest.mark.parametrize(("size", "capsules", "units"), [(10, 10, 1), (50, 300, 6), (23, 69, 3)])
def test_capsules_are_whole_units(size: int, capsules: int, units: int) -> None:
    assert units_of(product("X", capsules=size), capsules) == units


@pytest.mark.parametrize(("size", "capsules"), [(10, 15), (10, 0), (10, -10), (50, 25), (50, 299), (0, 10)])
def test_a_broken_unit_is_refused(size: int, capsules: int) -> None:
    with pytest.raises(Refused) as refused:
        units_of(product("X", capsules=size), capsules)
    assert refused.value.code == "order.unit_multiple"


@pytest.mark.parametrize("code", ["8800000000015", "96385074", "036000291452", "8801234567893"])
def test_right_check_digits(code: str) -> None:
    assert check_digit_is_right(code)


@pytest.mark.parametrize("code", ["8800000000016", "880000000001", "abcdefghijklm", "", "８８００００００００００１５"])
def test_wrong_check_digits(code: str) -> None:
    assert not check_digit_is_right(code)


def test_initials() -> None:
    assert initials("아리아 캡슐") == "ㅇㄹㅇ ㅋㅅ"
    assert all_initials("ㅇㄹ")
    assert not all_initials("ㅇ리")
    assert not all_initials("")
