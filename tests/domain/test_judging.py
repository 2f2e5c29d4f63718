"""Each line that somebody brings back: whose it is, and that no unit and no number counts twice."""

import pytest

from pos.domain.back.returns import Original
from tests.domain.backs import back, can_be_done, done, ids, machine, one_by_one, proposed, sold


def codes(original: Original, *wanted: object) -> list[str]:
    return [one.verdict.code for one in proposed(original, *wanted).lines]  # type: ignore[arg-type]  # what is wanted


def test_one_serial_number_is_one_machine() -> None:
    two = Original(sold(("UNO", 2)))
    first, second = two.serials(1)
    assert codes(two, back(1, 2, serials=(first, second))) == [""]
    assert codes(two, back(1, 2, serials=(first, first))) == ["return.serial"]
    assert codes(two, back(1, serials=(first,)), back(1, serials=(first,))) == ["", "return.serial"]
    assert codes(two, back(1, serials=(first,)), back(1, serials=(second,))) == ["", ""]


def test_one_unit_is_not_both_replaced_and_refunded() -> None:
    cup = Original(sold(("CUP", 1)))
    assert codes(cup, back(1, replaced=True), back(1)) == ["", "return.already_returned"]
    assert codes(cup, back(1), back(1, replaced=True)) == ["", "return.already_returned"]
    assert codes(Original(sold(("CUP", 2))), back(1, replaced=True), back(1)) == ["", ""]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ((0,), ["return.quantity"]),
        ((-1,), ["return.quantity"]),
        ((4,), ["return.already_returned"]),
        ((3,), [""]),
        ((2, 1), ["", ""]),
        ((2, 2), ["", "return.already_returned"]),
        ((2, 2, 1), ["", "return.already_returned", "return.already_returned"]),
    ],
)
def test_units_of_one_return_are_counted_together(wanted: tuple[int, ...], expected: list[str]) -> None:
    assert codes(Original(sold(("CUP", 3))), *(back(1, quantity) for quantity in wanted)) == expected


def test_a_line_wanted_twice_is_paid_as_if_it_were_wanted_once() -> None:
    sale = sold(("UNO", 1), ("BELLO", 7))
    at_once = proposed(Original(sale), back(2, 3)).amount
    assert sum(one.line.amount for one in proposed(Original(sale), back(2, 1), back(2, 2)).lines) == at_once


def test_what_was_refused_is_worth_nothing() -> None:
    found = proposed(Original(sold(("CUP", 1))), back(1, 2))
    assert found.lines[0].line.amount == 0
    assert not can_be_done(found)


def test_there_is_no_line_nought() -> None:
    original = Original(sold(("CUP", 1)))
    for position in (0, -1, 2):
        with pytest.raises(IndexError):
            proposed(original, back(position))


@pytest.mark.parametrize(
    ("serials", "expected"),
    [(("UNO-10",), ""), (("UNO-11",), "return.serial"), ((), "return.serial"), (("UNO-10", "x"), "return.serial")],
)
def test_a_machine_is_the_one_that_was_sold(serials: tuple[str, ...], expected: str) -> None:
    assert codes(Original(sold(("UNO", 1))), back(1, serials=serials)) == [expected]


def test_a_machine_that_is_back_is_known_to_be() -> None:
    two = one_by_one(sold(("UNO", 2)), [[lambda now: machine(now, 1, "defect")]])
    assert two.serials(1) == ("UNO-11",)
    assert codes(two, back(1, serials=("UNO-10",))) == ["return.already_returned"]
    assert codes(two, back(1, serials=("UNO-11",))) == [""]


def test_a_replacement_comes_back_by_its_own_number() -> None:
    bought = Original(sold(("UNO", 1)))
    swapped = proposed(bought, machine(bought, 1, "defect", condition="used", replaced=True, new_serials=("UNO-99",)))
    assert (swapped.refund, swapped.amount, swapped.vat, can_be_done(swapped)) == (0, 0, 0, True)
    after = done(bought, swapped, new_id=ids())
    assert (after.left(1), after.serials(1)) == (1, ("UNO-99",))
    assert codes(after, back(1, serials=("UNO-10",))) == ["return.already_returned"]
    later = proposed(after, back(1, serials=("UNO-99",)))
    assert (later.refund, can_be_done(later)) == (199_000, True)
    assert done(after, later, new_id=ids()).serials(1) == ()
