"""The nine reasons, and notes that say nothing about a person (terms 10 (1))."""

import pytest

from pos.domain.errors import Refused
from pos.domain.refusal import MOST_LETTERS, check_note, check_reason, check_sealed


@pytest.mark.parametrize("reason", range(1, 10))
def test_nine_reasons(reason: int) -> None:
    check_reason(reason, "see ledger")


@pytest.mark.parametrize("reason", [0, 10, -1, 99])
def test_no_others(reason: int) -> None:
    with pytest.raises(Refused, match=r"order\.reason"):
        check_reason(reason, "see ledger")


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("", "note.missing"),
        (" \n", "note.missing"),
        ("\u3164\u200b", "note.missing"),
        ("가" * (MOST_LETTERS + 1), "note.too_long"),
        # phones
        ("010-1111-2222", "privacy.sensitive"),
        ("전화 010 1111 2222 로", "privacy.sensitive"),
        ("전화010-1111-2222로", "privacy.sensitive"),
        ("010.1111.2222", "privacy.sensitive"),
        ("010–1111–2222", "privacy.sensitive"),
        ("(010) 1111-2222", "privacy.sensitive"),
        ("01011112222", "privacy.sensitive"),
        ("0111234567", "privacy.sensitive"),
        ("+82 10-1111-2222", "privacy.sensitive"),
        ("+821011112222", "privacy.sensitive"),
        ("82 (0)10 1111 2222", "privacy.sensitive"),
        ("０１０-１１１１-２２２２", "privacy.sensitive"),
        ("02-1234-5678", "privacy.sensitive"),
        ("031-123-4567", "privacy.sensitive"),
        ("2026-11-02\n010-1111-2222", "privacy.sensitive"),
        # cards and resident numbers
        ("1234-5678-9012-3456", "privacy.sensitive"),
        ("1234 5678 9012 3456", "privacy.sensitive"),
        ("1234.5678.9012.3456", "privacy.sensitive"),
        ("1234567890123456", "privacy.sensitive"),
        ("123456789012345", "privacy.sensitive"),
        ("900101-1234567", "privacy.sensitive"),
        ("900101 - 1234567", "privacy.sensitive"),
        ("010 - 1111 - 2222", "privacy.sensitive"),
        ("900101‐1234567", "privacy.sensitive"),
        ("주민9001011234567번", "privacy.sensitive"),
        # mail
        ("hong@example.com 으로", "privacy.sensitive"),
    ],
)
def test_notes_that_are_refused(note: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_note(note)
    assert refused.value.code == code
    assert set(refused.value.facts) <= {"most"}


@pytest.mark.parametrize(
    "note",
    [
        "see ledger",
        "가" * MOST_LETTERS,
        "2026-11-02 주문 건",
        "2026-11-02 10:00 담당 C1",
        "영수증 SEL01-1-000123",
        "12개 요청, 재고 3개",
        "합계 1,234,000원",
        "@ 매대",
        "5 박스 × 50 캡슐",
    ],
)
def test_notes_about_the_order_are_taken(note: str) -> None:
    check_note(note)


def test_a_barcode_cannot_be_told_from_a_resident_number_and_is_refused_as_well() -> None:
    for number in ("8801234567893", "880123-4567893"):
        with pytest.raises(Refused, match=r"privacy\.sensitive"):
            check_note(f"상품 {number} 파손")


@pytest.mark.parametrize("text", ["900101-1******", "9001011234567", "4111 1111 1111 1111"])
def test_what_is_sealed_may_name_a_phone_and_never_a_card_or_resident_number(text: str) -> None:
    check_sealed("경비실 010-1111-2222, 101동 1203호")
    with pytest.raises(Refused, match=r"privacy\.sensitive"):
        check_sealed(text)
    with pytest.raises(Refused, match=r"privacy\.sensitive"):
        check_note(text)
