"""Text to CP949: nothing becomes a command, and what cannot be said is said to be lost."""

import contextlib
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos.devices.printer.encode import _INSTEAD, Encoder
from pos.devices.printer.layout import cells


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("안녕하세요", "안녕하세요"),
        ("샾똠뷁 쫓뀰", "샾똠뷁 쫓뀰"),
        (unicodedata.normalize("NFD", "한글"), "한글"),
        ("漢字", "漢字"),
        ("₩1,000", "원1,000"),
        ("Café Crème Ångström", "Cafe Creme Angstrom"),
        ("a\tb\nc\u2028d\u00a0e", "a b c d e"),
        ("서랍\x10\x14\x01\x00\x05\x1b@\x7f\x9b", "서랍@"),
        ("오른쪽\u202e왼쪽\u200b", "오른쪽왼쪽"),
        ("a\\b", "a＼b"),
        ("ﬁn", "fin"),
        ("\u0301", ""),
        ("\ud800x", "x"),
    ],
)
def test_what_is_printed(text: str, printed: str) -> None:
    encode = Encoder()
    assert encode(text).decode("cp949") == printed
    assert not encode.lost
    assert not encode.drawn


def test_only_the_backslash_stands_both_in_cp949_and_in_the_table() -> None:
    """Text is tried as it is first, so an entry that CP949 has would never be used."""
    both = []
    for character in _INSTEAD:
        with contextlib.suppress(UnicodeEncodeError):
            character.encode("cp949")
            both.append(character)
    assert both == ["\\"]


def test_a_character_no_font_has_is_a_question_mark_and_counted() -> None:
    encode = Encoder()
    assert encode("커피 😀!") == "커피 ?!".encode("cp949")
    assert encode.lost == ["😀"]


def test_a_character_only_a_font_has_gets_a_place_of_two_columns() -> None:
    encode = Encoder()
    first, again = encode("❶"), encode("x❶")
    assert len(first) == 2
    assert again == b"x" + first
    assert encode.drawn == {first: "❶"}
    with pytest.raises(UnicodeDecodeError):  # the printer has nothing there
        first.decode("cp949")


def test_when_the_places_are_used_up_the_rest_is_lost() -> None:
    encode = Encoder(can_draw=lambda _: True)
    strange = "".join(chr(point) for point in range(0xA000, 0xA000 + 200))
    assert encode(strange).endswith(b"?" * 12)
    assert "".join(encode.drawn.values()) + "".join(encode.lost) == strange


@settings(deadline=None)
@given(st.text())
def test_no_text_becomes_a_control_byte(text: str) -> None:
    printed = Encoder()(text)
    assert all(byte >= 0x20 and byte != 0x7F for byte in printed)
    assert b"".join(cells(printed)) == printed


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="cp949", exclude_categories=["C"]), max_size=40))
def test_what_cp949_has_is_never_lost(text: str) -> None:
    encode = Encoder()
    encode(text)
    assert not encode.lost
