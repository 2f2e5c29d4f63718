"""The receipt of a refund once more: a copy says that it is one, and shows the money as it stands now."""

import pytest

from pos.domain.back.returns import Return
from pos.domain.errors import Refused
from pos.domain.facts import Reprinted, decode_fact
from pos.domain.papers.paper import Document, Text
from pos.till import printing
from pos.till.back import refunding
from pos.till.ports import PrintResult
from tests.till.backs import CUP, bring_back, part_owed, sell
from tests.till.scene import Scene

WHO_KNOWS = PrintResult("unknown", "printer.no_answer")


@pytest.fixture
def back(cups: Scene) -> Return:
    sale = cups.counter.last_sale
    assert sale is not None
    return bring_back(cups, sale)


def is_copy(document: Document) -> bool:
    return isinstance(document.blocks[0], Text) and "재발행" in document.blocks[0].text


def last_told(scene: Scene) -> object:
    return decode_fact(scene.journal()[-1].payload)


def test_a_copy_is_marked_and_an_entry(cups: Scene, back: Return) -> None:
    before = len(cups.printer.papers)
    cups.play(printing.reprint_refund(cups.counter, back.id))
    assert len(cups.printer.papers) == before + 1
    paper = cups.printer.papers[-1]
    assert is_copy(paper) and back.code in paper.title
    assert last_told(cups) == Reprinted(back.id)


def test_the_copy_shows_what_was_paid_since(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP)
    shop.terminal.answers = ["declined"]
    back = bring_back(shop, sale)
    shop.play(printing.reprint_refund(shop.counter, back.id))
    owed = shop.printer.papers[-1]
    shop.play(refunding.pay_out(shop.counter, part_owed(shop)))
    shop.play(printing.reprint_refund(shop.counter, back.id))
    assert shop.printer.papers[-1] != owed


def test_there_is_no_such_return(scene: Scene) -> None:
    with pytest.raises(Refused) as refused:
        scene.play(printing.reprint_refund(scene.counter, "nothing"))
    assert refused.value.code == "sale.none"
    assert scene.kinds()[-1] != "Reprinted"


def test_nobody_signed_in_prints_nothing(cups: Scene, back: Return) -> None:
    cups.counter.staff = None
    with pytest.raises(Refused) as refused:
        cups.play(printing.reprint_refund(cups.counter, back.id))
    assert refused.value.code == "session.nobody"


def test_printed_again_after_a_doubt_it_is_a_copy_and_an_entry(cups: Scene) -> None:
    sale = cups.counter.last_sale
    assert sale is not None
    cups.printer.answers = [WHO_KNOWS]
    back = bring_back(cups, sale)
    cups.play(printing.print_again(cups.counter))
    assert [is_copy(paper) for paper in cups.printer.papers[-2:]] == [False, True]
    assert last_told(cups) == Reprinted(back.id)
