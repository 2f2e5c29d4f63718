"""What is nothing at all: texts that read otherwise than they are written, numbers and times nobody reckons with."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.calendar import KST
from pos.domain.catalogue import Name, Price
from pos.domain.soundness import fault, is_name, is_shown
from tests.domain.products import LONG_AGO, product

SOUND = product("ARIA")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, ""),
        ({"name": Name("아리아 ☕ café", "Aria ’s")}, ""),
        ({"name": Name("아\x00리아", "")}, "text"),
        ({"name": Name("아리아", "7,200\u202e002,7")}, "text"),
        ({"name": Name("아\ud800", "")}, "text"),
        ({"name": Name("아\n리아", "")}, "text"),
        ({"name": Name("가" * 10_000, "")}, "long"),
        ({"capsules": -1}, "number"),
        ({"prices": (Price(LONG_AGO, 2**53 + 1),)}, "number"),
        ({"prices": (Price(LONG_AGO, -7_200),)}, "number"),
        ({"prices": (Price(datetime(1, 1, 1, tzinfo=KST), 7_200),)}, "time"),
        ({"prices": (Price(datetime(9999, 12, 31, tzinfo=KST), 7_200),)}, "time"),
        ({"prices": (Price(LONG_AGO.replace(tzinfo=None), 7_200),)}, "zone"),
        ({"prices": (Price(LONG_AGO, 7_200),) * 1_001}, "many"),
        ({"barcodes": ("88\u200e",)}, "text"),
    ],
)
def test_what_is_wrong_with_a_thing(changed: dict[str, Any], why: str) -> None:
    assert fault(replace(SOUND, **changed)) == why


def test_a_number_below_nothing_is_sound_where_somebody_says_so() -> None:
    assert fault(replace(SOUND, capsules=-1), least=-5) == ""


def test_a_name_is_something_that_can_be_read() -> None:
    assert is_name("ARIA") and is_name("아리아") and not any(map(is_name, ("", "  ", "A" * 65, "A\tB", "A\u2066")))
    assert is_shown("가나다 abc 👩‍🍳"), "a joined picture hides nothing"
