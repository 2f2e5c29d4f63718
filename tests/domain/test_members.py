"""Masks, and phone numbers in one spelling."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.members import mask_mail, mask_name, mask_phone, phone_digits


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("홍길동", "홍*동"),
        ("이호", "이*"),
        ("남궁민수", "남**수"),
        ("이", "이"),
        ("", ""),
        ("  ", ""),
        (" 홍길동 ", "홍*동"),
        (unicodedata.normalize("NFD", "홍길동"), "홍*동"),
        ("홍\u200b길동", "홍*동"),
        ("Kim Min-Ji", "K********i"),
        ("  Ann   Lee ", "A*****e"),
        ("王小明", "王*明"),
        ("홍 길동", "홍**동"),
    ],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("abcdef@example.com", "ab****@example.com"),
        ("abc@example.com", "ab*@example.com"),
        ("ab@example.com", "a*@example.com"),
        ("a@example.com", "*@example.com"),
        ("no address", "no********"),
        ("", ""),
    ],
)
def test_mail_addresses(address: str, masked: str) -> None:
    assert mask_mail(address) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("010-1111-2222", "010-****-2222"),
        ("+82 10-1111-2222", "010-****-2222"),
        ("011-123-4567", "011-***-4567"),
        ("02-120-0000", "02-***-0000"),
        ("02-1234-5678", "02-****-5678"),
        ("031-123-4567", "031-***-4567"),
        ("0503-1234-5678", "050-*****-5678"),
        ("1234", "****"),
        ("", ""),
        ("없음", ""),
    ],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("010-1111-2222", "01011112222"),
        ("+82 10-1111-2222", "01011112222"),
        ("+82-(0)10-1111-2222", "01011112222"),
        ("+ 82 10 1111 2222", "01011112222"),
        ("＋82 10 1111 2222", "01011112222"),
        ("82-10-1111-2222", "01011112222"),
        ("0082-10-1111-2222", "01011112222"),
        ("+82 2 120 0000", "021200000"),
        ("０１０－１１１１－２２２２", "01011112222"),
        ("2222", "2222"),
        ("0012", "0012"),
        ("8282", "8282"),
        ("+1 415 555 2671", "14155552671"),
        ("", ""),
    ],
)
def test_one_number_has_one_spelling(typed: str, digits: str) -> None:
    assert phone_digits(typed) == digits
    assert phone_digits(digits) == digits


@given(st.text(max_size=30))
def test_no_mask_shows_more_than_it_hides(text: str) -> None:
    digits = phone_digits(text)
    assert digits == "" or (digits.isascii() and digits.isdigit())
    shown = [letter for letter in mask_phone(text) if letter.isdigit()]
    assert len(shown) in (0, 6, 7)


@given(st.text(alphabet="가나다라마바사", min_size=3, max_size=12))
def test_only_the_ends_of_a_name_show(name: str) -> None:
    assert mask_name(name)[1:-1] == "*" * (len(name) - 2)
