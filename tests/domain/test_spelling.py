"""Texts in one spelling."""

import unicodedata

import pytest

from pos.domain.spelling import plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  서울 ", "서울"),
        (unicodedata.normalize("NFD", "사서함"), "사서함"),
        ("０１０−１１１１".replace("−", "-"), "010-1111"),
        ("Ｐ．Ｏ． Box", "P.O. Box"),
        ("사\u200b서\u00ad함", "사서함"),
        ("\u3164", ""),
        ("\u200b\ufeff", ""),
        ("첫 줄\n둘째 줄", "첫 줄 둘째 줄"),
        ("\u00a0홍\u00a0길동", "홍 길동"),
        ("", ""),
    ],
)
def test_a_text_is_what_it_looks_like(typed: str, meant: str) -> None:
    assert plain(typed) == meant
    assert plain(meant) == meant
