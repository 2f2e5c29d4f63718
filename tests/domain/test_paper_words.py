"""Korean words for papers."""

from datetime import date

import pytest

from pos.domain.catalogue import Name
from pos.domain.papers import paper_words as words
from pos.domain.quote import Cause, Discount

PLUS = Cause("plus.discount", "9 (5), 9 (8)", "plus:e1", facts={"order": 1, "of": 3, "left": 2, "until": "2027-01-31"})
LAST = Cause("plus.discount", "9 (8)", "plus:e1", facts={"order": 3, "of": 3, "left": 0, "until": "2027-01-31"})
PAYBACK = Cause("payback.discount", "9 (9)", "payback:V1", facts={"left": 1, "until": "2027-01-31"})
AUTUMN = Cause("promotion", "9 (8) 7", "promotion:A", Name("가을 행사", "Autumn"), {"percent": 10})


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (PLUS, "플러스 할인 (1/3번째)"),
        (Cause("plus.discount", "9 (8)"), "플러스 할인"),
        (PAYBACK, "페이백 바우처"),
        (Cause("line.free", "9 (2)"), "무상 제공"),
        (AUTUMN, "가을 행사"),
        (Cause("something.new", "9"), "할인"),
    ],
)
def test_why_something_comes_off(cause: Cause, said: str) -> None:
    assert words.reason(cause) == said
    assert words.discount(Discount(cause, 1)) == f"{said} ({cause.clause})"


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (PLUS, ("플러스 혜택 남은 주문 2회", "2027-01-31까지")),
        (LAST, ("플러스 혜택", "모두 사용")),
        (PAYBACK, ("페이백 바우처 남은 주문 1회", "2027-01-31까지")),
        (AUTUMN, None),
    ],
)
def test_what_is_left(cause: Cause, said: tuple[str, str] | None) -> None:
    assert words.left(cause) == said


def test_amounts_days_and_hours() -> None:
    assert (words.won(0), words.won(1_234_567)) == ("0", "1,234,567")
    assert words.day(date(2026, 11, 5)) == "2026-11-05 (목)"
    assert words.hour("2026-11-02T10:00:03.123+09:00") == words.hour("2026-11-02 10:00:03") == "2026-11-02 10:00:03"
