"""What is practised says so at both ends, and no receipt of it has the number of one that was sold."""

import pytest

from pos.domain.papers.paper import Cut, Document, Text
from pos.domain.papers.training import MARK, is_of_training, marked, marked_bars, marked_table
from pos.domain.sums.tables import Bars, Column, Series, Table


def marks(document: Document) -> list[bool]:
    return [isinstance(block, Text) and block.text == MARK and block.size == 2 for block in document.blocks]


def test_a_paper_has_the_mark_first_and_last() -> None:
    paper = marked(Document("receipt", (Text("one"), Text("two"), Cut())))
    assert marks(paper)[0] and marks(paper)[-2] and sum(marks(paper)) == 2
    assert isinstance(paper.blocks[-1], Cut) and MARK in paper.title


def test_each_piece_has_both_and_one_without_a_cut_too() -> None:
    paper = marked(Document("two", (Text("one"), Cut(), Text("two"))))
    cut = next(place for place, block in enumerate(paper.blocks) if isinstance(block, Cut))
    assert marks(paper)[0] and marks(paper)[cut - 1] and marks(paper)[cut + 1] and marks(paper)[-1]


def test_marked_twice_is_marked_once() -> None:
    once = marked(Document("receipt", (Text("one"), Cut())))
    assert marked(once) == once


def test_nothing_of_what_it_says_is_lost() -> None:
    blocks = (Text("one"), Cut(), Text("two"), Cut())
    kept = [block for block in marked(Document("two", blocks)).blocks if block in blocks]
    assert kept == list(blocks)


def test_tables_and_pictures_have_it_too() -> None:
    table = Table("Sales", (Column("Day"),), (("Monday",),), note="So far")
    assert marked_table(table).title.startswith(MARK) and marked_table(table).note == f"So far · {MARK}"
    assert marked_table(Table("Sales", (), ())).note == MARK
    assert marked_bars(Bars("Sales", ("a",), (Series("now", (1,)),))).title.startswith(MARK)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("SEL01-TRAINING-000001", True),
        ("SEL01-TRAINING-R000001", True),
        ("SEL01-1-000001", False),
        ("TRAINING-1-000001", False),
        ("", False),
    ],
)
def test_the_number_of_a_receipt_tells(code: str, answer: bool) -> None:
    assert is_of_training(code) is answer
