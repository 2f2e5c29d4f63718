"""Documents in columns: nothing is wider than the paper, and no amount is lost."""

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos.devices.printer.encode import Encoder
from pos.devices.printer.layout import LARGE, MOST_NAME_LINES, Line, set_document, wrap
from pos.domain.papers.paper import Block, Document, Item, Pair, Qr, Rule, Text

COLUMNS = [32, 42, 48]
_texts = st.text(max_size=200)
_amounts = st.integers(-(10**9), 10**12).map(lambda won: f"{won:,}")
_sizes: st.SearchStrategy[Literal[1, 2]] = st.sampled_from((1, 2))
_blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, _texts, align=st.sampled_from(("left", "centre", "right")), size=_sizes),
    st.builds(Pair, _texts, _texts, size=_sizes, indent=st.integers(0, 60)),
    st.builds(Item, _texts, _texts, _texts, _texts),
    st.builds(Qr, _texts, caption=_texts),
    st.builds(Rule),
)


def lines_of(*blocks: Block, columns: int = 48) -> list[Line]:
    """The lines of a document of `blocks`."""
    printed = set_document(Document("", blocks), Encoder(), columns)
    return [line for line in printed if isinstance(line, Line)]


def width(line: Line) -> int:
    """In columns of normal size."""
    return line.pad + len(line.text) * (2 if line.marks & LARGE else 1)


def shown(*blocks: Block, columns: int = 48) -> list[str]:
    """The lines as a person sees them."""
    return [" " * line.pad + line.text.decode("cp949") for line in lines_of(*blocks, columns=columns)]


@settings(max_examples=200, deadline=None)
@given(st.lists(_blocks, max_size=6), st.sampled_from(COLUMNS))
def test_no_line_is_wider_than_the_paper(blocks: list[Block], columns: int) -> None:
    lines = lines_of(*blocks, columns=columns)
    assert all(0 <= width(line) <= columns and line.pad >= 0 for line in lines)


@settings(deadline=None)
@given(_texts, _amounts, _sizes, st.sampled_from(COLUMNS), st.integers(0, 20))
def test_a_pair_keeps_its_amount(left: str, amount: str, size: Literal[1, 2], columns: int, indent: int) -> None:
    lines = lines_of(Pair(left, amount, size=size, indent=indent), columns=columns)
    # An amount wider than the whole paper goes on below; none of its figures is lost.
    figures = b"".join(line.text.strip() for line in lines)
    assert figures.decode("cp949", "replace").endswith(amount)


@settings(deadline=None)
@given(_texts, _amounts, _amounts, _amounts, st.sampled_from(COLUMNS))
def test_an_item_keeps_price_quantity_and_amount(
    name: str, price: str, quantity: str, amount: str, columns: int
) -> None:
    text = b" ".join(line.text for line in lines_of(Item(name, price, quantity, amount), columns=columns))
    words = text.decode("cp949", "replace").split()
    assert words[-1] == amount
    assert price in words
    assert quantity in words


def test_a_right_side_wider_than_the_paper_wraps() -> None:
    assert shown(Pair("왼쪽", "9" * 70), columns=32) == ["왼쪽", "9" * 32, "9" * 32, " " * 26 + "9" * 6]


def test_a_long_label_wraps_beside_its_amount() -> None:
    lines = shown(Pair("할인 사유가 아주 길어서 두 줄이 되는 이름표", "-12,000"), columns=32)
    assert lines == ["할인 사유가 아주 길어서", "두 줄이 되는 이름표      -12,000"]


def test_a_name_breaks_at_spaces_and_inside_a_word_only_where_it_must() -> None:
    encoded = "에스프레소 가나다라마바사아자차카타파하".encode("cp949")
    assert [line.decode("cp949") for line in wrap(encoded, 12)] == [
        "에스프레소",
        "가나다라마바",
        "사아자차카타",
        "파하",
    ]


def test_a_name_of_ten_thousand_characters_ends_in_an_ellipsis() -> None:
    lines = shown(Item("가" * 10_000, "1,000", "1", "1,000"))
    assert len(lines) == MOST_NAME_LINES + 1
    assert lines[-2].endswith("…")
    assert lines[-1].split() == ["1,000", "1", "1,000"]


@settings(deadline=None)
@given(st.text(max_size=3_000), st.sampled_from(COLUMNS))
def test_wrapping_cuts_no_character_in_two(text: str, columns: int) -> None:
    encode = Encoder()
    for line in wrap(encode(text), columns, most=5):
        left = line
        for place, character in encode.drawn.items():
            assert len(place) == 2 and character
        while left:
            left = left[1:] if left[0] < 0x80 else left[2:] if len(left) > 1 else pytest.fail("half a character")


def test_alignment_and_indent() -> None:
    assert shown(Text("가나", align="centre"), Text("가나", align="right"), Pair("a", "b", indent=2), columns=32) == [
        " " * 14 + "가나",
        " " * 28 + "가나",
        "  a" + " " * 28 + "b",
    ]


def test_a_short_name_stands_beside_its_figures_and_a_long_one_above_them() -> None:
    short, long = Item("하루", "7,200", "2", "14,400"), Item("하루 " * 6, "7,200", "2", "14,400")
    for columns, lines in ((48, (1, 2)), (42, (1, 2)), (32, (1, 2))):
        found = [set_document(Document("t", (item,)), Encoder(), columns) for item in (short, long)]
        assert tuple(len(one) for one in found) == lines
        line = found[0][0]
        assert isinstance(line, Line) and line.text.decode("cp949").split() == ["하루", "7,200", "2", "14,400"]
