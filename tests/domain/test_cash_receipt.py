"""Numbers of cash receipts in every spelling, the last day to issue one, and what is told of a sale."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.calendar import KST
from pos.domain.cash_receipt import (
    DAYS_TO_ISSUE,
    NOBODY,
    CashReceipt,
    amount_in_cash,
    is_business_number,
    is_unasked,
    read_number,
    vat_of,
)
from pos.domain.errors import Refused
from pos.till.paying.tax import Numbered
from tests.domain.products import NOW

RECEIPT = CashReceipt("r1", "sale-1", "income", "010-****-8642", 11_000, 1_000, NOW)
DIGITS = "0123456789"


def business(nine: str) -> str:
    """Nine digits with the check digit that the tax office would give them, reckoned the long way."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
    return f"{nine}{-(total + int(nine[8]) * 5 // 10) % 10}"


def digits(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=least, max_size=most)


MOBILES = digits(8, 8).map(lambda rest: f"010{rest}").filter(lambda number: number != NOBODY)
FIRMS = digits(9, 9).map(lambda nine: business(f"{nine[0].replace('0', '1')}{nine[1:]}"))
CARDS = digits(18, 18).map(lambda rest: f"1{rest[1:]}")


@st.composite
def spelled(draw: Callable[[st.SearchStrategy[str]], str], number: str) -> str:
    """A number as somebody types it: with hyphens, points and blanks anywhere."""
    between = st.sampled_from(["", "", "", "-", " ", ".", " - "])
    return draw(between) + "".join(digit + draw(between) for digit in number)


@pytest.mark.parametrize(
    ("text", "use", "kept", "masked"),
    [
        ("010-9753-8642", "income", "01097538642", "010-****-8642"),
        ("010 9753 8642", "income", "01097538642", "010-****-8642"),
        ("011-123-4567", "income", "0111234567", "011-****-4567"),
        ("019-1234-5678", "income", "01912345678", "019-****-5678"),
        ("220-81-62517", "business", "2208162517", "***-**-*2517"),
        ("1234-5678-9012-3456-78", "income", "123456789012345678", "**************5678"),
        ("010-000-1234", "self", NOBODY, "010-000-1234"),
    ],
)
def test_a_number_is_read_and_shown_masked(text: str, use: str, kept: str, masked: str) -> None:
    number = read_number(text)
    assert (number.use, number.digits, number.masked) == (use, kept, masked)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "0", "010-1234-567", "010-12345-6789", "02-1234-5678", "220-81-62518", "000-00-00000"),
        *("900101-1234567", "4111-1111-1111-1111", "1" * 15, "1" * 17, "1" * 19),  # a resident's number, credit cards
        *("123456789012", "1" * 20, "０１０-9753-8642", "010-9753-864٢", "010-9753-8642x", "٢٢٠٨١٦٢٥١٧", "²" * 10),
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_number(text)
    assert refused.value.code == "cash_receipt.number"
    assert not refused.value.facts, "it would say the number"


def test_no_representation_says_a_number() -> None:
    number = read_number("010-9753-8642")
    for text in (repr(number), str(number), f"{number}", repr(Numbered("n1", "sale-1", number))):
        assert "9753" not in text and "8642" in text


@given(st.data(), st.one_of(MOBILES, FIRMS, CARDS))
def test_however_it_is_typed_it_is_the_same_number(data: st.DataObject, number: str) -> None:
    read = read_number(data.draw(spelled(number)))
    assert read == read_number(number) and read.digits == number


@given(st.one_of(MOBILES, FIRMS, CARDS))
def test_the_masked_number_hides_all_but_the_end(number: str) -> None:
    masked = read_number(number).masked
    assert masked.endswith(number[-4:]) and number not in masked.replace("-", "")
    assert sum(letter.isdigit() for letter in masked) in (4, 7)


@given(FIRMS)
def test_exactly_one_check_digit_is_right(number: str) -> None:
    assert [digit for digit in DIGITS if is_business_number(number[:9] + digit)] == [number[9]]


@given(digits(7, 7))
def test_a_mobile_number_that_lacks_a_digit_is_nothing_else(rest: str) -> None:
    with pytest.raises(Refused):
        read_number(f"010{rest}")
    with pytest.raises(Refused):
        read_number(business(f"010{rest[1:]}"))


def test_noughts_pass_the_sum_and_are_no_number() -> None:
    assert business("0" * 9) == "0" * 10 and not is_business_number("0" * 10)
    assert not is_business_number("220816251")


def test_a_receipt_is_due_five_days_after_its_sale_by_korean_days() -> None:
    assert RECEIPT.due == date(2026, 11, 2) + timedelta(days=DAYS_TO_ISSUE)
    late = datetime(2026, 11, 2, 23, 59, 59, tzinfo=KST)
    early = datetime(2026, 11, 2, 15, 30, tzinfo=KST).astimezone(KST) - timedelta(hours=15, minutes=30)
    assert replace(RECEIPT, at=late).due == replace(RECEIPT, at=early).due == date(2026, 11, 7)
    assert replace(RECEIPT, at=late + timedelta(seconds=1)).due == date(2026, 11, 8)


def test_only_cash_and_transfers_are_told() -> None:
    assert amount_in_cash([("cash", 3), ("transfer", 5), ("card", 7), ("easy", 11)]) == 8
    assert amount_in_cash([]) == 0


def test_the_sale_decides_whether_a_receipt_is_due_unasked() -> None:
    assert is_unasked(100_000, least=100_000) and not is_unasked(99_999, least=100_000)


@given(st.integers(1, 10**9), st.data())
def test_the_shares_of_vat_never_exceed_it(total: int, data: st.DataObject) -> None:
    vat = data.draw(st.integers(0, total // 11))
    part = data.draw(st.integers(0, total))
    shares = vat_of(part, total=total, vat=vat) + vat_of(total - part, total=total, vat=vat)
    assert vat - 1 <= shares <= vat
    assert vat_of(total, total=total, vat=vat) == vat


def test_a_sale_of_nothing_has_no_vat() -> None:
    assert vat_of(0, total=0, vat=0) == 0
