"""What may be told: short, in Korean at least, to be read as it is written, and until some day."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.bulletins import MOST_TEXT, MOST_TITLE, Bulletin, fault_of
from pos.domain.catalogue import Name
from tests.domain.products import NOW

TOLD = Bulletin("b1", Name("정전 안내", "A cut"), Name("내일 아침 정전입니다.", ""), NOW, NOW + timedelta(days=2))


def test_it_is_told_from_an_instant_to_another() -> None:
    assert fault_of(TOLD) == ""
    told = [TOLD.is_on(NOW + timedelta(days=days)) for days in (-1, 0, 1, 2)]
    assert told == [False, True, True, False]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"id": " "}, "id"),
        ({"id": "b\n"}, "id"),
        ({"title": Name(" ", "A cut")}, "title"),
        ({"title": Name("가" * (MOST_TITLE + 1), "")}, "title"),
        ({"title": Name("가", "a" * (MOST_TITLE + 1))}, "title"),
        ({"text": Name("", "")}, "text"),
        ({"text": Name("가" * (MOST_TEXT + 1), "")}, "text"),
        ({"text": Name("한 줄\n두 줄", "")}, "text"),
        ({"title": Name("안내", "a\u202eb")}, "text"),
        ({"until": NOW - timedelta(seconds=1)}, "time"),
        ({"until": NOW.replace(year=2300)}, "time"),
        ({"since": NOW.replace(tzinfo=None), "until": NOW.replace(tzinfo=None)}, "zone"),
    ],
)
def test_what_is_none_is_said_to_be_so(other: dict[str, Any], why: str) -> None:
    assert fault_of(replace(TOLD, **other)) == why


def test_the_longest_is_one() -> None:
    assert fault_of(replace(TOLD, title=Name("가" * MOST_TITLE, ""), text=Name("가" * MOST_TEXT, ""))) == ""
