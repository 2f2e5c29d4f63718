"""The papers of a delivery order once more: the confirmation as a copy, or what says that it was cancelled."""

import pytest

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused
from pos.domain.papers.paper import Document, Text
from pos.till import delivering, orders, printing, selling
from pos.till.paying import checkout
from pos.till.ports import PrintResult
from tests.till.scene import ARIA, Scene

HOME = Recipient("홍길동", "010-1111-2222", "06133", "서울특별시 강남구 테헤란로 123", "5층")


def order(scene: Scene) -> str:
    """A delivery order, paid in cash; its id."""
    selling.scan(scene.counter, ARIA)
    scene.play(delivering.deliver_to(scene.counter, HOME))
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None
    return sale.id


def confirmations(scene: Scene) -> list[Document]:
    return [paper for paper in scene.printer.papers if paper.title.startswith("주문 확인서")]


def is_copy(document: Document) -> bool:
    return isinstance(document.blocks[0], Text) and "재발행" in document.blocks[0].text


def test_the_confirmation_again_is_a_copy_and_an_entry(scene: Scene) -> None:
    sale = order(scene)
    assert orders.state(scene.counter, sale) == "concluded"
    scene.play(printing.reprint_confirmation(scene.counter, sale))
    assert [is_copy(paper) for paper in confirmations(scene)] == [False, True]
    assert scene.kinds()[-1] == "Reprinted"


def test_one_that_nobody_got_is_no_copy_and_concludes_the_contract(scene: Scene) -> None:
    scene.printer.answers = [PrintResult("done"), PrintResult("not_started", "printer.paper_out")]
    sale = order(scene)
    scene.play(printing.leave_it(scene.counter))
    assert orders.state(scene.counter, sale) == "offered" and confirmations(scene) == []
    scene.play(printing.reprint_confirmation(scene.counter, sale))
    assert [is_copy(paper) for paper in confirmations(scene)] == [False]
    assert orders.state(scene.counter, sale) == "concluded"


def test_of_a_cancelled_order_it_is_the_paper_that_says_so(scene: Scene) -> None:
    sale = order(scene)
    scene.play(orders.cancel(scene.counter, sale))
    scene.printer.papers.clear()
    scene.play(printing.reprint_confirmation(scene.counter, sale))
    assert [paper.title.startswith("주문 취소 확인서") for paper in scene.printer.papers] == [True]


def test_a_sale_that_was_carried_out_has_none(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None
    with pytest.raises(Refused) as refused:
        scene.play(printing.reprint_confirmation(scene.counter, sale.id))
    assert refused.value.code == "order.none"
