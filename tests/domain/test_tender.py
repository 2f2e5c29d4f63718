"""Cash, change, and the amounts people hand over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.errors import Refused
from pos.domain.tender import NOTES, Payment, check_part, quick_cash, remaining, take_cash


def test_change_is_what_was_handed_over_too_much() -> None:
    payment = take_cash("p", due=14_400, handed_over=20_000)
    assert (payment.amount, payment.handed_over, payment.change) == (14_400, 20_000, 5_600)


def test_too_little_cash_is_a_part() -> None:
    payment = take_cash("p", due=14_400, handed_over=10_000)
    assert (payment.amount, payment.change) == (10_000, 0)
    assert remaining(14_400, (payment,)) == 4_400


@pytest.mark.parametrize(("due", "handed_over"), [(7_200, 57_200), (7_200, 720_000)])
def test_change_that_cannot_be_real_is_questioned(due: int, handed_over: int) -> None:
    with pytest.raises(Refused, match=r"tender\.implausible"):
        take_cash("p", due=due, handed_over=handed_over)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_no_payment(amount: int) -> None:
    with pytest.raises(Refused, match=r"tender\.amount"):
        take_cash("p", due=100, handed_over=amount)
    with pytest.raises(Refused, match=r"tender\.amount"):
        check_part(amount, due=100)


def test_only_cash_gives_change() -> None:
    check_part(100, due=100)
    with pytest.raises(Refused, match=r"tender\.amount"):
        check_part(101, due=100)
    assert Payment("p", "card", 100).change == 0


@pytest.mark.parametrize(
    ("due", "amounts"),
    [
        (14_400, (15_000, 20_000, 50_000)),
        (21_600, (22_000, 25_000, 30_000, 50_000)),
        (50_000, ()),
        (251_500, (252_000, 255_000, 260_000, 300_000)),
        (0, ()),
    ],
)
def test_quick_amounts(due: int, amounts: tuple[int, ...]) -> None:
    assert quick_cash(due) == amounts


@given(st.integers(1, 10**7))
def test_every_quick_amount_is_taken_and_is_made_of_notes(due: int) -> None:
    for amount in quick_cash(due):
        assert take_cash("p", due=due, handed_over=amount).change > 0
        assert amount % NOTES[-1] == 0
